using System.Runtime.CompilerServices;
using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Input = Superpower.Model.TokenList<VectorData.Sql.Tokens.SqlToken>;
using TableResult = Superpower.Model.TokenListParserResult<VectorData.Sql.Tokens.SqlToken, VectorData.Sql.Syntax.TableReference>;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>The items of FROM: tables, functions, queries, joins.</summary>
internal static class Tables
{
    private static readonly TokenListParser<SqlToken, TableAlias> RequiredAlias =
        from word in Combine.Flag(SqlToken.As)
        from name in Names.Name
        from columns in Names.NameList.MaybeInParens()
        select new TableAlias(name.Position, name, columns);

    /// <summary>[[AS] name [(columns)]].</summary>
    private static readonly TokenListParser<SqlToken, TableAlias?> Alias = RequiredAlias.MaybeWhen(Names.AliasStarts);

    private static readonly TokenListParser<SqlToken, FunctionColumn> FunctionColumn =
        from name in Names.Name
        from type in Types.TypeName
        select new FunctionColumn(name.Position, name, type);

    private static readonly TokenListParser<SqlToken, (TableAlias? Alias, IReadOnlyList<FunctionColumn> Columns)> TypedAlias =
        from word in Combine.Flag(SqlToken.As)
        from name in Names.Name.MaybeWhen(input => input.Kind() != SqlToken.LeftParen)
        from columns in FunctionColumn.CommaList().InParens()
        select (name is null ? null : new TableAlias(name.Position, name, []), columns);

    private static readonly TokenListParser<SqlToken, (TableAlias? Alias, IReadOnlyList<FunctionColumn> Columns)> FunctionAlias =
        Combine.Choose(
            ColumnTypesFollow,
            TypedAlias,
            Alias.Select(alias => (alias, (IReadOnlyList<FunctionColumn>)[])));

    private static readonly TokenListParser<SqlToken, TableReference> Named =
        from only in Combine.Flag(SqlToken.Only)
        from name in Names.Qualified
        from star in Combine.Flag(SqlToken.Star)
        from alias in Alias
        select (TableReference)new NamedTable(name.Position, name, alias);

    private static readonly TokenListParser<SqlToken, TableReference> Function =
        from call in Names.TypeOrFunction.Then(FunctionCalls.After)
        from table in AfterFunction(call)
        select table;

    private static readonly TokenListParser<SqlToken, TableReference> SpecialFunction =
        from value in Expressions.Restricted
        from table in AfterFunction(value)
        select table;

    private static readonly TokenListParser<SqlToken, TableReference> Query =
        from position in Combine.Here
        from query in Expressions.Subquery
        from alias in Alias
        select (TableReference)new DerivedTable(position, query, false, alias);

    private static readonly TokenListParser<SqlToken, TableReference> Lateral =
        from word in Token.EqualTo(SqlToken.Lateral)
        from table in Combine.Choose(input => input.Kind() == SqlToken.LeftParen, Query, Function)
        select table is DerivedTable derived
            ? derived with { Position = word.Start(), Lateral = true }
            : (TableReference)((FunctionTable)table with { Position = word.Start(), Lateral = true });

    /// <summary>
    /// ( … ): a query, or joins. When a first item was a query in parentheses and UNION or the like follows, it was the start of a query.
    /// </summary>
    private static readonly TokenListParser<SqlToken, TableReference> Parenthesized = Combine.Choose(
        input => input.Kind() == SqlToken.LeftParen && Expressions.QueryStarts(input.Skip(1)),
        Query,
        from position in Combine.Here
        from inside in new TokenListParser<SqlToken, TableReference>(Joined).Then(InsideParentheses).InParens()
        from alias in Alias
        select WithAlias(inside, position, alias));

    private static readonly TokenListParser<SqlToken, TableReference> Primary = input => input.Kind() switch
    {
        SqlToken.LeftParen => Parenthesized(input),
        SqlToken.Lateral => Lateral(input),
        SqlToken.Coalesce or SqlToken.Greatest or SqlToken.Least or SqlToken.NullIf or SqlToken.CurrentDate
            or SqlToken.CurrentTimestamp or SqlToken.CurrentUser or SqlToken.SessionUser => SpecialFunction(input),
        _ => CallStarts(input) ? Function(input) : Named(input),
    };

    /// <summary>One item of FROM with all its joins.</summary>
    public static readonly TokenListParser<SqlToken, TableReference> Table = Joined;

    /// <summary>The items of FROM.</summary>
    public static readonly TokenListParser<SqlToken, IReadOnlyList<TableReference>> List = Table.CommaList();

    /// <summary>[AS name] of the table that a statement changes; SET is no alias.</summary>
    public static readonly TokenListParser<SqlToken, Identifier?> TargetAlias =
        (from word in Combine.Flag(SqlToken.As)
         from name in Names.Name
         select name).MaybeWhen(input => input.Kind() != SqlToken.Set && Names.AliasStarts(input));

    private static TokenListParser<SqlToken, TableReference> AfterFunction(Expression call) =>
        from ordinality in Combine.Phrase(SqlToken.With, SqlToken.Ordinality).Value(true)
            .When(input => input.Kind() == SqlToken.With, false)
        from alias in FunctionAlias
        select (TableReference)new FunctionTable(call.Position, call, false, ordinality, alias.Alias, alias.Columns);

    /// <summary>Whether an alias with typed columns follows: t(a integer), AS (a integer).</summary>
    private static bool ColumnTypesFollow(Input input)
    {
        var word = input.Kind() == SqlToken.As ? 1 : 0;
        if (word == 1 && input.Kind(1) == SqlToken.LeftParen)
            return true;
        return Keywords.IsColumnName(input.Kind(word)) && input.Kind(word + 1) == SqlToken.LeftParen
            && input.Kind(word + 3) is not (SqlToken.Comma or SqlToken.RightParen or SqlToken.EndOfInput);
    }

    private static bool CallStarts(Input input)
    {
        if (!Keywords.IsTypeOrFunctionName(input.Kind()) && !Keywords.IsColumnName(input.Kind()))
            return false;
        var rest = input.Skip(1);
        while (rest.Kind() == SqlToken.Dot && Keywords.IsLabel(rest.Kind(1)))
            rest = rest.Skip(2);
        return rest.Kind() == SqlToken.LeftParen;
    }

    private static TokenListParser<SqlToken, TableReference> InsideParentheses(TableReference inside) => input => inside switch
    {
        DerivedTable { Alias: null, Lateral: false } derived when Expressions.QueryContinues(input) =>
            Queries.Continue(derived.Query).Select(query => (TableReference)new DerivedTable(derived.Position, query, false, null))(input),
        DerivedTable { Alias: null, Lateral: false } or JoinedTable => TokenListParserResult.Value(inside, input, input),
        _ => Combine.Fail<TableReference>(input),
    };

    private static TableReference WithAlias(TableReference inside, int position, TableAlias? alias) => inside is JoinedTable join
        ? join with { Position = position, Alias = alias ?? join.Alias }
        : (DerivedTable)inside with { Position = position, Alias = alias };

    private static TableResult Joined(Input input)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return Combine.Fail<TableReference>(input, Complaints.TooComplex);
        var result = Primary(input);
        while (result.HasValue && Joins.Starts(result.Remainder))
            result = Joins.Next(result.Value, Primary)(result.Remainder);
        return result.HasValue ? TokenListParserResult.Value(result.Value, input, result.Remainder) : result;
    }
}
