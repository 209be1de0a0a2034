using Superpower;
using Superpower.Model;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>INSERT, UPDATE, DELETE, TRUNCATE.</summary>
internal static class Modifications
{
    private static readonly TokenListParser<SqlToken, IReadOnlyList<SelectItem>> Returning = Queries.Items.ListAfter(SqlToken.Returning);

    private static readonly TokenListParser<SqlToken, AssignmentTarget> Target =
        from column in Names.Name
        from subscripts in Subscripts.Indexes
        select new AssignmentTarget(column.Position, column, subscripts);

    private static readonly TokenListParser<SqlToken, Assignment> SingleAssignment =
        from target in Target
        from equal in Token.EqualTo(SqlToken.Equal)
        from value in Expressions.OrDefault
        select new Assignment(target.Position, [target], value, false);

    private static readonly TokenListParser<SqlToken, Expression> RowOfDefaults =
        from position in Combine.Here
        from row in Combine.Flag(SqlToken.Row)
        from items in Expressions.OrDefault.CommaList().InParens()
        select (Expression)new RowExpression(position, items);

    private static readonly TokenListParser<SqlToken, Expression> RowSource = Combine.Choose(
        IsRowOfValues, RowOfDefaults, Expressions.Any);

    private static readonly TokenListParser<SqlToken, Assignment> RowAssignment =
        from position in Combine.Here
        from targets in Target.CommaList().InParens()
        from equal in Token.EqualTo(SqlToken.Equal)
        from value in RowSource
        select new Assignment(position, targets, value, true);

    private static readonly TokenListParser<SqlToken, IReadOnlyList<Assignment>> Assignments = Combine.Choose(
        input => input.Kind() == SqlToken.LeftParen, RowAssignment, SingleAssignment).CommaList();

    private static readonly TokenListParser<SqlToken, ConflictTarget> NamedTarget =
        from words in Combine.Phrase(SqlToken.On, SqlToken.Constraint)
        from name in Names.Name
        select new ConflictTarget(words.Start(), [], null, name);

    private static readonly TokenListParser<SqlToken, ConflictTarget> InferredTarget =
        from position in Combine.Here
        from elements in Indexes.Element.CommaList().InParens()
        from predicate in Queries.Where
        select new ConflictTarget(position, elements, predicate, null);

    private static readonly TokenListParser<SqlToken, ConflictTarget?> AnyConflictTarget = Combine.ByFirst(
            (SqlToken.On, NamedTarget),
            (SqlToken.LeftParen, InferredTarget))
        .MaybeWhen(input => input.Kind() != SqlToken.Do);

    private static readonly TokenListParser<SqlToken, bool> NeedsTarget = input => Combine.Fail<bool>(input, Complaints.ConflictTarget);

    private static readonly TokenListParser<SqlToken, ConflictClause> OnConflict =
        from words in Combine.Phrase(SqlToken.On, SqlToken.Conflict)
        from target in AnyConflictTarget
        from word in Token.EqualTo(SqlToken.Do)
        from update in Combine.ByFirst(
            (SqlToken.Nothing, Token.EqualTo(SqlToken.Nothing).Value(false)),
            (SqlToken.Update, target is null ? NeedsTarget : Combine.Phrase(SqlToken.Update, SqlToken.Set).Value(true)))
        from assignments in Assignments.When(_ => update, [])
        from condition in Queries.Where.When(_ => update, null)
        select new ConflictClause(words.Start(), target, update, assignments, condition);

    private static readonly TokenListParser<SqlToken, IdentityOverride> Overriding =
        (from word in Token.EqualTo(SqlToken.Overriding)
         from kind in Combine.ByFirst(
             (SqlToken.System, Token.EqualTo(SqlToken.System).Value(IdentityOverride.System)),
             (SqlToken.User, Token.EqualTo(SqlToken.User).Value(IdentityOverride.User)))
         from value in Token.EqualTo(SqlToken.Value)
         select kind).Maybe(IdentityOverride.None, SqlToken.Overriding);

