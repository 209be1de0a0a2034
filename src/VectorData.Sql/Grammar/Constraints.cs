using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>Constraints of columns and tables.</summary>
internal static class Constraints
{
    private delegate ForeignKeyConstraint Change(ForeignKeyConstraint key);

    private static readonly TokenListParser<SqlToken, Identifier?> Name = Names.Name.MaybeAfter(SqlToken.Constraint);

    private static readonly TokenListParser<SqlToken, IReadOnlyList<Identifier>> Include =
        Names.Columns.ListAfter(SqlToken.Include);

    private static readonly TokenListParser<SqlToken, bool> NullsNotDistinct =
        Token.EqualTo(SqlToken.Nulls)
            .IgnoreThen(Combine.Flag(SqlToken.Not).Then(not => Token.EqualTo(SqlToken.Distinct).Value(not)))
            .Maybe(false, SqlToken.Nulls);

    private static readonly TokenListParser<SqlToken, ReferentialAction> Action = Combine.ByFirst(
        (SqlToken.No, Combine.Phrase(SqlToken.No, SqlToken.Action).Value(ReferentialAction.NoAction)),
        (SqlToken.Restrict, Token.EqualTo(SqlToken.Restrict).Value(ReferentialAction.Restrict)),
        (SqlToken.Cascade, Token.EqualTo(SqlToken.Cascade).Value(ReferentialAction.Cascade)),
        (SqlToken.Set, Token.EqualTo(SqlToken.Set).IgnoreThen(Combine.ByFirst(
            (SqlToken.Null, Token.EqualTo(SqlToken.Null).Value(ReferentialAction.SetNull)),
            (SqlToken.Default, Token.EqualTo(SqlToken.Default).Value(ReferentialAction.SetDefault))))));

    private static readonly TokenListParser<SqlToken, Change> OnDelete =
        from words in Combine.Phrase(SqlToken.On, SqlToken.Delete)
        from action in Action
        from columns in Names.NameList.MaybeInParens()
            .When(_ => action is ReferentialAction.SetNull or ReferentialAction.SetDefault, [])
        select new Change(key => key with { OnDelete = action, OnDeleteColumns = columns });

    private static readonly TokenListParser<SqlToken, Change> OnUpdate =
        from words in Combine.Phrase(SqlToken.On, SqlToken.Update)
        from action in Action
        select new Change(key => key with { OnUpdate = action });

    private static readonly TokenListParser<SqlToken, Change> Match =
        from word in Token.EqualTo(SqlToken.Match)
        from kind in Combine.ByFirst(
            (SqlToken.Simple, Token.EqualTo(SqlToken.Simple).Value(ForeignKeyMatch.Simple)),
            (SqlToken.Full, Token.EqualTo(SqlToken.Full).Value(ForeignKeyMatch.Full)),
            (SqlToken.Partial, Token.EqualTo(SqlToken.Partial).Value(ForeignKeyMatch.Partial)))
        select new Change(key => key with { Match = kind });

    private static readonly TokenListParser<SqlToken, Change> ReferenceOption = Combine.Choose(
        input => input.Kind() == SqlToken.Match,
        Match,
        Combine.Choose(input => input.Kind(1) == SqlToken.Update, OnUpdate, OnDelete));

    private static readonly TokenListParser<SqlToken, ForeignKeyConstraint> References =
        from word in Token.EqualTo(SqlToken.References)
        from table in Names.Qualified
        from columns in Names.NameList.MaybeInParens()
        from changes in ReferenceOption.While(input => input.Kind() is SqlToken.Match or SqlToken.On)
        select changes.Aggregate(
            new ForeignKeyConstraint(word.Start(), null, [], table, columns), (key, change) => change(key));

    private static readonly TokenListParser<SqlToken, ConstraintTiming> Timing =
        from deferrable in Combine.ByFirst(
                (SqlToken.Deferrable, Token.EqualTo(SqlToken.Deferrable).Value((bool?)true)),
                (SqlToken.Not, Combine.Phrase(SqlToken.Not, SqlToken.Deferrable).Value((bool?)false)))
            .When(input => input.Kind() == SqlToken.Deferrable || (input.Kind() == SqlToken.Not && input.Kind(1) == SqlToken.Deferrable), null)
        from initially in Token.EqualTo(SqlToken.Initially).IgnoreThen(Combine.ByFirst(
                (SqlToken.Deferred, Token.EqualTo(SqlToken.Deferred).Value((bool?)true)),
                (SqlToken.Immediate, Token.EqualTo(SqlToken.Immediate).Value((bool?)false))))
            .Maybe(null, SqlToken.Initially)
        select deferrable is null && initially is null ? ConstraintTiming.Unspecified : new ConstraintTiming(deferrable, initially);

    private static readonly TokenListParser<SqlToken, TableConstraint> Check =
        from word in Token.EqualTo(SqlToken.Check)
        from condition in Expressions.Any.InParens()
        from noInherit in Combine.Flag(SqlToken.No, SqlToken.Inherit)
        select (TableConstraint)new CheckConstraint(word.Start(), null, condition);

    private static readonly TokenListParser<SqlToken, TableConstraint> ColumnPrimaryKey =
        from words in Combine.Phrase(SqlToken.Primary, SqlToken.Key)
        from options in Options.With
        select (TableConstraint)new PrimaryKeyConstraint(words.Start(), null, [], [], options);

