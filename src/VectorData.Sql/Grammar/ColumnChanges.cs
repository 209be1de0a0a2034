using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>What ALTER COLUMN does with a column.</summary>
internal static class ColumnChanges
{
    /// <summary>The action behind ALTER [COLUMN] name.</summary>
    public static TokenListParser<SqlToken, AlterTableAction> Of(int position, Identifier column) => input => (input.Kind(), input.Kind(1)) switch
    {
        (SqlToken.Type, _) or (SqlToken.Set, SqlToken.Data) => Type(position, column)(input),
        (SqlToken.Set, SqlToken.Default) => Combine.Phrase(SqlToken.Set, SqlToken.Default).IgnoreThen(Expressions.Any)
            .Select(value => (AlterTableAction)new AlterColumnDefault(position, column, value))(input),
        (SqlToken.Set, SqlToken.Not) => Combine.Phrase(SqlToken.Set, SqlToken.Not, SqlToken.Null)
            .Select(_ => (AlterTableAction)new AlterColumnNotNull(position, column, true))(input),
        (SqlToken.Set or SqlToken.Restart, _) => Sequences.IdentityChanges
            .Select(changes => (AlterTableAction)new AlterIdentity(position, column, changes.Always, changes.Options))(input),
        (SqlToken.Drop, _) => Drop(position, column)(input),
        (SqlToken.Add, _) => AddGenerated(position, column)(input),
        _ => Combine.Fail<AlterTableAction>(input),
    };

    private static TokenListParser<SqlToken, AlterTableAction> Type(int position, Identifier column) =>
        from words in Combine.Flag(SqlToken.Set, SqlToken.Data)
        from word in Token.EqualTo(SqlToken.Type)
        from type in Types.TypeName
        from collation in TableDefinitions.Collation
        from conversion in Expressions.Any.MaybeAfter(SqlToken.Using)
        select (AlterTableAction)new AlterColumnType(position, column, type, collation, conversion);

    private static TokenListParser<SqlToken, AlterTableAction> Drop(int position, Identifier column) =>
        Token.EqualTo(SqlToken.Drop).IgnoreThen(Combine.ByFirst(
            (SqlToken.Default, Token.EqualTo(SqlToken.Default)
                .Select(_ => (AlterTableAction)new AlterColumnDefault(position, column, null))),
            (SqlToken.Not, Combine.Phrase(SqlToken.Not, SqlToken.Null)
                .Select(_ => (AlterTableAction)new AlterColumnNotNull(position, column, false))),
            (SqlToken.Identity, Token.EqualTo(SqlToken.Identity).IgnoreThen(Drops.IfExists)
                .Select(ifExists => (AlterTableAction)new DropIdentity(position, column, ifExists))),
            (SqlToken.Expression, Token.EqualTo(SqlToken.Expression).IgnoreThen(Drops.IfExists)
                .Select(ifExists => (AlterTableAction)new DropExpression(position, column, ifExists)))));

    private static TokenListParser<SqlToken, AlterTableAction> AddGenerated(int position, Identifier column) =>
        from words in Combine.Phrase(SqlToken.Add, SqlToken.Generated)
        from always in Sequences.Always()
        from identity in Combine.Phrase(SqlToken.As, SqlToken.Identity)
        from options in Sequences.IdentityOptions(position)
        select (AlterTableAction)new AddIdentity(position, column, always, options);
}
