using VectorData.Query.Binding.Expressions;

namespace VectorData.Query.Binding.Queries;

/// <summary>
/// Makes expressions over a query's input into expressions over its groups. A key that is a column keeps its slot; other keys get one.
/// </summary>
internal sealed class GroupingRewriter
{
    private readonly FromItem _from;
    private readonly List<BoundAssignment> _keys = [];
    private readonly HashSet<int> _made = [];
    private readonly HashSet<int> _input;

    public GroupingRewriter(BindingContext context, FromItem from, IEnumerable<BoundExpression> keys, AggregateCollector aggregates)
    {
        _from = from;
        _input = from.Relation.OutputSlots();
        foreach (var key in keys)
        {
            if (key.DescendantsAndSelf().Any(node => node is BoundColumn column && aggregates.Columns.Any(aggregate => aggregate.Column.Slot == column.Slot)))
                throw QueryErrors.At(Core.Errors.SqlStates.GroupingError, "aggregate functions are not allowed in GROUP BY", key.Position);
            QueryBinder.RequireEquality(key.Type, key.Position);
            if (_keys.Exists(known => known.Expression.Equals(key)))
                continue;
            var column = key as BoundColumn ?? context.NewColumn("?column?", key.Type);
            _keys.Add(new BoundAssignment(column, key));
        }

        foreach (var key in _keys)
            _made.Add(key.Column.Slot);
        foreach (var aggregate in aggregates.Columns)
            _made.Add(aggregate.Column.Slot);
    }

    public IReadOnlyList<BoundAssignment> Keys => _keys;

    /// <summary>Says that a slot is made after grouping.</summary>
    public void AddMade(int slot) => _made.Add(slot);

    /// <summary>Puts the keys' columns in the place of the keys' expressions.</summary>
    public BoundExpression Rewrite(BoundExpression expression) => expression.Rewrite(node =>
        node is BoundColumn or BoundConstant ? null : _keys.Find(key => key.Expression is not BoundColumn && key.Expression.Equals(node))?.Column);

    /// <summary>42803 when an input column that is no key is left; a table's columns come along with its primary key.</summary>
    public void Check(BoundExpression expression)
    {
        foreach (var node in expression.DescendantsAndSelf())
        {
            if (node is BoundColumn column)
                Check(column.Slot, column.Position, inSubquery: false);
            else if (node is BoundSubquery subquery)
                foreach (var slot in subquery.Source.OuterSlots)
                    Check(slot, subquery.Position, inSubquery: true);
        }
    }

    private void Check(int slot, int position, bool inSubquery)
    {
        if (slot < 0 || _made.Contains(slot) || !_input.Contains(slot))
            return;
        if (DependsOnKeys(slot) is not { } column)
            throw QueryErrors.NotGrouped(_from.NameOf(slot) ?? "?column?", position, inSubquery);
        _keys.Add(new BoundAssignment(column, column));
        _made.Add(slot);
    }

    private BoundColumn? DependsOnKeys(int slot)
    {
        foreach (var (_, scan) in _from.Scans)
        {
            var index = -1;
            for (var i = 0; i < scan.TableColumns.Count; i++)
                if (scan.TableColumns[i].Slot == slot)
                    index = i;
            if (index < 0 || scan.Table.PrimaryKey is not { } primaryKey)
                continue;
            if (primaryKey.Columns.All(key => _keys.Exists(known => known.Column.Slot == scan.TableColumns[scan.Table.IndexOf(key.Column)].Slot)))
                return scan.TableColumns[index];
        }

        return null;
    }
}
