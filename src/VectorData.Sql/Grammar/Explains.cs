using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>EXPLAIN and its options.</summary>
internal static class Explains
{
    private static readonly TokenListParser<SqlToken, (string Name, string? Value)> Option =
        from name in Names.Label
        from value in Options.Value.MaybeWhen(input => input.Kind() is not (SqlToken.Comma or SqlToken.RightParen))
        from known in new TokenListParser<SqlToken, bool>(input =>
            IsKnown(name.Name, value) ? Superpower.Model.TokenListParserResult.Value(true, input, input) : Combine.Fail<bool>(input, Complaints.ExplainOption))
        select (name.Name, value);

    private static readonly TokenListParser<SqlToken, IReadOnlyList<(string Name, string? Value)>> OptionList = Combine.Choose(
        input => input.Kind() == SqlToken.LeftParen && Keywords.IsLabel(input.Kind(1)) && !Expressions.QueryStarts(input.Skip(1)),
        Option.CommaList().InParens(),
        from analyze in Combine.One(IsAnalyze).Value(true).When(input => IsAnalyze(input.Kind()), false)
        from verbose in Combine.Flag(SqlToken.Verbose)
        select (IReadOnlyList<(string, string?)>)
            [.. analyze ? [("analyze", (string?)null)] : Array.Empty<(string, string?)>(),
             .. verbose ? [("verbose", (string?)null)] : Array.Empty<(string, string?)>()]);

    public static readonly TokenListParser<SqlToken, Statement> Explain =
        from word in Token.EqualTo(SqlToken.Explain)
        from options in OptionList
        from statement in Parse.Ref(() => Statements.Explainable)
        select (Statement)options.Aggregate(new ExplainStatement(word.Start(), statement), Apply);

    private static bool IsAnalyze(SqlToken kind) => kind is SqlToken.Analyze or SqlToken.Analyse;

    private static bool IsKnown(string name, string? value) => name switch
    {
        "format" => value is not null && Enum.TryParse<ExplainFormat>(value, ignoreCase: true, out _),
        "analyze" or "analyse" or "verbose" or "costs" or "buffers" or "summary" or "timing" or "settings" or "wal" =>
            value is null or "on" or "off" or "true" or "false" or "0" or "1",
        _ => false,
    };

    private static ExplainStatement Apply(ExplainStatement statement, (string Name, string? Value) option)
    {
        var on = option.Value is not ("off" or "false" or "0");
        return option.Name switch
        {
            "format" => statement with { Format = Enum.Parse<ExplainFormat>(option.Value!, ignoreCase: true) },
            "analyze" or "analyse" => statement with { Analyze = on },
            "verbose" => statement with { Verbose = on },
            "costs" => statement with { Costs = on },
            "buffers" => statement with { Buffers = on },
            "summary" => statement with { Summary = on },
            "timing" => statement with { Timing = on },
            "settings" => statement with { Settings = on },
            _ => statement with { Wal = on },
        };
    }
}
