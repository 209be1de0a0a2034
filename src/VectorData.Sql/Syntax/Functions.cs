namespace VectorData.Sql.Syntax;

/// <summary>A call of a function, an aggregate or a window function.</summary>
/// <remarks>
/// The SQL forms with keywords inside arrive as plain calls, as PostgreSQL rewrites them: EXTRACT(f FROM x) is extract('f', x),
/// POSITION(a IN b) is position(b, a), SUBSTRING(x FROM a FOR b) is substring(x, a, b), SUBSTRING(x FOR b) is substring(x, 1, b),
/// OVERLAY(x PLACING y FROM a FOR b) is overlay(x, y, a, b), TRIM is btrim, ltrim or rtrim (text, characters),
/// x AT TIME ZONE z is timezone(z, x), x AT LOCAL is timezone(x). COALESCE, NULLIF, GREATEST and LEAST are calls too.
/// </remarks>
public sealed record FunctionCall(int Position, QualifiedName Name, IReadOnlyList<Expression> Arguments) : Expression(Position)
{
    /// <summary>f(*), as in count(*).</summary>
    public bool Star { get; init; }

    /// <summary>f(DISTINCT …).</summary>
    public bool Distinct { get; init; }

    /// <summary>The last argument was marked VARIADIC.</summary>
    public bool Variadic { get; init; }

    /// <summary>ORDER BY inside the parentheses of an aggregate.</summary>
    public IReadOnlyList<OrderItem> OrderBy { get; init; } = [];

    /// <summary>WITHIN GROUP (ORDER BY …).</summary>
    public IReadOnlyList<OrderItem> WithinGroup { get; init; } = [];

    /// <summary>FILTER (WHERE …).</summary>
    public Expression? Filter { get; init; }

    /// <summary>OVER name or OVER (…); null for anything but a window function.</summary>
    public WindowSpecification? Over { get; init; }

    public override IEnumerable<SyntaxNode?> Children => [Name, .. Arguments, .. OrderBy, .. WithinGroup, Filter, Over];
}

/// <summary>name => value among the arguments of a call.</summary>
public sealed record NamedArgument(int Position, Identifier Name, Expression Value) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, Value];
}

/// <summary>OVER w (<see cref="IsReference"/>) or OVER ([base] [PARTITION BY …] [ORDER BY …] [frame]).</summary>
public sealed record WindowSpecification(
    int Position,
    bool IsReference,
    Identifier? Name,
    IReadOnlyList<Expression> PartitionBy,
    IReadOnlyList<OrderItem> OrderBy,
    WindowFrame? Frame)
    : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, .. PartitionBy, .. OrderBy, Frame];
}

public enum FrameUnit
{
    Range,
    Rows,
    Groups,
}

public enum FrameExclusion
{
    NoOthers,
    CurrentRow,
    Group,
    Ties,
}

/// <summary>RANGE, ROWS or GROUPS [BETWEEN] start [AND end] [EXCLUDE …]; an absent end is the current row.</summary>
public sealed record WindowFrame(int Position, FrameUnit Unit, FrameBound Start, FrameBound? End, FrameExclusion Exclusion)
    : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Start, End];
}

public enum FrameBoundKind
{
    UnboundedPreceding,
    Preceding,
    CurrentRow,
    Following,
    UnboundedFollowing,
}

/// <summary>One end of a frame; <see cref="Offset"/> only for PRECEDING and FOLLOWING with a value.</summary>
public sealed record FrameBound(int Position, FrameBoundKind Kind, Expression? Offset) : SyntaxNode(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Offset];
}
