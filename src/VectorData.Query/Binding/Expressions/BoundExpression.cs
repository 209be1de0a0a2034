using VectorData.Core.Schema;

namespace VectorData.Query.Binding.Expressions;

/// <summary>
/// An expression whose names and types are known. <see cref="Position"/> is the 0-based offset in the text (-1 none) and takes no part
/// in equality, so that equal expressions at two places (SELECT list and GROUP BY) are equal.
/// </summary>
internal abstract record BoundExpression(SqlType Type, int Position)
{
    /// <summary>Direct operands, in the order <see cref="With"/> takes them.</summary>
    public virtual IReadOnlyList<BoundExpression> Children => [];

    /// <summary>The same node with other operands.</summary>
    public virtual BoundExpression With(IReadOnlyList<BoundExpression> children) => this;

    /// <summary>Whether two evaluations in one statement may differ, this node alone.</summary>
    protected virtual bool IsVolatileItself => false;

    /// <summary>Whether this or any node below it is volatile.</summary>
    public bool IsVolatile => IsVolatileItself || Children.Any(child => child.IsVolatile);

    /// <summary>Whether the value is the same for all rows of an execution: no columns, nothing volatile, no subquery.</summary>
    public bool IsScalar => !DescendantsAndSelf().Any(node => node is BoundColumn or BoundSubquery || node.IsVolatileItself);

    public virtual bool Equals(BoundExpression? other) =>
        other is not null && EqualityContract == other.EqualityContract && Type == other.Type;

    public override int GetHashCode() => HashCode.Combine(EqualityContract, Type);

    /// <summary>This node and all below it, parents first.</summary>
    public IEnumerable<BoundExpression> DescendantsAndSelf()
    {
        var open = new Stack<BoundExpression>();
        open.Push(this);
        while (open.TryPop(out var node))
        {
            yield return node;
            var children = node.Children;
            for (var i = children.Count - 1; i >= 0; i--)
                open.Push(children[i]);
        }
    }

    /// <summary>The slots of all columns in the tree, those of correlated subqueries included, each once.</summary>
    public IReadOnlySet<int> Slots()
    {
        var slots = new HashSet<int>();
        foreach (var node in DescendantsAndSelf())
        {
            if (node is BoundColumn column)
                slots.Add(column.Slot);
            else if (node is BoundSubquery subquery)
                slots.UnionWith(subquery.Source.OuterSlots);
        }

        return slots;
    }

    /// <summary>Replaces nodes, parents first: where <paramref name="replace"/> gives null the node stays and its operands are tried.</summary>
    public BoundExpression Rewrite(Func<BoundExpression, BoundExpression?> replace)
    {
        if (replace(this) is { } other)
            return other;
        var children = Children;
        BoundExpression[]? changed = null;
        for (var i = 0; i < children.Count; i++)
        {
            var child = children[i].Rewrite(replace);
            if (!ReferenceEquals(child, children[i]))
                (changed ??= [.. children])[i] = child;
        }

        return changed is null ? this : With(changed);
    }
}
