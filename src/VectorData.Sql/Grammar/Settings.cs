using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>SET, SHOW, RESET, DISCARD.</summary>
internal static class Settings
{
    /// <summary>A dotted name as one string: hnsw.ef_search.</summary>
    private static readonly TokenListParser<SqlToken, string> Name = Combine.Choose(
        input => input.Kind() == SqlToken.Time && input.Kind(1) == SqlToken.Zone,
        Combine.Phrase(SqlToken.Time, SqlToken.Zone).Value("timezone"),
        Combine.Choose(
            input => input.Kind() == SqlToken.Transaction && input.Kind(1) == SqlToken.Isolation,
            Combine.Phrase(SqlToken.Transaction, SqlToken.Isolation, SqlToken.Level).Value("transaction_isolation"),
            Names.Column.Select(name => name.ToString())));

    private static readonly TokenListParser<SqlToken, SettingValue> Value =
        from position in Combine.Here
        from isString in new TokenListParser<SqlToken, bool>(
            input => TokenListParserResult.Value(input.Kind() == SqlToken.String, input, input))
        from text in Options.Value
        select new SettingValue(position, text, isString);

    private static readonly TokenListParser<SqlToken, (bool Default, IReadOnlyList<SettingValue> Values)> Values = Combine.Choose(
        input => input.Kind() == SqlToken.Default,
        Token.EqualTo(SqlToken.Default).Select(_ => (true, (IReadOnlyList<SettingValue>)[])),
        Value.CommaList().Select(values => (false, values)));

    private static readonly TokenListParser<SqlToken, (bool Default, IReadOnlyList<SettingValue> Values)> Zone = Combine.Choose(
        input => input.Kind() is SqlToken.Local or SqlToken.Default,
        Combine.One(kind => kind is SqlToken.Local or SqlToken.Default).Select(_ => (true, (IReadOnlyList<SettingValue>)[])),
        Value.Select(value => (false, (IReadOnlyList<SettingValue>)[value])));

    private static readonly TokenListParser<SqlToken, (string Name, bool Default, IReadOnlyList<SettingValue> Values)> Named =
        from name in Names.Column
        from separator in Combine.One(kind => kind is SqlToken.Equal or SqlToken.To)
        from values in Values
        select (name.ToString(), values.Default, values.Values);

    private static readonly TokenListParser<SqlToken, (string Name, bool Default, IReadOnlyList<SettingValue> Values)> Assignment =
        input => input.Kind() switch
        {
            SqlToken.Time when input.Kind(1) == SqlToken.Zone => Combine.Phrase(SqlToken.Time, SqlToken.Zone).IgnoreThen(Zone)
                .Select(zone => ("timezone", zone.Default, zone.Values))(input),
            SqlToken.Names => Token.EqualTo(SqlToken.Names).IgnoreThen(Value)
                .Select(value => ("client_encoding", false, (IReadOnlyList<SettingValue>)[value]))(input),
            SqlToken.Schema => Token.EqualTo(SqlToken.Schema).IgnoreThen(Value)
                .Select(value => ("search_path", false, (IReadOnlyList<SettingValue>)[value]))(input),
            _ => Named(input),
        };

    private static readonly TokenListParser<SqlToken, Statement> SetValue =
        from word in Token.EqualTo(SqlToken.Set)
        from scope in Combine.One(kind => kind is SqlToken.Local or SqlToken.Session).Select(token => token.Kind)
            .When(ScopeFollows, SqlToken.Session)
        from assignment in Assignment
        select (Statement)new SetStatement(
            word.Start(), assignment.Name, scope == SqlToken.Local, assignment.Default, assignment.Values);

    private static readonly TokenListParser<SqlToken, Statement> SetTransaction =
        from words in Combine.Phrase(SqlToken.Set, SqlToken.Transaction)
        from modes in Transactions.Modes
        select (Statement)new SetTransactionStatement(words.Start(), false, modes);

    private static readonly TokenListParser<SqlToken, Statement> SetCharacteristics =
        from words in Combine.Phrase(
            SqlToken.Set, SqlToken.Session, SqlToken.Characteristics, SqlToken.As, SqlToken.Transaction)
        from modes in Transactions.Modes
        select (Statement)new SetTransactionStatement(words.Start(), true, modes);

    public static readonly TokenListParser<SqlToken, Statement> Set = input => (input.Kind(1), input.Kind(2)) switch
    {
        (SqlToken.Transaction, not (SqlToken.Equal or SqlToken.To)) => SetTransaction(input),
        (SqlToken.Session, SqlToken.Characteristics) => SetCharacteristics(input),
        _ => SetValue(input),
    };

    public static readonly TokenListParser<SqlToken, Statement> Show =
        from word in Token.EqualTo(SqlToken.Show)
        from name in Name.MaybeWhen(input => input.Kind() != SqlToken.All)
        from all in Token.EqualTo(SqlToken.All).Value(true).When(_ => name is null, false)
        select (Statement)new ShowStatement(word.Start(), name);

    public static readonly TokenListParser<SqlToken, Statement> Reset =
        from word in Token.EqualTo(SqlToken.Reset)
        from name in Name.MaybeWhen(input => input.Kind() != SqlToken.All)
        from all in Token.EqualTo(SqlToken.All).Value(true).When(_ => name is null, false)
        select (Statement)new ResetStatement(word.Start(), name);

    public static readonly TokenListParser<SqlToken, Statement> Discard =
        from word in Token.EqualTo(SqlToken.Discard)
        from target in Combine.ByFirst(
            (SqlToken.All, Token.EqualTo(SqlToken.All).Value(DiscardTarget.All)),
            (SqlToken.Plans, Token.EqualTo(SqlToken.Plans).Value(DiscardTarget.Plans)),
            (SqlToken.Sequences, Token.EqualTo(SqlToken.Sequences).Value(DiscardTarget.Sequences)),
            (SqlToken.Temp, Token.EqualTo(SqlToken.Temp).Value(DiscardTarget.Temporary)),
            (SqlToken.Temporary, Token.EqualTo(SqlToken.Temporary).Value(DiscardTarget.Temporary)))
        select (Statement)new DiscardStatement(word.Start(), target);

    /// <summary>LOCAL and SESSION are scopes unless they are themselves the name that is set.</summary>
    private static bool ScopeFollows(TokenList<SqlToken> input) =>
        input.Kind() is SqlToken.Local or SqlToken.Session && input.Kind(1) is not (SqlToken.Equal or SqlToken.To or SqlToken.Dot);
}
