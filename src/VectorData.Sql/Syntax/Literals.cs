namespace VectorData.Sql.Syntax;

/// <summary>NULL.</summary>
public sealed record NullLiteral(int Position) : Expression(Position);

/// <summary>TRUE or FALSE.</summary>
public sealed record BooleanLiteral(int Position, bool Value) : Expression(Position);

/// <summary>A whole number that fits 64 bits; a minus sign before it is part of it.</summary>
public sealed record IntegerLiteral(int Position, long Value) : Expression(Position);

/// <summary>A number with a fraction or an exponent, or a whole number beyond 64 bits, as written without underscores.</summary>
public sealed record DecimalLiteral(int Position, string Text) : Expression(Position);

/// <summary>A string of unknown type, quotes and escapes removed: '…', E'…', U&amp;'…' or $$…$$.</summary>
public sealed record StringLiteral(int Position, string Value) : Expression(Position);

/// <summary>B'101' or X'1F', the latter expanded to bits.</summary>
public sealed record BitStringLiteral(int Position, string Bits) : Expression(Position);

/// <summary>A type before a string: date '2020-01-01', interval '1' day, numeric(10,2) '1.5'.</summary>
public sealed record TypedLiteral(int Position, TypeName Type, string Value) : Expression(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Type];
}

/// <summary>$n (then <see cref="Name"/> is null) or @name (then <see cref="Number"/> is 0).</summary>
public sealed record ParameterReference(int Position, int Number, string? Name) : Expression(Position);

/// <summary>DEFAULT as a value in INSERT and UPDATE.</summary>
public sealed record DefaultExpression(int Position) : Expression(Position);

/// <summary>What a <see cref="SessionValue"/> asks for.</summary>
public enum SessionValueKind
{
    CurrentDate,
    CurrentTime,
    CurrentTimestamp,
    LocalTime,
    LocalTimestamp,
    CurrentUser,
    CurrentRole,
    SessionUser,
    User,
    CurrentCatalog,
    CurrentSchema,
}

/// <summary>A function without parentheses: CURRENT_DATE, CURRENT_TIMESTAMP(3), CURRENT_USER.</summary>
public sealed record SessionValue(int Position, SessionValueKind Kind, int? Precision) : Expression(Position);
