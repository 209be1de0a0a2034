using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Statements;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>What binding one statement needs to know. Slots are given out here, unique within the statement.</summary>
internal sealed class BindingContext(Catalog catalog, IReadOnlyList<string> searchPath, ParameterTable parameters, IVirtualTables? virtualTables = null)
{
    private readonly Dictionary<int, ResultColumn> _origins = [];
    private int _slots;

    public Catalog Catalog { get; } = catalog;

    /// <summary>Schemas where unqualified names are looked up, in order.</summary>
    public IReadOnlyList<string> SearchPath { get; } = searchPath;

    public ParameterTable Parameters { get; } = parameters;

    public IVirtualTables? VirtualTables { get; } = virtualTables;

    /// <summary>Tables that the statement reads or locks, for privileges and for dependencies of cached plans.</summary>
    public HashSet<TableId> Tables { get; } = [];

    public BoundColumn NewColumn(string name, SqlType type, bool notNull = false, int position = -1) =>
        new(_slots++, name, type, position) { NotNull = notNull };

    /// <summary>A slot for each column of a table, with its origin noted.</summary>
    public BoundColumn[] NewColumns(TableDefinition table)
    {
        Tables.Add(table.Id);
        var columns = new BoundColumn[table.Columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var definition = table.Columns[i];
            columns[i] = NewColumn(definition.Name, definition.Type, definition.NotNull);
            _origins[columns[i].Slot] = Origin(table, definition);
        }

        return columns;
    }

    /// <summary>Says that a new slot holds the same column of a table as another.</summary>
    public void CopyOrigin(int from, int to)
    {
        if (_origins.TryGetValue(from, out var origin))
            _origins[to] = origin;
    }

    /// <summary>How a result column that holds <paramref name="expression"/> is described.</summary>
    public ResultColumn Describe(string name, BoundExpression expression)
    {
        if (expression is not BoundColumn column)
            return new ResultColumn(name, expression.Type) { IsNullable = expression is not BoundConstant { Value.IsNull: false } };
        return _origins.TryGetValue(column.Slot, out var origin)
            ? origin with { Name = name, Type = expression.Type, IsNullable = !column.NotNull }
            : new ResultColumn(name, expression.Type) { IsNullable = !column.NotNull };
    }

    /// <summary>The table that a name stands for: with a schema exactly there, without one along the search path.</summary>
    public TableDefinition? FindTable(QualifiedName name)
    {
        if (name.Qualifier is { } schema)
            return Catalog.FindTable(schema, name.Name);
        foreach (var candidate in SearchPath)
            if (Catalog.FindTable(candidate, name.Name) is { } table)
                return table;
        return null;
    }

    /// <summary>The virtual table that a name stands for; pg_catalog comes before the search path.</summary>
    public VirtualTable? FindVirtualTable(QualifiedName name)
    {
        if (VirtualTables is null)
            return null;
        if (name.Qualifier is { } schema)
            return VirtualTables.Find(schema, name.Name);
        return VirtualTables.Find("pg_catalog", name.Name)
            ?? SearchPath.Select(candidate => VirtualTables.Find(candidate, name.Name)).FirstOrDefault(found => found is not null);
    }

    private static ResultColumn Origin(TableDefinition table, Core.Schema.ColumnDefinition column) => new(column.Name, column.Type)
    {
        SchemaName = table.Schema,
        TableName = table.Name,
        Table = table.Id,
        ColumnName = column.Name,
        Column = column.Id,
        IsNullable = !column.NotNull,
        IsKey = table.PrimaryKey?.Columns.Any(key => key.Column == column.Id) ?? false,
        IsUnique = table.Indexes.Any(index => index.IsUnique && index.Columns.Length == 1 && index.Columns[0].Column == column.Id),
        IsIdentity = column.Identity is IdentityKind.Always or IdentityKind.ByDefault,
    };
}
