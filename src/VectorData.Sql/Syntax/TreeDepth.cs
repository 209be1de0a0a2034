namespace VectorData.Sql.Syntax;

/// <summary>Measures trees without recursion, before anything recursive sees them.</summary>
internal static class TreeDepth
{
    /// <summary>Whether a tree made of so many tokens is deeper than the limit; gives the position of a node beyond it.</summary>
    public static bool Exceeds(SyntaxNode root, int tokens, int limit, out int position)
    {
        position = 0;
        if (tokens <= limit / 4)
            return false;
        var open = new Stack<(SyntaxNode Node, int Depth)>();
        open.Push((root, 1));
        while (open.TryPop(out var next))
        {
            if (next.Depth > limit)
            {
                position = next.Node.Position;
                return true;
            }

            foreach (var child in next.Node.Children)
            {
                if (child is not null)
                    open.Push((child, next.Depth + 1));
            }
        }

        return false;
    }
}
