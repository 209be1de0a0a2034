using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>Type names: numeric(10, 2), timestamp(3) with time zone, vector(3), integer[].</summary>
internal static class Types
{
    private static readonly TokenListParser<SqlToken, IReadOnlyList<int>> Modifiers = SignedInteger().CommaList().MaybeInParens();

    private static readonly TokenListParser<SqlToken, IReadOnlyList<int>> OneModifier =
        Names.Integer.Select(number => (IReadOnlyList<int>)[number]).MaybeInParens();

    private static readonly TokenListParser<SqlToken, (string? Names, IReadOnlyList<int>? Precision)> Fields = ReadFields;

    private static readonly TokenListParser<SqlToken, bool> Varying = Token.EqualTo(SqlToken.Varying).Value(true).Maybe(false, SqlToken.Varying);

    private static readonly TokenListParser<SqlToken, bool> WithTimeZone =
        Combine.Choose(
            input => input.Kind() == SqlToken.Without && input.Kind(1) == SqlToken.Time,
            Combine.Phrase(SqlToken.Without, SqlToken.Time, SqlToken.Zone).Value(false),
            Combine.Phrase(SqlToken.With, SqlToken.Time, SqlToken.Zone).Value(true)
                .When(input => input.Kind() == SqlToken.With && input.Kind(1) == SqlToken.Time, false));

    private static readonly TokenListParser<SqlToken, TypeName> CharacterType =
        from position in Combine.Here
        from national in Combine.Flag(SqlToken.National)
        from word in Combine.One(kind => kind is SqlToken.Char or SqlToken.Character || (kind is SqlToken.NChar && !national))
        from varying in Varying
        from length in OneModifier
        select Known(position, varying ? "character varying" : "character", length);

    private static readonly TokenListParser<SqlToken, TypeName> Simple = Combine.ByFirst(
    [
        Word(SqlToken.Int, "integer"),
        Word(SqlToken.Integer, "integer"),
        Word(SqlToken.SmallInt, "smallint"),
        Word(SqlToken.BigInt, "bigint"),
        Word(SqlToken.Real, "real"),
        Word(SqlToken.Boolean, "boolean"),
        Word(SqlToken.Numeric, "numeric", Modifiers),
        Word(SqlToken.Decimal, "numeric", Modifiers),
        Word(SqlToken.Dec, "numeric", Modifiers),
        Word(SqlToken.Varchar, "character varying", OneModifier),
        (SqlToken.Float, FloatType),
        (SqlToken.Char, CharacterType),
        (SqlToken.Character, CharacterType),
        (SqlToken.NChar, CharacterType),
        (SqlToken.National, CharacterType),
        (SqlToken.Bit, BitType()),
        (SqlToken.Time, TimeType("time")),
        (SqlToken.Timestamp, TimeType("timestamp")),
        (SqlToken.Interval, IntervalType()),
    ]);

    private static readonly TokenListParser<SqlToken, TypeName> Generic =
        from name in Names.TypeOrFunction
        from modifiers in Modifiers
        select new TypeName(name.Position, name, modifiers, 0, null);

    private static readonly TokenListParser<SqlToken, TypeName> DoublePrecision =
        Combine.Phrase(SqlToken.Double, SqlToken.Precision).Select(token => Known(token.Start(), "double precision", []));

    private static readonly TokenListParser<SqlToken, TypeName> Scalar = input => input.Kind() switch
    {
        SqlToken.Double when input.Kind(1) == SqlToken.Precision => DoublePrecision(input),
        var kind when Keywords.IsTypeOrFunctionName(kind) => Generic(input),
        _ => Simple(input),
    };

    /// <summary>Any type, with array dimensions: [], [3] or ARRAY.</summary>
    public static readonly TokenListParser<SqlToken, TypeName> TypeName =
        from type in Scalar
        from dimensions in Combine.Choose(input => input.Kind() == SqlToken.Array, ArrayWord(), Brackets())
        select dimensions == 0 ? type : type with { ArrayDimensions = dimensions };

    /// <summary>type 'text': only for types with a keyword of their own; others start like a name.</summary>
    public static readonly TokenListParser<SqlToken, Expression> TypedLiteral =
        from type in Scalar
        from value in Names.StringValue
        from fields in Fields.When(input => type.Name.Name == "interval" && type.IntervalFields is null && FieldStarts(input), default)
        select (Expression)new TypedLiteral(type.Position, fields.Names is null ? type : WithFields(type, fields), value);

    /// <summary>Whether a typed literal or a plain name follows such a keyword.</summary>
    public static bool TypedLiteralStarts(TokenList<SqlToken> input) => input.Kind(1) switch
    {
        SqlToken.String or SqlToken.LeftParen => input.Kind() != SqlToken.Double,
        SqlToken.With or SqlToken.Without => input.Kind() is SqlToken.Time or SqlToken.Timestamp,
        SqlToken.Varying => input.Kind() is SqlToken.Char or SqlToken.Character or SqlToken.NChar or SqlToken.Bit,
        SqlToken.Char or SqlToken.Character => input.Kind() is SqlToken.National,
        SqlToken.Precision => input.Kind() is SqlToken.Double,
        _ => false,
    };

    private static TokenListParser<SqlToken, int> SignedInteger() =>
        from negative in Combine.Flag(SqlToken.Minus)
        from number in Names.Integer
        select negative ? -number : number;

