using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>VACUUM, ANALYZE, CHECKPOINT, PREPARE, EXECUTE, DEALLOCATE.</summary>
internal static class Maintenance
{
    private static readonly TokenListParser<SqlToken, IReadOnlyList<SqlToken>> VacuumWords = Combine.Choose(
        input => input.Kind() == SqlToken.LeftParen,
        Combine.One(IsVacuumWord).Select(token => token.Kind).CommaList().InParens(),
        Combine.One(IsVacuumWord).Select(token => token.Kind).While(input => IsVacuumWord(input.Kind())));

    private static readonly TokenListParser<SqlToken, IReadOnlyList<QualifiedName>> OptionalTables =
        Names.QualifiedList.When(input => !input.IsAtEnd, []);

    public static readonly TokenListParser<SqlToken, Statement> Vacuum =
        from word in Token.EqualTo(SqlToken.Vacuum)
        from words in VacuumWords
        from tables in OptionalTables
        select (Statement)new VacuumStatement(
            word.Start(),
            words.Contains(SqlToken.Full),
            words.Contains(SqlToken.Freeze),
            words.Contains(SqlToken.Verbose),
            words.Contains(SqlToken.Analyze) || words.Contains(SqlToken.Analyse),
            tables);

    public static readonly TokenListParser<SqlToken, Statement> Analyze =
        from word in Combine.One(kind => kind is SqlToken.Analyze or SqlToken.Analyse)
        from verbose in Combine.Flag(SqlToken.Verbose)
        from tables in OptionalTables
        select (Statement)new AnalyzeStatement(word.Start(), verbose, tables);

    public static readonly TokenListParser<SqlToken, Statement> Checkpoint =
        Token.EqualTo(SqlToken.Checkpoint).Select(word => (Statement)new CheckpointStatement(word.Start()));

    public static readonly TokenListParser<SqlToken, Statement> Prepare =
        from word in Token.EqualTo(SqlToken.Prepare)
        from name in Names.Name
        from types in Types.TypeName.CommaList().MaybeInParens()
        from keyword in Token.EqualTo(SqlToken.As)
        from statement in Parse.Ref(() => Statements.Preparable)
        select (Statement)new PrepareStatement(word.Start(), name, types, statement);

    public static readonly TokenListParser<SqlToken, Statement> Execute =
        from word in Token.EqualTo(SqlToken.Execute)
        from name in Names.Name
        from arguments in Expressions.List.MaybeInParens()
        select (Statement)new ExecuteStatement(word.Start(), name, arguments);

    public static readonly TokenListParser<SqlToken, Statement> Deallocate =
        from word in Token.EqualTo(SqlToken.Deallocate)
        from prepare in Token.EqualTo(SqlToken.Prepare).Value(true)
            .When(input => input.Kind() == SqlToken.Prepare && input.Kind(1) != SqlToken.EndOfInput, false)
        from name in Names.Name.MaybeWhen(input => input.Kind() != SqlToken.All)
        from all in Token.EqualTo(SqlToken.All).Value(true).When(_ => name is null, false)
        select (Statement)new DeallocateStatement(word.Start(), name);

    private static bool IsVacuumWord(SqlToken kind) =>
        kind is SqlToken.Full or SqlToken.Freeze or SqlToken.Verbose or SqlToken.Analyze or SqlToken.Analyse;
}
