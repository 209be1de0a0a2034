using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;
using VectorData.Query.Binding.Functions;

namespace VectorData.Query.Binding.Expressions;

/// <summary>A known value. An untyped string literal has type Unknown until a place gives it one.</summary>
internal sealed record BoundConstant(Value Value, int Position) : BoundExpression(Value.Type, Position)
{
    public bool Equals(BoundConstant? other) => base.Equals(other) && ValueComparer.Same(Value, other.Value);

    public override int GetHashCode() => HashCode.Combine(Type, ValueComparer.Hash(Value));
}

/// <summary>A parameter by its 0-based place in the statement's parameters. Its type is settled in <see cref="ParameterTable"/>.</summary>
internal sealed record BoundParameter(int Index, SqlType Type, int Position) : BoundExpression(Type, Position)
{
    public bool Equals(BoundParameter? other) => base.Equals(other) && Index == other.Index;

    public override int GetHashCode() => HashCode.Combine(Type, Index);
}

/// <summary>A column of a row; the slot is unique within the statement. <see cref="NotNull"/> only where NULL is impossible.</summary>
internal sealed record BoundColumn(int Slot, string Name, SqlType Type, int Position) : BoundExpression(Type, Position)
{
    public bool NotNull { get; init; }

    public bool Equals(BoundColumn? other) => base.Equals(other) && Slot == other.Slot;

    public override int GetHashCode() => HashCode.Combine(Type, Slot);
}

/// <summary>A call of a scalar function or operator with operands of exactly its parameter types.</summary>
internal sealed record BoundCall(ScalarFunction Function, BoundList<BoundExpression> Arguments, SqlType Type, int Position)
    : BoundExpression(Type, Position)
{
    public override IReadOnlyList<BoundExpression> Children => Arguments;

    protected override bool IsVolatileItself => Function.Volatility == Volatility.Volatile;

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with { Arguments = [.. children] };

    public bool Equals(BoundCall? other) =>
        base.Equals(other) && ReferenceEquals(Function, other.Function) && Arguments.Equals(other.Arguments);

    public override int GetHashCode() => HashCode.Combine(Type, Function.Name, Arguments);
}

internal enum ComparisonKind : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>left op right, both of the same type but for modifiers.</summary>
internal sealed record BoundComparison(ComparisonKind Kind, BoundExpression Left, BoundExpression Right, int Position)
    : BoundExpression(SqlType.Boolean, Position)
{
    public override IReadOnlyList<BoundExpression> Children => [Left, Right];

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with { Left = children[0], Right = children[1] };

    /// <summary>The comparison with its sides exchanged.</summary>
    public BoundComparison Mirrored() => new(Mirror(Kind), Right, Left, Position);

    public static ComparisonKind Mirror(ComparisonKind kind) => kind switch
    {
        ComparisonKind.Less => ComparisonKind.Greater,
        ComparisonKind.LessOrEqual => ComparisonKind.GreaterOrEqual,
        ComparisonKind.Greater => ComparisonKind.Less,
        ComparisonKind.GreaterOrEqual => ComparisonKind.LessOrEqual,
        _ => kind,
    };

    public static ComparisonKind Negate(ComparisonKind kind) => kind switch
    {
        ComparisonKind.Equal => ComparisonKind.NotEqual,
        ComparisonKind.NotEqual => ComparisonKind.Equal,
        ComparisonKind.Less => ComparisonKind.GreaterOrEqual,
        ComparisonKind.LessOrEqual => ComparisonKind.Greater,
        ComparisonKind.Greater => ComparisonKind.LessOrEqual,
        _ => ComparisonKind.Less,
    };

    public static string Symbol(ComparisonKind kind) => kind switch
    {
        ComparisonKind.Equal => "=",
        ComparisonKind.NotEqual => "<>",
        ComparisonKind.Less => "<",
        ComparisonKind.LessOrEqual => "<=",
        ComparisonKind.Greater => ">",
        _ => ">=",
    };
}