    private static readonly TokenListParser<SqlToken, QueryStatement?> Source = Combine.Choose(
        input => input.Kind() == SqlToken.Default,
        Combine.Phrase(SqlToken.Default, SqlToken.Values).Select(_ => (QueryStatement?)null),
        Expressions.Query.Select(query => (QueryStatement?)query));

    /// <summary>INSERT behind its WITH clause, which may be null.</summary>
    public static TokenListParser<SqlToken, Statement> Insert(WithClause? with) =>
        from word in Combine.Phrase(SqlToken.Insert, SqlToken.Into)
        from table in Names.Qualified
        from alias in Names.Name.MaybeAfter(SqlToken.As)
        from columns in Names.Columns.When(ColumnsFollow, [])
        from overriding in Overriding
        from source in Source
        from conflict in OnConflict.MaybeWhen(input => input.Kind() == SqlToken.On)
        from returning in Returning
        select (Statement)new InsertStatement(with?.Position ?? word.Start(), table)
        {
            With = with,
            Alias = alias,
            Columns = columns,
            Overriding = overriding,
            Source = source,
            OnConflict = conflict,
            Returning = returning,
        };

    /// <summary>UPDATE behind its WITH clause, which may be null.</summary>
    public static TokenListParser<SqlToken, Statement> Update(WithClause? with) =>
        from word in Token.EqualTo(SqlToken.Update)
        from only in Combine.Flag(SqlToken.Only)
        from table in Names.Qualified
        from alias in Tables.TargetAlias
        from set in Token.EqualTo(SqlToken.Set)
        from assignments in Assignments
        from tables in Tables.List.ListAfter(SqlToken.From)
        from condition in Queries.Where
        from returning in Returning
        select (Statement)new UpdateStatement(with?.Position ?? word.Start(), table, assignments)
        {
            With = with,
            Alias = alias,
            From = tables,
            Where = condition,
            Returning = returning,
        };

    /// <summary>DELETE behind its WITH clause, which may be null.</summary>
    public static TokenListParser<SqlToken, Statement> Delete(WithClause? with) =>
        from word in Combine.Phrase(SqlToken.Delete, SqlToken.From)
        from only in Combine.Flag(SqlToken.Only)
        from table in Names.Qualified
        from alias in Tables.TargetAlias
        from tables in Tables.List.ListAfter(SqlToken.Using)
        from condition in Queries.Where
        from returning in Returning
        select (Statement)new DeleteStatement(with?.Position ?? word.Start(), table)
        {
            With = with,
            Alias = alias,
            Using = tables,
            Where = condition,
            Returning = returning,
        };

    public static readonly TokenListParser<SqlToken, Statement> Truncate =
        from word in Token.EqualTo(SqlToken.Truncate)
        from table in Combine.Flag(SqlToken.Table)
        from tables in Names.QualifiedList
        from restart in Combine.ByFirst(
                (SqlToken.Restart, Combine.Phrase(SqlToken.Restart, SqlToken.Identity).Value(true)),
                (SqlToken.Continue, Combine.Phrase(SqlToken.Continue, SqlToken.Identity).Value(false)))
            .When(input => input.Kind() is SqlToken.Restart or SqlToken.Continue, false)
        from cascade in Drops.Cascade
        select (Statement)new TruncateStatement(word.Start(), tables, restart, cascade);

    /// <summary>A parenthesis opens a list of columns unless a query starts in it.</summary>
    private static bool ColumnsFollow(TokenList<SqlToken> input) => input.Kind() == SqlToken.LeftParen
        && input.Kind(1) is not (SqlToken.Select or SqlToken.Values or SqlToken.With or SqlToken.Table or SqlToken.LeftParen);

    private static bool IsRowOfValues(TokenList<SqlToken> input)
    {
        var open = input.Kind() == SqlToken.Row ? 1 : 0;
        return input.Kind(open) == SqlToken.LeftParen && !Expressions.QueryStarts(input.Skip(open + 1))
            && input.Kind(open + 1) != SqlToken.LeftParen;
    }
}