    private static readonly TokenListParser<SqlToken, TableConstraint> ColumnUnique =
        from word in Token.EqualTo(SqlToken.Unique)
        from nulls in NullsNotDistinct
        from options in Options.With
        select (TableConstraint)new UniqueConstraint(word.Start(), null, nulls, [], [], options);

    private static readonly TokenListParser<SqlToken, TableConstraint> ColumnKey =
        from constraint in Combine.ByFirst(
            (SqlToken.Primary, ColumnPrimaryKey),
            (SqlToken.Unique, ColumnUnique),
            (SqlToken.Check, Check),
            (SqlToken.References, References.Select(key => (TableConstraint)key)))
        from timing in Timing
        select constraint with { Timing = timing };

    private static readonly TokenListParser<SqlToken, ColumnConstraint> Generated =
        from word in Token.EqualTo(SqlToken.Generated)
        from always in Sequences.Always()
        from keyword in Token.EqualTo(SqlToken.As)
        from constraint in Combine.Choose(
            input => input.Kind() == SqlToken.LeftParen && always,
            from value in Expressions.Any.InParens()
            from stored in Combine.One(kind => kind is SqlToken.Stored or SqlToken.Virtual)
            select (ColumnConstraint)new GeneratedConstraint(word.Start(), null, value, stored.Kind == SqlToken.Stored),
            Combine.Choose(
                input => input.Kind() == SqlToken.Row && always,
                Combine.Phrase(SqlToken.Row, SqlToken.Version).Select(_ => (ColumnConstraint)new RowVersionConstraint(word.Start(), null)),
                from identity in Token.EqualTo(SqlToken.Identity)
                from options in Sequences.IdentityOptions(word.Start())
                select (ColumnConstraint)new IdentityConstraint(word.Start(), null, always, options)))
        select constraint;

    private static readonly TokenListParser<SqlToken, ColumnConstraint> DefaultValue =
        from word in Token.EqualTo(SqlToken.Default)
        from value in Expressions.Restricted
        select (ColumnConstraint)new DefaultConstraint(word.Start(), null, value);

    private static readonly TokenListParser<SqlToken, ColumnConstraint> UnnamedColumnConstraint = input => input.Kind() switch
    {
        SqlToken.Not => Combine.Phrase(SqlToken.Not, SqlToken.Null)
            .Select(word => (ColumnConstraint)new NotNullConstraint(word.Start(), null))(input),
        SqlToken.Null => Token.EqualTo(SqlToken.Null)
            .Select(word => (ColumnConstraint)new NullConstraint(word.Start(), null))(input),
        SqlToken.Default => DefaultValue(input),
        SqlToken.Generated => Generated(input),
        _ => ColumnKey.Select(constraint => (ColumnConstraint)new KeyConstraint(constraint.Position, null, constraint))(input),
    };

    private static readonly TokenListParser<SqlToken, ColumnConstraint> ColumnConstraint =
        from position in Combine.Here
        from name in Name
        from constraint in UnnamedColumnConstraint
        select name is null ? constraint : constraint with { Position = position, Name = name };

    /// <summary>All constraints behind a column's type.</summary>
    public static readonly TokenListParser<SqlToken, IReadOnlyList<ColumnConstraint>> OfColumn =
        ColumnConstraint.While(input => input.Kind()
            is SqlToken.Constraint or SqlToken.Not or SqlToken.Null or SqlToken.Default or SqlToken.Generated
            or SqlToken.Primary or SqlToken.Unique or SqlToken.Check or SqlToken.References);

    private static readonly TokenListParser<SqlToken, TableConstraint> PrimaryKey =
        from words in Combine.Phrase(SqlToken.Primary, SqlToken.Key)
        from columns in Names.Columns
        from include in Include
        from options in Options.With
        select (TableConstraint)new PrimaryKeyConstraint(words.Start(), null, columns, include, options);

    private static readonly TokenListParser<SqlToken, TableConstraint> Unique =
        from word in Token.EqualTo(SqlToken.Unique)
        from nulls in NullsNotDistinct
        from columns in Names.Columns
        from include in Include
        from options in Options.With
        select (TableConstraint)new UniqueConstraint(word.Start(), null, nulls, columns, include, options);

    private static readonly TokenListParser<SqlToken, TableConstraint> ForeignKey =
        from words in Combine.Phrase(SqlToken.Foreign, SqlToken.Key)
        from columns in Names.Columns
        from key in References
        select (TableConstraint)(key with { Position = words.Start(), Columns = columns });

    /// <summary>A constraint of a table, named or not.</summary>
    public static readonly TokenListParser<SqlToken, TableConstraint> OfTable =
        from position in Combine.Here
        from name in Name
        from constraint in Combine.ByFirst(
            (SqlToken.Primary, PrimaryKey),
            (SqlToken.Unique, Unique),
            (SqlToken.Check, Check),
            (SqlToken.Foreign, ForeignKey))
        from timing in Timing
        from notValid in Combine.Flag(SqlToken.Not, SqlToken.Valid)
        select constraint with { Position = position, Name = name, Timing = timing, NotValid = notValid };

    /// <summary>Whether a constraint of a table stands ahead, not a column.</summary>
    public static bool TableConstraintStarts(SqlToken kind) =>
        kind is SqlToken.Constraint or SqlToken.Primary or SqlToken.Unique or SqlToken.Check or SqlToken.Foreign;
}
