using System.Text;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Writing;

/// <summary>The actions of ALTER TABLE.</summary>
internal static class TableChangeText
{
    public static StringBuilder Action(StringBuilder text, AlterTableAction action) => action switch
    {
        AddColumn add => text.Append("ADD COLUMN ").AppendIf(add.IfNotExists, "IF NOT EXISTS ").Column(add.Column),
        DropColumn drop => text.Append("DROP COLUMN ").AppendIf(drop.IfExists, "IF EXISTS ").Name(drop.Column).AppendIf(drop.Cascade, " CASCADE"),
        RenameColumn rename => text.Append("RENAME COLUMN ").Name(rename.Column).Append(" TO ").Name(rename.NewName),
        AddConstraint add => text.Append("ADD ").Constraint(add.Constraint),
        DropConstraint drop => text.Append("DROP CONSTRAINT ").AppendIf(drop.IfExists, "IF EXISTS ").Name(drop.Constraint)
            .AppendIf(drop.Cascade, " CASCADE"),
        ValidateConstraint validate => text.Append("VALIDATE CONSTRAINT ").Name(validate.Constraint),
        RenameConstraint rename => text.Append("RENAME CONSTRAINT ").Name(rename.Constraint).Append(" TO ").Name(rename.NewName),
        RenameTable rename => text.Append("RENAME TO ").Name(rename.NewName),
        SetTableSchema set => text.Append("SET SCHEMA ").Name(set.Schema),
        SetTableOptions set => text.Parenthesized(set.Reset ? "RESET " : "SET ", set.Options, DefinitionText.Option),
        SetTableOwner set => text.Append("OWNER TO ").Name(set.Owner),
        _ => ColumnAction(text, action),
    };

    private static StringBuilder ColumnAction(StringBuilder text, AlterTableAction action) => action switch
    {
        AlterColumnType alter => text.Alter(alter.Column).Append(" TYPE ").Type(alter.Type)
            .OptionalName(" COLLATE ", alter.Collation).Using(alter.Using),
        AlterColumnDefault { Default: { } value } alter => text.Alter(alter.Column).Append(" SET DEFAULT ").Expression(value),
        AlterColumnDefault alter => text.Alter(alter.Column).Append(" DROP DEFAULT"),
        AlterColumnNotNull alter => text.Alter(alter.Column).Append(alter.NotNull ? " SET NOT NULL" : " DROP NOT NULL"),
        AddIdentity add => text.Alter(add.Column).Append(" ADD ").Append(TableDefinitionText.IdentityWords(add.Always))
            .Append(" AS IDENTITY").IdentityOptions(add.Options),
        AlterIdentity alter => text.Alter(alter.Column).IdentityChanges(alter),
        DropIdentity drop => text.Alter(drop.Column).Append(" DROP IDENTITY").AppendIf(drop.IfExists, " IF EXISTS"),
        DropExpression drop => text.Alter(drop.Column).Append(" DROP EXPRESSION").AppendIf(drop.IfExists, " IF EXISTS"),
        _ => throw new ArgumentException($"{action.GetType().Name} cannot be written.", nameof(action)),
    };

    private static StringBuilder Alter(this StringBuilder text, Identifier column) => text.Append("ALTER COLUMN ").Name(column);

    private static StringBuilder Using(this StringBuilder text, Expression? conversion) =>
        conversion is null ? text : text.Append(" USING ").Expression(conversion);

    /// <summary>Every option is its own SET, but RESTART stands alone.</summary>
    private static StringBuilder IdentityChanges(this StringBuilder text, AlterIdentity alter)
    {
        if (alter.Always is { } always)
            text.Append(" SET ").Append(TableDefinitionText.IdentityWords(always));
        var options = alter.Options;
        var empty = new SequenceOptions(options.Position);
        SequenceOptions[] single =
        [
            empty with { Type = options.Type }, empty with { Increment = options.Increment },
            empty with { MinValue = options.MinValue, NoMinValue = options.NoMinValue },
            empty with { MaxValue = options.MaxValue, NoMaxValue = options.NoMaxValue },
            empty with { Start = options.Start }, empty with { Cache = options.Cache }, empty with { Cycle = options.Cycle },
        ];
        foreach (var option in single)
        {
            var written = new StringBuilder().Options(option);
            if (written.Length > 0)
                text.Append(" SET").Append(written);
        }

        return text.Options(empty with { Restart = options.Restart, RestartWith = options.RestartWith });
    }
}
