using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Operators;
using VectorData.Query.Execution.Statements;

namespace VectorData.Query.Execution.Constraints;

/// <summary>A foreign key seen from the referenced table: what happens to referencing rows when keys go or change.</summary>
internal sealed class ChildReference
{
    private readonly TableWriters _writers;
    private readonly TableDefinition _parent;
    private readonly TableDefinition _child;
    private readonly ForeignKeyDefinition _foreignKey;
    private readonly KeyFinder _children;
    private readonly KeyFinder _parents;
    private readonly int[] _childColumns;

    public ChildReference(TableWriters writers, TableDefinition parent, TableDefinition child, ForeignKeyDefinition foreignKey)
    {
        _writers = writers;
        _parent = parent;
        _child = child;
        _foreignKey = foreignKey;
        _children = new KeyFinder(child, foreignKey.Columns);
        _parents = new KeyFinder(parent, foreignKey.ReferencedColumns);
        _childColumns = [.. foreignKey.Columns.Select(child.IndexOf)];
        KeyColumns = [.. foreignKey.ReferencedColumns.Select(parent.IndexOf)];
    }

    /// <summary>Positions of the referenced columns in the referenced table.</summary>
    public int[] KeyColumns { get; }

    /// <summary>Does what ON DELETE or ON UPDATE says for the keys that are gone.</summary>
    public void Apply(StatementChanges changes, RowChange change)
    {
        var rows = change.New is { } changed ? change.Writer.ChangedRows(KeyColumns, change.Old, changed) : null;
        var old = Array.ConvertAll(KeyColumns, at => change.Old.Columns[at]);
        rows = KeySet.RowsWithKey(old, rows is null ? change.Old : change.Old.Select(rows), out _);
        if (rows.Length == 0)
            return;
        var keys = new KeySet(Array.ConvertAll(old, column => ColumnGather.Gather(column, rows)), rows.Length);
        var action = change.New is null ? _foreignKey.OnDelete : _foreignKey.OnUpdate;
        switch (action)
        {
            case ReferentialAction.NoAction:
                changes.CheckAtEnd(this, keys);
                break;
            case ReferentialAction.Restrict:
                RequireUnreferenced(changes.Context, keys, unlessStillThere: false);
                break;
            default:
                Follow(changes, action, keys, change.New is null ? null : NewKeys(change.New, rows));

                // A default equal to the key that went leaves the row as it was: nobody else looks at it.
                if (action == ReferentialAction.SetDefault)
                    changes.CheckAtEnd(this, keys);
                break;
        }
    }

    /// <summary>23503 when a row still references one of the keys; a key that another row has by now is no longer missing.</summary>
    public void RequireUnreferenced(StatementContext context, KeySet keys, bool unlessStillThere)
    {
        if (unlessStillThere)
        {
            var still = _parents.Find(context.Transaction.LatestTable(_parent.Id), keys, context.CancellationToken).Select(found => found.Key).ToHashSet();
            if (still.Count > 0)
                keys = keys.Only([.. Enumerable.Range(0, keys.Count).Where(number => !still.Contains(number))]);
        }

        var (converted, numbers) = keys.As(_children.Types, context.Evaluation);
        var found = _children.Find(context.Transaction.LatestTable(_child.Id), converted, context.CancellationToken, most: 1);
        if (found.Count == 0)
            return;
        throw new VectorDbException(
            SqlStates.ForeignKeyViolation,
            $"update or delete on table \"{_parent.Name}\" violates foreign key constraint \"{_foreignKey.Name}\" on table \"{_child.Name}\"")
        {
            Detail = $"{RowTexts.Key(_foreignKey.ReferencedColumns.Select(id => _parent.Column(id).Name), keys.Key(numbers[found[0].Key]))} is still referenced from table \"{_child.Name}\".",
            SchemaName = _child.Schema,
            TableName = _child.Name,
            ConstraintName = _foreignKey.Name,
        };
    }

    private void Follow(StatementChanges changes, ReferentialAction action, KeySet keys, ColumnVector[]? newKeys)
    {
        var context = changes.Context;
        var (converted, numbers) = keys.As(_children.Types, context.Evaluation);
        var table = context.Transaction.LatestTable(_child.Id);
        var found = _children.Find(table, converted, context.CancellationToken);
        if (found.Count == 0)
            return;
        var rows = found.ConvertAll(item => item.Row).ToArray();
        var old = TableRows.Gather(table, _child.Columns, rows);
        var writer = _writers.For(_child.Id);
        if (action == ReferentialAction.Cascade && newKeys is null)
        {
            writer.Delete(context, rows, old, changes);
            return;
        }

        var columns = (ColumnVector[])old.Columns.Clone();
        var keyOfRow = found.ConvertAll(item => numbers[item.Key]).ToArray();
        for (var i = 0; i < _childColumns.Length; i++)
        {
            var column = _child.Columns[_childColumns[i]];
            columns[_childColumns[i]] = action switch
            {
                ReferentialAction.Cascade => Cast(ColumnGather.Gather(newKeys![i], keyOfRow), column.Type, context.Evaluation),
                ReferentialAction.SetDefault => Default(context, column, rows.Length),
                _ => ColumnGather.AllNull(column.Type, rows.Length),
            };
        }

        writer.Update(context, rows, old, new Batch(columns, rows.Length), changes);
    }

    private ColumnVector[] NewKeys(Batch changed, int[] rows) => Array.ConvertAll(KeyColumns, at => ColumnGather.Gather(changed.Columns[at], rows));

    private static ColumnVector Cast(ColumnVector values, SqlType type, EvaluationContext context)
    {
        if (values.Type == type)
            return values;
        var cast = new BoundCast(new BoundColumn(0, "", values.Type, -1), type, IsExplicit: false, -1);
        return ExpressionCompiler.Compile(cast, new SlotLayout([0])).Evaluate(new Batch([values], values.Length), context);
    }

    private static ColumnVector Default(StatementContext context, ColumnDefinition column, int count)
    {
        var compiled = ExpressionCompiler.Compile(TableExpressions.Default(column), SlotLayout.Empty);
        return compiled.Evaluate(new Batch([], count), context.Evaluation);
    }
}
