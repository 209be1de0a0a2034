namespace VectorData.Sql.Syntax;

/// <summary>How complex a statement may be before it is refused with 54001.</summary>
public static class SyntaxLimits
{
    /// <summary>The deepest tree that the parser gives out, so that walkers may recurse. AND, OR and set operations of one kind are flat lists.</summary>
    public const int MaxDepth = 500;

    /// <summary>How deep parentheses, brackets and CASE may be nested.</summary>
    public const int MaxNesting = 200;

    /// <summary>Bytes of UTF-8 after which an identifier is cut.</summary>
    public const int MaxIdentifierBytes = 63;
}