/// <summary>Two or more operands joined by AND or OR.</summary>
internal sealed record BoundLogical(bool IsAnd, BoundList<BoundExpression> Operands, int Position)
    : BoundExpression(SqlType.Boolean, Position)
{
    public override IReadOnlyList<BoundExpression> Children => Operands;

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with { Operands = [.. children] };
}

internal sealed record BoundNot(BoundExpression Operand, int Position) : BoundExpression(SqlType.Boolean, Position)
{
    public override IReadOnlyList<BoundExpression> Children => [Operand];

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with { Operand = children[0] };
}

/// <summary>x IS [NOT] NULL.</summary>
internal sealed record BoundIsNull(BoundExpression Operand, bool Negated, int Position) : BoundExpression(SqlType.Boolean, Position)
{
    public override IReadOnlyList<BoundExpression> Children => [Operand];

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with { Operand = children[0] };
}

/// <summary>x IS [NOT] TRUE, FALSE (<see cref="Test"/>) or UNKNOWN (null).</summary>
internal sealed record BoundIsBoolean(BoundExpression Operand, bool? Test, bool Negated, int Position)
    : BoundExpression(SqlType.Boolean, Position)
{
    public override IReadOnlyList<BoundExpression> Children => [Operand];

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with { Operand = children[0] };
}

/// <summary>a IS [NOT] DISTINCT FROM b, both of one type.</summary>
internal sealed record BoundIsDistinct(BoundExpression Left, BoundExpression Right, bool Negated, int Position)
    : BoundExpression(SqlType.Boolean, Position)
{
    public override IReadOnlyList<BoundExpression> Children => [Left, Right];

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with { Left = children[0], Right = children[1] };
}

/// <summary>x IN (…) where all items are scalars of x's type.</summary>
internal sealed record BoundInList(BoundExpression Operand, BoundList<BoundExpression> Items, bool Negated, int Position)
    : BoundExpression(SqlType.Boolean, Position)
{
    public override IReadOnlyList<BoundExpression> Children => [Operand, .. Items];

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) =>
        this with { Operand = children[0], Items = [.. children.Skip(1)] };
}

/// <summary>
/// x op ANY (array) or ALL. <see cref="Comparison"/> is the boolean test over two columns, slot
/// <see cref="LeftSlot"/> for x and <see cref="ElementSlot"/> for one element.
/// </summary>
internal sealed record BoundQuantified(bool IsAll, BoundExpression Left, BoundExpression Array, BoundExpression Comparison, int Position)
    : BoundExpression(SqlType.Boolean, Position)
{
    public const int LeftSlot = -1;
    public const int ElementSlot = -2;

    public override IReadOnlyList<BoundExpression> Children => [Left, Array];

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with { Left = children[0], Array = children[1] };
}

/// <summary>CASE WHEN … THEN … [ELSE …] END: conditions and results in turn, then the ELSE (a NULL constant when absent).</summary>
internal sealed record BoundCase(BoundList<BoundExpression> Conditions, BoundList<BoundExpression> Results, BoundExpression Else, SqlType Type, int Position)
    : BoundExpression(Type, Position)
{
    public override IReadOnlyList<BoundExpression> Children => [.. Conditions, .. Results, Else];

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with
    {
        Conditions = [.. children.Take(Conditions.Count)],
        Results = [.. children.Skip(Conditions.Count).Take(Results.Count)],
        Else = children[^1],
    };
}

internal enum ChoiceKind : byte
{
    Coalesce,
    Greatest,
    Least,
}

/// <summary>COALESCE, GREATEST or LEAST over operands of one type.</summary>
internal sealed record BoundChoice(ChoiceKind Kind, BoundList<BoundExpression> Operands, SqlType Type, int Position)
    : BoundExpression(Type, Position)
{
    public override IReadOnlyList<BoundExpression> Children => Operands;

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with { Operands = [.. children] };
}

