using VectorData.Core.Values;
using VectorData.Query.Execution.Statements;

namespace VectorData.Query.Execution.Constraints;

/// <summary>Rows of a referenced table that a statement deleted (<see cref="New"/> null) or changed.</summary>
internal sealed record RowChange(TableWriter Writer, Batch Old, Batch? New);

/// <summary>
/// What foreign keys have to look at after a statement's own writes: actions on referencing rows, which may change further tables,
/// then the parents of new rows, then NO ACTION.
/// </summary>
internal sealed class StatementChanges(StatementContext context)
{
    private readonly Queue<RowChange> _changes = new();
    private readonly List<(ParentCheck Check, Batch Rows)> _parents = [];
    private readonly List<(ChildReference Reference, KeySet Keys)> _noAction = [];

    public StatementContext Context { get; } = context;

    public void Inserted(TableWriter writer, Batch rows)
    {
        foreach (var parent in writer.Parents)
        {
            if (parent.IsSelf)
                _parents.Add((parent, rows));
            else
                parent.Require(Context, rows);
        }
    }

    public void Deleted(TableWriter writer, Batch old) => _changes.Enqueue(new RowChange(writer, old, null));

    public void Updated(TableWriter writer, Batch old, Batch changed)
    {
        foreach (var parent in writer.Parents)
        {
            var rows = writer.ChangedRows(parent.Columns, old, changed);
            if (rows.Length > 0)
                _parents.Add((parent, changed.Select(rows)));
        }

        if (writer.IsReferenced)
            _changes.Enqueue(new RowChange(writer, old, changed));
    }

    /// <summary>For <see cref="ChildReference"/>: keys of which no referencing row may be left at the end of the statement.</summary>
    public void CheckAtEnd(ChildReference reference, KeySet keys) => _noAction.Add((reference, keys));

    /// <summary>Carries out the actions and checks; call once after the statement's own writes.</summary>
    public void Finish()
    {
        while (_changes.TryDequeue(out var change))
            foreach (var child in change.Writer.Children)
                child.Apply(this, change);
        foreach (var (check, rows) in _parents)
            check.Require(Context, rows);
        foreach (var (reference, keys) in _noAction)
            reference.RequireUnreferenced(Context, keys, unlessStillThere: true);
    }
}
