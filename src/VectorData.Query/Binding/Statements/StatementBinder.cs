using System.Collections.Immutable;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Casts;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Execution.Constraints;
using VectorData.Query.Settings;
using VectorData.Sql.Syntax;
using ColumnDefinition = VectorData.Core.Schema.ColumnDefinition;

namespace VectorData.Query.Binding.Statements;

/// <summary>What binding an INSERT, UPDATE or DELETE shares: the target, its columns by name, conversions to them.</summary>
internal sealed class StatementBinder
{
    public StatementBinder(Catalog catalog, SettingValues settings, ParameterTable parameters, IVirtualTables? virtualTables)
    {
        Settings = settings;
        Context = new BindingContext(catalog, settings.SearchPath, parameters, virtualTables);
        Queries = new QueryBinder(Context);
        Writers = new TableWriters(catalog);
        Names = new CatalogNames(catalog, settings.SearchPath);
    }

    public SettingValues Settings { get; }

    public BindingContext Context { get; }

    public QueryBinder Queries { get; private set; }

    public TableWriters Writers { get; }

    public CatalogNames Names { get; }

    public ParameterTable Parameters => Context.Parameters;

    /// <summary>Makes the common tables of a WITH clause known.</summary>
    public void With(WithClause? clause, SyntaxNode statement) => Queries = Queries.With(clause, statement);

    /// <summary>The table to write: 42P01, or 42809 for a table that is made when read.</summary>
    public TableDefinition Target(QualifiedName name)
    {
        if (Names.FindTable(name) is { } table)
            return table;
        throw Context.FindVirtualTable(name) is null
            ? CatalogNames.NoRelation(name)
            : new VectorDbException(SqlStates.WrongObjectType, $"cannot change view \"{name.Name}\"") { Position = name.Position + 1 };
    }

    /// <summary>A column of the target by name: 42703.</summary>
    public static int Column(TableDefinition table, Identifier name) => table.IndexOf(name.Name) is >= 0 and var at
        ? at
        : throw new VectorDbException(SqlStates.UndefinedColumn, $"column \"{name.Name}\" of relation \"{table.Name}\" does not exist")
        {
            Position = name.Position + 1,
            TableName = table.Name,
            SchemaName = table.Schema,
        };

    /// <summary>Converts a bound expression to a column as an assignment.</summary>
    public BoundExpression Assign(BoundExpression value, ColumnDefinition column) => AssignmentCast.Bind(value, column.Type, column.Name, Parameters);

    /// <summary>A row of the table under a name, in slots of its own, for clauses over rows that are not scanned.</summary>
    public (FromItem Item, ImmutableArray<BoundColumn> Columns) Row(TableDefinition table, string name)
    {
        var columns = Context.NewColumns(table);
        var scope = new ScopeTable(name, table.Schema, [.. columns.Select(column => new ScopeColumn(column.Name, column))])
        {
            AliasFor = name == table.Name ? null : table.Name,
        };
        return (FromItem.Of(new BoundSingleRow(), scope), [.. columns]);
    }

    /// <summary>428C9 for a column that takes nothing but DEFAULT.</summary>
    public static VectorDbException GivenAlways(ColumnDefinition column, bool isInsert, int position) => new(
        SqlStates.GeneratedAlways,
        isInsert ? $"cannot insert a non-DEFAULT value into column \"{column.Name}\"" : $"column \"{column.Name}\" can only be updated to DEFAULT")
    {
        Position = position + 1,
        Detail = column.Generated is not null
            ? $"Column \"{column.Name}\" is a generated column."
            : column.IsRowVersion
            ? $"Column \"{column.Name}\" is a row version column."
            : $"Column \"{column.Name}\" is an identity column defined as GENERATED ALWAYS.",
        Hint = isInsert && !column.IsComputed ? "Use OVERRIDING SYSTEM VALUE to override." : null,
        ColumnName = column.Name,
    };
}
