namespace VectorData.Sql.Syntax;

/// <summary>A node of a syntax tree. <see cref="Position"/> is the 0-based character offset of its first token in the text.</summary>
/// <remarks>Trees are at most <see cref="SyntaxLimits.MaxDepth"/> nodes deep, so recursive walks are safe.</remarks>
public abstract record SyntaxNode(int Position)
{
    /// <summary>The direct child nodes in the order of the text; null where an optional child is absent.</summary>
    public virtual IEnumerable<SyntaxNode?> Children => [];

    /// <summary>This node and all nodes below it, parents first, found without recursion.</summary>
    public IEnumerable<SyntaxNode> DescendantsAndSelf()
    {
        var open = new Stack<SyntaxNode>();
        open.Push(this);
        var siblings = new List<SyntaxNode>();
        while (open.TryPop(out var node))
        {
            yield return node;
            siblings.Clear();
            foreach (var child in node.Children)
            {
                if (child is not null)
                    siblings.Add(child);
            }

            for (var i = siblings.Count - 1; i >= 0; i--)
                open.Push(siblings[i]);
        }
    }
}

/// <summary>A statement.</summary>
public abstract record Statement(int Position) : SyntaxNode(Position);

/// <summary>An expression.</summary>
public abstract record Expression(int Position) : SyntaxNode(Position);

/// <summary>One name, folded to lower case unless it was quoted, and cut to 63 bytes.</summary>
public sealed record Identifier(int Position, string Name) : SyntaxNode(Position)
{
    public override string ToString() => Name;
}

/// <summary>A dotted name of one to four parts: [[database.]schema.]name or a column below such a name.</summary>
public sealed record QualifiedName(int Position, IReadOnlyList<Identifier> Parts) : SyntaxNode(Position)
{
    /// <summary>The last part.</summary>
    public string Name => Parts[^1].Name;

    /// <summary>The part before the last, or null.</summary>
    public string? Qualifier => Parts.Count > 1 ? Parts[^2].Name : null;

    public override IEnumerable<SyntaxNode?> Children => Parts;

    public override string ToString() => string.Join('.', Parts.Select(part => part.Name));
}

/// <summary>A type: name, modifiers such as (10, 2), number of array dimensions, interval fields such as "day to second".</summary>
/// <remarks>
/// Spellings that the grammar knows arrive in one form: smallint, integer, bigint, real, double precision, numeric, boolean,
/// character, character varying, bit, bit varying, interval, time / timestamp with or without time zone. All others as written.
/// </remarks>
public sealed record TypeName(int Position, QualifiedName Name, IReadOnlyList<int> Modifiers, int ArrayDimensions, string? IntervalFields)
    : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name];
}
