namespace VectorData.Sql.Syntax;

/// <summary>DECLARE name [INSENSITIVE] [[NO] SCROLL] CURSOR [WITH | WITHOUT HOLD] FOR query.</summary>
public sealed record DeclareCursorStatement(int Position, Identifier Name, QueryStatement Query) : Statement(Position)
{
    public bool Binary { get; init; }

    /// <summary>Null where not said.</summary>
    public bool? Scroll { get; init; }

    public bool Hold { get; init; }

    public override IEnumerable<SyntaxNode?> Children => [Name, Query];
}

public enum FetchDirection
{
    /// <summary>As many rows ahead; behind when negative; all when the count is null.</summary>
    Forward,
    Backward,

    /// <summary>The row of that number; from the end when negative.</summary>
    Absolute,

    /// <summary>The row so many rows from here.</summary>
    Relative,
}

/// <summary>FETCH direction FROM cursor; MOVE, which gives no rows. NEXT is one row forward, FIRST and LAST are absolute 1 and -1.</summary>
public sealed record FetchStatement(int Position, Identifier Cursor, FetchDirection Direction, long? Count, bool Move) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Cursor];
}

/// <summary>CLOSE cursor; ALL when the name is null.</summary>
public sealed record CloseCursorStatement(int Position, Identifier? Name) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name];
}