    private static TypeName Known(int position, string name, IReadOnlyList<int> modifiers, string? fields = null) =>
        new(position, new QualifiedName(position, [new Identifier(position, name)]), modifiers, 0, fields);

    private static (SqlToken, TokenListParser<SqlToken, TypeName>) Word(SqlToken word, string name) =>
        (word, Token.EqualTo(word).Select(token => Known(token.Start(), name, [])));

    private static (SqlToken, TokenListParser<SqlToken, TypeName>) Word(
        SqlToken word, string name, TokenListParser<SqlToken, IReadOnlyList<int>> modifiers) =>
        (word, Token.EqualTo(word).Then(token => modifiers.Select(numbers => Known(token.Start(), name, numbers))));

    private static TokenListParserResult<SqlToken, TypeName> FloatType(TokenList<SqlToken> input)
    {
        var position = input.Start();
        var digits = OneModifier(input.Skip(1));
        if (!digits.HasValue)
            return TokenListParserResult.CastEmpty<SqlToken, IReadOnlyList<int>, TypeName>(digits);
        var bits = digits.Value.Count == 0 ? 53 : digits.Value[0];
        return bits switch
        {
            < 1 => Combine.Fail<TypeName>(input.Skip(2), Complaints.FloatTooSmall),
            > 53 => Combine.Fail<TypeName>(input.Skip(2), Complaints.FloatTooLarge),
            _ => TokenListParserResult.Value(
                Known(position, bits <= 24 ? "real" : "double precision", []), input, digits.Remainder),
        };
    }

    private static TokenListParser<SqlToken, TypeName> BitType() =>
        from word in Token.EqualTo(SqlToken.Bit)
        from varying in Varying
        from length in OneModifier
        select Known(word.Start(), varying ? "bit varying" : "bit", length);

    private static TokenListParser<SqlToken, TypeName> TimeType(string name) =>
        from word in Combine.One(kind => kind is SqlToken.Time or SqlToken.Timestamp)
        from precision in OneModifier
        from zone in WithTimeZone
        select Known(word.Start(), zone ? $"{name} with time zone" : $"{name} without time zone", precision);

    private static TokenListParser<SqlToken, TypeName> IntervalType() =>
        from word in Token.EqualTo(SqlToken.Interval)
        from precision in OneModifier
        from fields in Fields.When(input => precision.Count == 0 && FieldStarts(input), default)
        select WithFields(Known(word.Start(), "interval", precision), fields);

    private static TypeName WithFields(TypeName type, (string? Names, IReadOnlyList<int>? Precision) fields) =>
        fields.Names is null ? type : type with { IntervalFields = fields.Names, Modifiers = fields.Precision ?? type.Modifiers };

    private static bool FieldStarts(TokenList<SqlToken> input) => FieldRank(input.Kind()) > 0;

    private static int FieldRank(SqlToken kind) => kind switch
    {
        SqlToken.Year => 1,
        SqlToken.Month => 2,
        SqlToken.Day => 3,
        SqlToken.Hour => 4,
        SqlToken.Minute => 5,
        SqlToken.Second => 6,
        _ => 0,
    };

    /// <summary>YEAR TO MONTH, DAY TO SECOND(3) and so on.</summary>
    private static TokenListParserResult<SqlToken, (string? Names, IReadOnlyList<int>? Precision)> ReadFields(TokenList<SqlToken> input)
    {
        var from = input.Kind();
        var to = from;
        var rest = input.Skip(1);
        if (rest.Kind() == SqlToken.To)
        {
            to = rest.Kind(1);
            var sameGroup = FieldRank(from) <= 2 ? to == SqlToken.Month : FieldRank(to) > 3;
            if (FieldRank(to) <= FieldRank(from) || !sameGroup)
                return Combine.Fail<(string?, IReadOnlyList<int>?)>(rest.Skip(1));
            rest = rest.Skip(2);
        }

        IReadOnlyList<int>? precision = null;
        if (to == SqlToken.Second && rest.Kind() == SqlToken.LeftParen)
        {
            var digits = OneModifier(rest);
            if (!digits.HasValue)
                return TokenListParserResult.CastEmpty<SqlToken, IReadOnlyList<int>, (string?, IReadOnlyList<int>?)>(digits);
            precision = digits.Value;
            rest = digits.Remainder;
        }

        var names = Keywords.Spelling(from) + (from == to ? "" : " TO " + Keywords.Spelling(to));
        return TokenListParserResult.Value<SqlToken, (string?, IReadOnlyList<int>?)>((names.ToLowerInvariant(), precision), input, rest);
    }

    private static TokenListParser<SqlToken, int> ArrayWord() =>
        from word in Token.EqualTo(SqlToken.Array)
        from bounds in Bracket().Maybe(1, SqlToken.LeftBracket)
        select 1;

    private static TokenListParser<SqlToken, int> Brackets() =>
        Bracket().While(input => input.Kind() == SqlToken.LeftBracket).Select(pairs => pairs.Count);

    private static TokenListParser<SqlToken, int> Bracket() =>
        from open in Token.EqualTo(SqlToken.LeftBracket)
        from bound in Names.Integer.Maybe(0, SqlToken.IntegerNumber)
        from close in Token.EqualTo(SqlToken.RightBracket)
        select 1;
}
