using System.Collections.Immutable;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Query.Execution.Definitions;

/// <summary>A table definition while it is being made or changed.</summary>
internal sealed class TableDraft
{
    public const int MaxColumns = 1600;

    private readonly TableDefinition _start;

    public TableDraft(TableDefinition start)
    {
        _start = start;
        Columns = [.. start.Columns];
        Indexes = [.. start.Indexes];
        Checks = [.. start.Checks];
        ForeignKeys = [.. start.ForeignKeys];
        NextColumnId = start.NextColumnId;
    }

    public TableId Id => _start.Id;

    public string Schema => _start.Schema;

    public string Name => _start.Name;

    public List<ColumnDefinition> Columns { get; }

    public List<IndexDefinition> Indexes { get; }

    public List<CheckDefinition> Checks { get; }

    public List<ForeignKeyDefinition> ForeignKeys { get; }

    public int NextColumnId { get; private set; }

    public TableDefinition ToDefinition() => _start with
    {
        Columns = [.. Columns],
        Indexes = [.. Indexes],
        Checks = [.. Checks],
        ForeignKeys = [.. ForeignKeys],
        NextColumnId = NextColumnId,
    };

    public ColumnId TakeColumnId() => new(NextColumnId++);

    public void AddColumn(ColumnDefinition column, int position)
    {
        if (Columns.Count >= MaxColumns)
            throw new VectorDbException(SqlStates.TooManyColumns, $"tables can have at most {MaxColumns} columns") { Position = position + 1 };
        Columns.Add(column);
    }

    /// <summary>Position of a column by name, or -1.</summary>
    public int IndexOf(string name) => Columns.FindIndex(column => column.Name == name);

    public int IndexOf(ColumnId id) => Columns.FindIndex(column => column.Id == id);

    public ColumnDefinition Column(ColumnId id) => Columns[IndexOf(id)];

    public string NameOf(ColumnId id) => Column(id).Name;

    public bool HasConstraint(string name) =>
        Checks.Exists(check => check.Name == name)
        || ForeignKeys.Exists(key => key.Name == name)
        || Indexes.Exists(index => index.IsConstraint && index.Name == name);

    public void SetNotNull(ColumnId id)
    {
        var at = IndexOf(id);
        Columns[at] = Columns[at] with { NotNull = true };
    }

    public ImmutableArray<string> Names(IEnumerable<ColumnId> ids) => [.. ids.Select(NameOf)];
}