/// <summary>A conversion to <see cref="BoundExpression.Type"/>, modifier included.</summary>
internal sealed record BoundCast(BoundExpression Operand, SqlType Type, bool IsExplicit, int Position) : BoundExpression(Type, Position)
{
    public override IReadOnlyList<BoundExpression> Children => [Operand];

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with { Operand = children[0] };
}

/// <summary>ARRAY[…]: elements of the element type, or, when <see cref="IsNested"/>, arrays of one shape.</summary>
internal sealed record BoundArray(BoundList<BoundExpression> Elements, bool IsNested, SqlType Type, int Position)
    : BoundExpression(Type, Position)
{
    public override IReadOnlyList<BoundExpression> Children => Elements;

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with { Elements = [.. children] };
}

/// <summary>x[i][j]…, one integer index a dimension.</summary>
internal sealed record BoundSubscript(BoundExpression Operand, BoundList<BoundExpression> Indexes, SqlType Type, int Position)
    : BoundExpression(Type, Position)
{
    public override IReadOnlyList<BoundExpression> Children => [Operand, .. Indexes];

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) =>
        this with { Operand = children[0], Indexes = [.. children.Skip(1)] };
}

/// <summary>x[lower:upper] over a one-dimensional array; a missing bound is a NULL constant with its flag set.</summary>
internal sealed record BoundSlice(BoundExpression Operand, BoundExpression? Lower, BoundExpression? Upper, int Position)
    : BoundExpression(Operand.Type, Position)
{
    public override IReadOnlyList<BoundExpression> Children =>
        (Lower, Upper) switch
        {
            (null, null) => [Operand],
            ({ } lower, null) => [Operand, lower],
            (null, { } upper) => [Operand, upper],
            ({ } lower, { } upper) => [Operand, lower, upper],
        };

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with
    {
        Operand = children[0],
        Lower = Lower is null ? null : children[1],
        Upper = Upper is null ? null : children[^1],
    };
}

/// <summary>ROW(…): only an operand of comparisons and IN; it has no column form.</summary>
internal sealed record BoundRow(BoundList<BoundExpression> Items, int Position) : BoundExpression(SqlType.Record, Position)
{
    public override IReadOnlyList<BoundExpression> Children => Items;

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with { Items = [.. children] };
}

internal enum SubqueryKind : byte
{
    /// <summary>The one value, NULL for no row; more than one row is 21000.</summary>
    Scalar,

    Exists,

    /// <summary>left op ANY (…); IN is = ANY.</summary>
    Any,

    /// <summary>left op ALL (…); NOT IN is &lt;&gt; ALL.</summary>
    All,

    /// <summary>ARRAY(…).</summary>
    Array,
}

/// <summary>What a scope gives for a nested query: columns, the outer slots it reads, and the query itself, which only the scope's owner knows.</summary>
internal sealed record SubquerySource(object Query, IReadOnlyList<SqlType> ColumnTypes, IReadOnlyList<int> OuterSlots);

/// <summary>
/// A nested query as a value. For Any and All, <see cref="Comparison"/> is the boolean test over columns with slots
/// <see cref="BoundQuantified.LeftSlot"/> (the operand) and <see cref="BoundQuantified.ElementSlot"/> (the query's column);
/// row operands use LeftSlot - 2 * i and ElementSlot - 2 * i.
/// </summary>
internal sealed record BoundSubquery(
    SubqueryKind Kind, SubquerySource Source, BoundList<BoundExpression> Operands, BoundExpression? Comparison, SqlType Type, int Position)
    : BoundExpression(Type, Position)
{
    public override IReadOnlyList<BoundExpression> Children => Operands;

    public override BoundExpression With(IReadOnlyList<BoundExpression> children) => this with { Operands = [.. children] };
}

/// <summary>One key of an ORDER BY.</summary>
internal sealed record BoundOrdering(BoundExpression Expression, bool Descending, bool NullsFirst);
