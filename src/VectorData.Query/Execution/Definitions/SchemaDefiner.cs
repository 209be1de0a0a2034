using VectorData.Core.Errors;
using VectorData.Query.Binding.Statements;
using VectorData.Sql.Syntax;
using ColumnDefinition = VectorData.Core.Schema.ColumnDefinition;

namespace VectorData.Query.Execution.Definitions;

/// <summary>CREATE SCHEMA, CREATE EXTENSION and COMMENT.</summary>
internal static class SchemaDefiner
{
    public static void Create(DefinitionScope scope, CreateSchemaStatement statement)
    {
        var name = statement.Name ?? statement.Owner!;
        CheckName(name);
        if (scope.Catalog.Schemas.Contains(name.Name) || IsBuiltIn(name.Name))
        {
            if (!statement.IfNotExists)
                throw new VectorDbException(SqlStates.DuplicateSchema, $"schema \"{name.Name}\" already exists") { Position = name.Position + 1, SchemaName = name.Name };
            scope.Context.Notice($"schema \"{name.Name}\" already exists, skipping", SqlStates.DuplicateSchema);
            return;
        }

        scope.Catalog = scope.Catalog.WithSchema(name.Name);
        scope.Publish();
    }

    /// <summary>The extension "vector" is part of the engine: it is always there.</summary>
    public static void CreateExtension(DefinitionScope scope, CreateExtensionStatement statement)
    {
        var name = statement.Name.Name;
        if (name is not ("vector" or "plpgsql"))
        {
            throw new VectorDbException(SqlStates.FeatureNotSupported, $"extension \"{name}\" is not available")
            {
                Position = statement.Name.Position + 1,
                Hint = "The types and operators of the extension \"vector\" are built in.",
            };
        }

        if (statement.IfNotExists)
            scope.Context.Notice($"extension \"{name}\" already exists, skipping", SqlStates.DuplicateObject);
    }

    public static void CheckName(Identifier name)
    {
        if (name.Name.StartsWith("pg_", StringComparison.Ordinal))
        {
            throw new VectorDbException(SqlStates.ReservedName, $"unacceptable schema name \"{name.Name}\"")
            {
                Position = name.Position + 1,
                Detail = "The prefix \"pg_\" is reserved for system schemas.",
            };
        }
    }

    public static bool IsBuiltIn(string schema) => schema is "information_schema" or "vectordata";

    public static void Comment(DefinitionScope scope, CommentStatement statement)
    {
        switch (statement.Kind)
        {
            case ObjectKind.Table:
                scope.Catalog = scope.Catalog.WithTable(scope.Names.Table(statement.Object) with { Comment = statement.Text });
                break;
            case ObjectKind.Column:
                CommentColumn(scope, statement);
                break;
            case ObjectKind.Index:
                var (table, index) = scope.Names.FindIndex(statement.Object) ?? throw CatalogNames.NoRelation(statement.Object);
                scope.Catalog = scope.Catalog.WithTable(table with { Indexes = table.Indexes.Replace(index, index with { Comment = statement.Text }) });
                break;
            default:
                throw new VectorDbException(SqlStates.FeatureNotSupported, $"comments on a {statement.Kind.ToString().ToLowerInvariant()} are not supported")
                {
                    Position = statement.Position + 1,
                    Hint = "Tables, columns and indexes can have comments.",
                };
        }

        scope.Publish();
    }

    private static void CommentColumn(DefinitionScope scope, CommentStatement statement)
    {
        var parts = statement.Object.Parts;
        if (parts.Count < 2)
            throw new VectorDbException(SqlStates.SyntaxError, "column name must be qualified") { Position = statement.Object.Position + 1 };
        var table = scope.Names.Table(new QualifiedName(statement.Object.Position, [.. parts.Take(parts.Count - 1)]));
        var at = table.IndexOf(statement.Object.Name);
        if (at < 0)
            throw new VectorDbException(SqlStates.UndefinedColumn, $"column \"{statement.Object.Name}\" of relation \"{table.Name}\" does not exist") { Position = parts[^1].Position + 1 };
        ColumnDefinition column = table.Columns[at];
        scope.Catalog = scope.Catalog.WithTable(table with { Columns = table.Columns.SetItem(at, column with { Comment = statement.Text }) });
    }
}
