using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Query.Binding.Statements;
using VectorData.Sql;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Sessions;

/// <summary>What a COPY statement asks for: names resolved against the catalog, options checked as PostgreSQL does.</summary>
internal static class CopyRequests
{
    public static CopyRequest Of(EmbeddedSession session, CopyStatement statement)
    {
        if (statement.End != CopyEnd.Client)
        {
            throw new VectorDbException(SqlStates.FeatureNotSupported, statement.End == CopyEnd.Program ? "COPY to or from a program is not supported" : "COPY to or from a file of the server is not supported")
            {
                Position = statement.Position + 1,
                Hint = "Use COPY FROM STDIN or COPY TO STDOUT; psql's \\copy reads and writes files of the client.",
            };
        }

        if (statement.Where is { } where)
            throw new VectorDbException(SqlStates.FeatureNotSupported, "COPY FROM … WHERE is not supported") { Position = where.Position + 1 };
        var request = new CopyOptions(statement).Read();
        if (statement.Query is { } query)
            return OfQuery(session, request, query);
        var names = new CatalogNames(session.Transactions.CurrentCatalog, session.Settings.Current.SearchPath);
        var name = statement.Table!;
        var (schema, table, columns) = names.FindTable(name) is { } stored ? Stored(stored, statement) : Virtual(session, statement);
        CheckForced(request, columns, name);
        request = request with { Schema = schema, Table = table, Columns = columns };
        return statement.From ? request : request with { Query = Select(session, request, name.Position) };
    }

    private static CopyRequest OfQuery(EmbeddedSession session, CopyRequest request, Statement query)
    {
        var statement = new EmbeddedStatement(session, new ParsedStatement(query, SqlWriter.Write(query)));
        var columns = statement.Describe([]).Columns
            ?? throw new VectorDbException(SqlStates.FeatureNotSupported, "COPY query must have a RETURNING clause") { Position = query.Position + 1 };
        return request with { Columns = [.. columns.Select(column => column.Name)], Query = statement };
    }

    private static (string Schema, string Table, IReadOnlyList<string> Columns) Stored(TableDefinition table, CopyStatement statement)
    {
        if (statement.Columns.Count == 0)
            return (table.Schema, table.Name, [.. table.Columns.Where(column => !column.IsComputed).Select(column => column.Name)]);
        foreach (var name in statement.Columns)
        {
            if (table.Columns[StatementBinder.Column(table, name)].IsComputed)
            {
                throw new VectorDbException(SqlStates.InvalidColumnReference, $"column \"{name.Name}\" is a generated column")
                {
                    Position = name.Position + 1,
                    Detail = "Generated columns cannot be used in COPY.",
                };
            }

            RequireOnce(statement.Columns, name);
        }

        return (table.Schema, table.Name, [.. statement.Columns.Select(column => column.Name)]);
    }

    // Tables made when they are read may be copied out as tables; what has no rows of its own may not be copied into.
    private static (string Schema, string Table, IReadOnlyList<string> Columns) Virtual(EmbeddedSession session, CopyStatement statement)
    {
        var name = statement.Table!;
        var table = VirtualTable(session, name) ?? throw CatalogNames.NoRelation(name);
        if (statement.From)
            throw new VectorDbException(SqlStates.WrongObjectType, $"cannot copy to view \"{name.Name}\"") { Position = name.Position + 1 };
        foreach (var column in statement.Columns)
        {
            if (!table.Columns.Any(known => known.Name == column.Name))
                throw new VectorDbException(SqlStates.UndefinedColumn, $"column \"{column.Name}\" of relation \"{table.Name}\" does not exist") { Position = column.Position + 1 };
            RequireOnce(statement.Columns, column);
        }

        return (table.Schema, table.Name, statement.Columns.Count > 0
            ? [.. statement.Columns.Select(column => column.Name)]
            : [.. table.Columns.Select(column => column.Name)]);
    }

    private static VirtualTable? VirtualTable(EmbeddedSession session, QualifiedName name)
    {
        var tables = session.Engine.VirtualTables;
        return name.Qualifier is { } schema ? tables.Find(schema, name.Name) : tables.Find("pg_catalog", name.Name);
    }

    private static void RequireOnce(IReadOnlyList<Identifier> names, Identifier name)
    {
        if (names.Count(other => other.Name == name.Name) > 1)
            throw new VectorDbException(SqlStates.DuplicateColumn, $"column \"{name.Name}\" specified more than once") { Position = name.Position + 1 };
    }

    private static void CheckForced(CopyRequest request, IReadOnlyList<string> columns, QualifiedName table)
    {
        foreach (var name in request.ForceQuote.Concat(request.ForceNull).Concat(request.ForceNotNull))
        {
            if (name != CopyOptions.AllColumns && !columns.Contains(name, StringComparer.Ordinal))
                throw new VectorDbException(SqlStates.InvalidColumnReference, $"column \"{name}\" is not referenced by COPY of \"{table.Name}\"") { Position = table.Position + 1 };
        }
    }

    private static EmbeddedStatement Select(EmbeddedSession session, CopyRequest request, int position)
    {
        Identifier Name(string name) => new(position, name);
        var items = request.Columns.Select(column => new SelectItem(position, new ColumnReference(position, new QualifiedName(position, [Name(column)])), Alias: null));
        var query = new QueryStatement(position, new SelectBody(position, [.. items])
        {
            From = [new NamedTable(position, new QualifiedName(position, [Name(request.Schema!), Name(request.Table!)]), Alias: null)],
        });
        return new EmbeddedStatement(session, new ParsedStatement(query, SqlWriter.Write(query)));
    }
}
