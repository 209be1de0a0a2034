using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;

namespace VectorData.Sql.Grammar;

/// <summary>The doors to the expression grammar. They hold no tables, so that every other part may refer to them while it is set up.</summary>
internal static class Expressions
{
    /// <summary>Any expression.</summary>
    public static readonly TokenListParser<SqlToken, Expression> Any =
        input => Operators.Parse(input, Level.Or, restricted: false, 0);

    /// <summary>
    /// An expression without AND, OR, NOT, LIKE, IN, BETWEEN, IS NULL at its top, for places where these words mean something else.
    /// </summary>
    public static readonly TokenListParser<SqlToken, Expression> Restricted =
        input => Operators.Parse(input, Level.Or, restricted: true, 0);

    /// <summary>An expression, or DEFAULT.</summary>
    public static readonly TokenListParser<SqlToken, Expression> OrDefault =
        input => input.Kind() == SqlToken.Default ? Literals.Default(input) : Any(input);

    /// <summary>One or more expressions between commas.</summary>
    public static readonly TokenListParser<SqlToken, IReadOnlyList<Expression>> List = Any.CommaList();

    /// <summary>A query, as it stands inside parentheses.</summary>
    public static readonly TokenListParser<SqlToken, QueryStatement> Query = Parse.Ref(() => Queries.Query).Guarded();

    /// <summary>(query).</summary>
    public static readonly TokenListParser<SqlToken, QueryStatement> Subquery = Query.InParens();

    /// <summary>Whether the next token can only start a query.</summary>
    public static bool QueryStarts(TokenList<SqlToken> input) =>
        input.Kind() is SqlToken.Select or SqlToken.Values or SqlToken.With or SqlToken.Table;

    /// <summary>Whether the next token carries a query on that stood in parentheses.</summary>
    public static bool QueryContinues(TokenList<SqlToken> input) => input.Kind()
        is SqlToken.Union or SqlToken.Intersect or SqlToken.Except or SqlToken.Order or SqlToken.Limit
        or SqlToken.Offset or SqlToken.Fetch or SqlToken.For;
}
