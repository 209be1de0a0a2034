using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>CREATE and ALTER SEQUENCE, and the options that identity columns share with them.</summary>
internal static class Sequences
{
    private delegate SequenceOptions Change(SequenceOptions options);

    private static readonly TokenListParser<SqlToken, Change> IncrementBy =
        from word in Token.EqualTo(SqlToken.Increment)
        from filler in Combine.Flag(SqlToken.By)
        from value in Names.SignedLong
        select new Change(options => options with { Increment = value });

    private static readonly TokenListParser<SqlToken, Change> No =
        from word in Token.EqualTo(SqlToken.No)
        from what in Combine.One(kind => kind is SqlToken.MinValue or SqlToken.MaxValue or SqlToken.Cycle)
        select new Change(options => what.Kind switch
        {
            SqlToken.MinValue => options with { NoMinValue = true },
            SqlToken.MaxValue => options with { NoMaxValue = true },
            _ => options with { Cycle = false },
        });

    private static readonly TokenListParser<SqlToken, Change> Start =
        from word in Token.EqualTo(SqlToken.Start)
        from with in Combine.Flag(SqlToken.With)
        from value in Names.SignedLong
        select new Change(options => options with { Start = value });

    private static readonly TokenListParser<SqlToken, Change> Restart =
        from word in Token.EqualTo(SqlToken.Restart)
        from value in (from with in Combine.Flag(SqlToken.With)
                       from number in Names.SignedLong
                       select (long?)number)
            .When(input => input.Kind() is SqlToken.With or SqlToken.IntegerNumber or SqlToken.Minus or SqlToken.Plus, null)
        select new Change(options => options with { Restart = true, RestartWith = value });

    private static readonly TokenListParser<SqlToken, Change> OwnedBy =
        from words in Combine.Phrase(SqlToken.Owned, SqlToken.By)
        from column in Names.Column.MaybeWhen(input => input.Kind() != SqlToken.None)
        from none in Combine.Flag(SqlToken.None).When(_ => column is null, false)
        select new Change(options => options with { OwnedBy = column, OwnedByNone = none });

    private static readonly TokenListParser<SqlToken, Change> SequenceName =
        from words in Combine.Phrase(SqlToken.Sequence, SqlToken.Name)
        from name in Names.Qualified
        select new Change(options => options with { SequenceName = name });

    private static readonly TokenListParser<SqlToken, Change> Option = Combine.ByFirst<Change>(
        (SqlToken.As, Token.EqualTo(SqlToken.As).IgnoreThen(Types.TypeName)
            .Select(type => new Change(options => options with { Type = type }))),
        (SqlToken.Increment, IncrementBy),
        (SqlToken.MinValue, Token.EqualTo(SqlToken.MinValue).IgnoreThen(Names.SignedLong)
            .Select(value => new Change(options => options with { MinValue = value }))),
        (SqlToken.MaxValue, Token.EqualTo(SqlToken.MaxValue).IgnoreThen(Names.SignedLong)
            .Select(value => new Change(options => options with { MaxValue = value }))),
        (SqlToken.No, No),
        (SqlToken.Start, Start),
        (SqlToken.Cache, Token.EqualTo(SqlToken.Cache).IgnoreThen(Names.SignedLong)
            .Select(value => new Change(options => options with { Cache = value }))),
        (SqlToken.Cycle, Token.EqualTo(SqlToken.Cycle).Select(_ => new Change(options => options with { Cycle = true }))),
        (SqlToken.Restart, Restart),
        (SqlToken.Owned, OwnedBy),
        (SqlToken.Sequence, SequenceName));

    /// <summary>All options up to the next token that starts none; where there are none, they stand at the given position.</summary>
    public static TokenListParser<SqlToken, SequenceOptions> Options(int position) =>
        from changes in Option.While(input => OptionStarts(input.Kind()))
        select changes.Aggregate(new SequenceOptions(position), (options, change) => change(options));

    /// <summary>[(options)] behind AS IDENTITY.</summary>
    public static TokenListParser<SqlToken, SequenceOptions> IdentityOptions(int position) => Combine.Choose(
        input => input.Kind() == SqlToken.LeftParen,
        Options(position).InParens(),
        Parse.Return<SqlToken, SequenceOptions>(new SequenceOptions(position)));

    /// <summary>SET option | SET GENERATED … | RESTART, of an identity column.</summary>
    public static readonly TokenListParser<SqlToken, (bool? Always, SequenceOptions Options)> IdentityChanges =
        from position in Combine.Here
        from changes in Combine.Choose(
            input => input.Kind() == SqlToken.Restart,
            Restart.Select(change => ((bool?)null, change)),
            Token.EqualTo(SqlToken.Set).IgnoreThen(Combine.Choose(
                input => input.Kind() == SqlToken.Generated,
                Token.EqualTo(SqlToken.Generated).IgnoreThen(Always()).Select(always => ((bool?)always, new Change(options => options))),
                Option.Select(change => ((bool?)null, change)))))
            .While(input => input.Kind() == SqlToken.Restart || (input.Kind() == SqlToken.Set && input.Kind(1) != SqlToken.Not))
        select (
            changes.Select(change => change.Item1).LastOrDefault(always => always is not null),
            changes.Aggregate(new SequenceOptions(position), (options, change) => change.Item2(options)));

    private static readonly TokenListParser<SqlToken, bool> Temporary =
        Combine.One(kind => kind is SqlToken.Temp or SqlToken.Temporary).Value(true)
            .When(input => input.Kind() is SqlToken.Temp or SqlToken.Temporary, false);

    public static readonly TokenListParser<SqlToken, Statement> Create =
        from word in Token.EqualTo(SqlToken.Create)
        from temporary in Temporary
        from kind in Token.EqualTo(SqlToken.Sequence)
        from ifNotExists in Drops.IfNotExists
        from name in Names.Qualified
        from options in Options(name.Position)
        select (Statement)new CreateSequenceStatement(word.Start(), name, ifNotExists, temporary, options);

    /// <summary>ALTER SEQUENCE behind these words and the name.</summary>
    public static TokenListParser<SqlToken, Statement> Alter(int position, bool ifExists, QualifiedName name) => Combine.Choose(
        input => OptionStarts(input.Kind()),
        Options(name.Position).Select(options => (Statement)new AlterSequenceStatement(position, name, ifExists, options)),
        Combine.ByFirst<Statement>(
            (SqlToken.Rename, Drops.RenameTo.Select(newName =>
                (Statement)new RenameStatement(position, ObjectKind.Sequence, name, ifExists, newName))),
            (SqlToken.Set, Drops.SetSchema.Select(schema =>
                (Statement)new SetSchemaStatement(position, ObjectKind.Sequence, name, ifExists, schema)))));

    /// <summary>ALWAYS or BY DEFAULT; true for ALWAYS.</summary>
    public static TokenListParser<SqlToken, bool> Always() => Combine.ByFirst(
        (SqlToken.Always, Token.EqualTo(SqlToken.Always).Value(true)),
        (SqlToken.By, Combine.Phrase(SqlToken.By, SqlToken.Default).Value(false)));

    private static bool OptionStarts(SqlToken kind) => kind
        is SqlToken.As or SqlToken.Increment or SqlToken.MinValue or SqlToken.MaxValue or SqlToken.No or SqlToken.Start
        or SqlToken.Cache or SqlToken.Cycle or SqlToken.Restart or SqlToken.Owned or SqlToken.Sequence;
}
