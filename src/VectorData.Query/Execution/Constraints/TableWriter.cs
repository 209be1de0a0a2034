using System.Collections.Concurrent;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Statements;

namespace VectorData.Query.Execution.Constraints;

/// <summary>The writers of one catalog's tables, made when first used. Belongs to cached plans; thread-safe.</summary>
internal sealed class TableWriters(Catalog catalog)
{
    private readonly ConcurrentDictionary<TableId, TableWriter> _writers = new();

    public Catalog Catalog { get; } = catalog;

    public TableWriter For(TableId table) => _writers.GetOrAdd(table, static (id, writers) => new TableWriter(writers, writers.Catalog.FindTable(id)!), this);
}

/// <summary>
/// Writes complete rows of one table: computes generated columns, checks NOT NULL and CHECK, hands the rows to storage (which checks
/// unique keys) and notes what foreign keys have to be looked at. Immutable; serves many executions at once.
/// </summary>
internal sealed class TableWriter
{
    private readonly CheckConstraints _checks;
    private readonly (int At, CompiledExpression Value)[] _generated;
    private readonly ColumnComparer?[] _comparers;
    private readonly int[] _uniqueColumns;
    private readonly int[] _versions;
    private readonly SequenceId _versionSequence;

    public TableWriter(TableWriters writers, TableDefinition table)
    {
        Table = table;
        _checks = new CheckConstraints(table);
        var layout = TableExpressions.Layout(table);
        _generated = [.. table.Columns.Select((column, at) => (column, at)).Where(item => item.column.Generated is not null)
            .Select(item => (item.at, ExpressionCompiler.Compile(TableExpressions.Generated(table, item.column), layout)))];
        _versions = [.. Enumerable.Range(0, table.Columns.Length).Where(at => table.Columns[at].IsRowVersion)];
        if (_versions.Length > 0)
            _versionSequence = RowVersions.Sequence(writers.Catalog);
        Parents = [.. table.ForeignKeys.Select(key => new ParentCheck(writers.Catalog, table, key))];
        Children = [.. writers.Catalog.ReferencesTo(table.Id).Select(reference => new ChildReference(writers, table, reference.Table, reference.ForeignKey))];
        _comparers = new ColumnComparer?[table.Columns.Length];
        _uniqueColumns = [.. table.Indexes.Where(index => index.IsUnique).SelectMany(index => index.Columns).Select(key => table.IndexOf(key.Column)).Distinct()];
        foreach (var at in Parents.SelectMany(parent => parent.Columns).Concat(Children.SelectMany(child => child.KeyColumns)).Concat(_uniqueColumns))
            _comparers[at] ??= ColumnComparer.For(table.Columns[at].Type);
    }

    public TableDefinition Table { get; }

    /// <summary>Foreign keys of this table.</summary>
    public ParentCheck[] Parents { get; }

    /// <summary>Foreign keys that reference this table.</summary>
    public ChildReference[] Children { get; }

    /// <summary>Whether deleting rows needs their old values.</summary>
    public bool IsReferenced => Children.Length > 0;

    /// <summary>The rows with generated columns computed, checked against NOT NULL and CHECK.</summary>
    public Batch Complete(Batch rows, EvaluationContext context)
    {
        if (_generated.Length > 0)
        {
            var columns = (ColumnVector[])rows.Columns.Clone();
            foreach (var (at, value) in _generated)
                columns[at] = value.Evaluate(rows, context);
            rows = rows.HasSelection ? new Batch(columns, rows.Length, rows.Selection, true) : new Batch(columns, rows.Length);
        }

        NotNullCheck.Check(Table, rows);
        _checks.Require(rows, context);
        return rows;
    }

    /// <summary>Inserts rows that <see cref="Complete"/> gave.</summary>
    public void Insert(StatementContext context, Batch rows, StatementChanges changes)
    {
        context.Transaction.Insert(Table.Id, rows, context.CancellationToken);
        if (Parents.Length > 0)
            changes.Inserted(this, rows);
    }

    /// <summary>Deletes rows; <paramref name="old"/> holds them when <see cref="IsReferenced"/>.</summary>
    public void Delete(StatementContext context, ReadOnlySpan<RowId> rows, Batch? old, StatementChanges changes)
    {
        if (!context.Transaction.TryDelete(Table.Id, rows, context.CancellationToken))
            throw new StatementRestartException();
        if (IsReferenced && old is not null)
            changes.Deleted(this, old);
    }

    /// <summary>Replaces rows; both batches are without selection, row by row. Gives the rows as stored.</summary>
    public Batch Update(StatementContext context, ReadOnlySpan<RowId> rows, Batch old, Batch changed, StatementChanges changes)
    {
        changed = Complete(WithNewVersions(context, changed), context.Evaluation);
        if (!context.Transaction.TryDelete(Table.Id, rows, keepsKeys: ChangedRows(_uniqueColumns, old, changed).Length == 0, context.CancellationToken))
            throw new StatementRestartException();
        context.Transaction.Insert(Table.Id, changed, context.CancellationToken);
        if (Parents.Length > 0 || Children.Length > 0)
            changes.Updated(this, old, changed);
        return changed;
    }

    private Batch WithNewVersions(StatementContext context, Batch rows)
    {
        if (_versions.Length == 0)
            return rows;
        var columns = (ColumnVector[])rows.Columns.Clone();
        foreach (var at in _versions)
            columns[at] = RowVersions.Take(context, _versionSequence, rows.Length);
        return new Batch(columns, rows.Length);
    }

    /// <summary>The rows in which any of the columns differs.</summary>
    public int[] ChangedRows(int[] columns, Batch old, Batch changed)
    {
        var rows = new List<int>();
        for (var row = 0; row < changed.Length; row++)
        {
            foreach (var at in columns)
            {
                if (_comparers[at]!.Equal(old.Columns[at], row, changed.Columns[at], row))
                    continue;
                rows.Add(row);
                break;
            }
        }

        return [.. rows];
    }
}
