using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>COPY and its options in both spellings.</summary>
internal static class Copies
{
    private static readonly TokenListParser<SqlToken, CopyStatement> Source = Combine.Choose(
        input => input.Kind() == SqlToken.LeftParen,
        Parse.Ref(() => Statements.Preparable).InParens().Select(query => new CopyStatement(0, false, CopyEnd.Client) { Query = query }),
        from binary in Combine.Flag(SqlToken.Binary)
        from table in Names.Qualified
        from columns in Names.NameList.MaybeInParens()
        select new CopyStatement(0, false, CopyEnd.Client)
        {
            Table = table,
            Columns = columns,
            Options = binary ? [new CopyOption(table.Position, "format", "binary", [], false)] : [],
        });

    private static readonly TokenListParser<SqlToken, (CopyEnd End, string? Path)> End = input => input.Kind() switch
    {
        SqlToken.Stdin or SqlToken.Stdout => TokenListParserResult.Value<SqlToken, (CopyEnd, string?)>((CopyEnd.Client, null), input, input.Skip(1)),
        SqlToken.Program => Token.EqualTo(SqlToken.Program).IgnoreThen(Names.StringValue).Select(path => (CopyEnd.Program, (string?)path))(input),
        SqlToken.String => Names.StringValue.Select(path => (CopyEnd.File, (string?)path))(input),
        _ => Combine.Fail<(CopyEnd, string?)>(input),
    };

    private static readonly TokenListParser<SqlToken, CopyOption> InParens =
        from name in Names.Label
        from option in OptionOf(name.Position, name.Name)
        select option;

    private static readonly TokenListParser<SqlToken, string> AsString =
        from word in Combine.Flag(SqlToken.As)
        from value in Names.StringValue
        select value;

    private static readonly TokenListParser<SqlToken, CopyOption> Force =
        from word in Token.EqualTo(SqlToken.Force)
        from name in Combine.ByFirst(
            (SqlToken.Quote, Token.EqualTo(SqlToken.Quote).Value("force_quote")),
            (SqlToken.Not, Combine.Phrase(SqlToken.Not, SqlToken.Null).Value("force_not_null")),
            (SqlToken.Null, Token.EqualTo(SqlToken.Null).Value("force_null")))
        from columns in Combine.Choose(
            input => input.Kind() == SqlToken.Star,
            Token.EqualTo(SqlToken.Star).Select(_ => (true, (IReadOnlyList<Identifier>)[])),
            Names.NameList.Select(names => (false, names)))
        select new CopyOption(word.Start(), name, null, columns.Item2, columns.Item1);

    private static readonly TokenListParser<SqlToken, CopyOption> Old = Combine.ByFirst(
        (SqlToken.Binary, Word(SqlToken.Binary, "format", "binary")),
        (SqlToken.Csv, Word(SqlToken.Csv, "format", "csv")),
        (SqlToken.Freeze, Word(SqlToken.Freeze, "freeze", null)),
        (SqlToken.Header, Word(SqlToken.Header, "header", null)),
        (SqlToken.Delimiter, Text(SqlToken.Delimiter)),
        (SqlToken.Null, Text(SqlToken.Null)),
        (SqlToken.Quote, Text(SqlToken.Quote)),
        (SqlToken.Escape, Text(SqlToken.Escape)),
        (SqlToken.Encoding, Text(SqlToken.Encoding)),
        (SqlToken.Force, Force));

    private static readonly TokenListParser<SqlToken, IReadOnlyList<CopyOption>> Options =
        from word in Token.EqualTo(SqlToken.With).Value(true).Maybe(false, SqlToken.With)
        from options in Combine.Choose(
            input => input.Kind() == SqlToken.LeftParen,
            InParens.CommaList().InParens(),
            Old.While(input => input.Kind() is not (SqlToken.EndOfInput or SqlToken.Where)))
        select options;

    public static readonly TokenListParser<SqlToken, Statement> Copy =
        from word in Token.EqualTo(SqlToken.Copy)
        from source in Source
        from direction in source.Query is null
            ? Combine.One(kind => kind is SqlToken.From or SqlToken.To)
            : Token.EqualTo(SqlToken.To)
        from end in End
        from options in Options
        from condition in Parse.Ref(() => Expressions.Any).MaybeAfter(SqlToken.Where)
        select (Statement)(source with
        {
            Position = word.Start(),
            From = direction.Kind == SqlToken.From,
            End = end.End,
            Path = end.Path,
            Options = [.. source.Options, .. options],
            Where = condition,
        });

    private static TokenListParser<SqlToken, CopyOption> OptionOf(int position, string name) => input => input.Kind() switch
    {
        SqlToken.Star => TokenListParserResult.Value(new CopyOption(position, name, null, [], true), input, input.Skip(1)),
        SqlToken.LeftParen => Names.NameList.InParens().Select(columns => new CopyOption(position, name, null, columns, false))(input),
        SqlToken.Comma or SqlToken.RightParen => TokenListParserResult.Value(new CopyOption(position, name, null, [], false), input, input),
        _ => Grammar.Options.Value.Select(value => new CopyOption(position, name, value, [], false))(input),
    };

    private static TokenListParser<SqlToken, CopyOption> Word(SqlToken word, string name, string? value) =>
        Token.EqualTo(word).Select(token => new CopyOption(token.Start(), name, value, [], false));

    private static TokenListParser<SqlToken, CopyOption> Text(SqlToken word)
    {
        var name = Keywords.Spelling(word).ToLowerInvariant();
        return from token in Token.EqualTo(word)
               from value in AsString
               select new CopyOption(token.Start(), name, value, [], false);
    }
}
