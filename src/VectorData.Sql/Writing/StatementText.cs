using System.Text;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Writing;

/// <summary>Statements by kind; those that change rows are written here.</summary>
internal static class StatementText
{
    public static StringBuilder Statement(this StringBuilder text, Statement statement) => statement switch
    {
        QueryStatement query => text.Query(query),
        InsertStatement insert => text.Insert(insert),
        UpdateStatement update => text.Update(update),
        DeleteStatement delete => text.Delete(delete),
        TruncateStatement truncate => text.Append("TRUNCATE ").List(truncate.Tables, NameText.Name)
            .AppendIf(truncate.RestartIdentity, " RESTART IDENTITY").AppendIf(truncate.Cascade, " CASCADE"),
        CopyStatement copy => text.Copy(copy),
        CreateTableStatement or CreateTableAsStatement or AlterTableStatement or DropStatement => text.TableDefinition(statement),
        CreateIndexStatement or CreateSequenceStatement or AlterSequenceStatement or CreateSchemaStatement or CreateExtensionStatement
            or CommentStatement or CreateViewStatement or RenameStatement or SetSchemaStatement or SetIndexOptionsStatement
            or ReindexStatement => text.ObjectDefinition(statement),
        _ => text.Command(statement),
    };

    private static StringBuilder Insert(this StringBuilder text, InsertStatement insert)
    {
        text.OptionalWith(insert.With).Append("INSERT INTO ").Name(insert.Table);
        if (insert.Alias is not null)
            text.Append(" AS ").Name(insert.Alias);
        text.Parenthesized(" ", insert.Columns, NameText.Name);
        if (insert.Overriding != IdentityOverride.None)
            text.Append(" OVERRIDING ").Append(insert.Overriding.ToString().ToUpperInvariant()).Append(" VALUE");
        if (insert.Source is null)
            text.Append(" DEFAULT VALUES");
        else
            text.Append(' ').Query(insert.Source);
        if (insert.OnConflict is not null)
            text.Conflict(insert.OnConflict);
        return text.Returning(insert.Returning);
    }

    private static StringBuilder Conflict(this StringBuilder text, ConflictClause conflict)
    {
        text.Append(" ON CONFLICT");
        if (conflict.Target is { Constraint: { } constraint })
            text.Append(" ON CONSTRAINT ").Name(constraint);
        else if (conflict.Target is { } target)
            text.Parenthesized(" ", target.Elements, DefinitionText.IndexElement).Where(target.Where);
        if (!conflict.DoUpdate)
            return text.Append(" DO NOTHING");
        return text.Append(" DO UPDATE SET ").List(conflict.Assignments, Assignment).Where(conflict.Where);
    }

    private static StringBuilder Update(this StringBuilder text, UpdateStatement update)
    {
        text.OptionalWith(update.With).Append("UPDATE ").Name(update.Table);
        if (update.Alias is not null)
            text.Append(" AS ").Name(update.Alias);
        text.Append(" SET ").List(update.Assignments, Assignment);
        if (update.From.Count > 0)
            text.Append(" FROM ").List(update.From, TableText.Table);
        return text.Where(update.Where).Returning(update.Returning);
    }

    private static StringBuilder Delete(this StringBuilder text, DeleteStatement delete)
    {
        text.OptionalWith(delete.With).Append("DELETE FROM ").Name(delete.Table);
        if (delete.Alias is not null)
            text.Append(" AS ").Name(delete.Alias);
        if (delete.Using.Count > 0)
            text.Append(" USING ").List(delete.Using, TableText.Table);
        return text.Where(delete.Where).Returning(delete.Returning);
    }

    private static StringBuilder OptionalWith(this StringBuilder text, WithClause? with) => with is null ? text : text.With(with);

    private static StringBuilder Returning(this StringBuilder text, IReadOnlyList<SelectItem> items) =>
        items.Count == 0 ? text : text.Append(" RETURNING ").List(items, QueryText.SelectItem);

    private static StringBuilder Assignment(StringBuilder text, Assignment assignment)
    {
        if (assignment.IsRow)
            text.Append('(').List(assignment.Targets, Target).Append(')');
        else
            Target(text, assignment.Targets[0]);
        return text.Append(" = ").Expression(assignment.Value);
    }

    private static StringBuilder Target(StringBuilder text, AssignmentTarget target)
    {
        text.Name(target.Column);
        foreach (var subscript in target.Subscripts)
            text.Append('[').Expression(subscript).Append(']');
        return text;
    }
}
