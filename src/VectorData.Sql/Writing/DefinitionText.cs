using System.Globalization;
using System.Text;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Writing;

/// <summary>Indexes, sequences, schemas, views and other objects.</summary>
internal static class DefinitionText
{
    public static StringBuilder ObjectDefinition(this StringBuilder text, Statement statement) => statement switch
    {
        CreateIndexStatement index => text.Index(index),
        CreateViewStatement view => text.View(view),
        CreateSequenceStatement sequence => text.Append(sequence.Temporary ? "CREATE TEMPORARY SEQUENCE " : "CREATE SEQUENCE ")
            .AppendIf(sequence.IfNotExists, "IF NOT EXISTS ").Name(sequence.Name).Options(sequence.Options),
        AlterSequenceStatement sequence => text.Append("ALTER SEQUENCE ").AppendIf(sequence.IfExists, "IF EXISTS ")
            .Name(sequence.Name).Options(sequence.Options),
        CreateSchemaStatement schema => text.Schema(schema),
        CreateExtensionStatement extension => text.Extension(extension),
        CommentStatement comment => text.Comment(comment),
        RenameStatement rename => text.Append("ALTER ").Append(Words(rename.Kind)).Append(' ').AppendIf(rename.IfExists, "IF EXISTS ")
            .Name(rename.Object).Append(" RENAME TO ").Name(rename.NewName),
        SetSchemaStatement set => text.Append("ALTER ").Append(Words(set.Kind)).Append(' ').AppendIf(set.IfExists, "IF EXISTS ")
            .Name(set.Object).Append(" SET SCHEMA ").Name(set.Schema),
        SetIndexOptionsStatement set => text.Append("ALTER INDEX ").AppendIf(set.IfExists, "IF EXISTS ").Name(set.Index)
            .Parenthesized(set.Reset ? " RESET " : " SET ", set.Options, Option),
        ReindexStatement reindex => text.Append("REINDEX ").Append(reindex.Target.ToString().ToUpperInvariant())
            .AppendIf(reindex.Concurrently, " CONCURRENTLY").OptionalName(" ", reindex.Name),
        _ => throw new ArgumentException($"{statement.GetType().Name} cannot be written.", nameof(statement)),
    };

    /// <summary>INDEX, MATERIALIZED VIEW and so on.</summary>
    public static string Words(ObjectKind kind) =>
        kind == ObjectKind.MaterializedView ? "MATERIALIZED VIEW" : kind.ToString().ToUpperInvariant();

    public static StringBuilder IndexElement(this StringBuilder text, IndexElement element)
    {
        if (element.Expression is ColumnReference { Name.Parts.Count: 1 } column)
            text.Name(column.Name);
        else
            text.Append('(').Expression(element.Expression).Append(')');
        return text.OptionalName(" COLLATE ", element.Collation).OptionalName(" ", element.OperatorClass)
            .Parenthesized(" ", element.OperatorClassOptions, Option).AppendIf(element.Descending, " DESC").Nulls(element.Nulls);
    }

    public static StringBuilder Option(StringBuilder text, StorageOption option)
    {
        text.SettingName(option.Name.Name);
        return option.Value is null ? text : text.Append(" = ").OptionValue(option.Value);
    }

    /// <summary>A number or a word as it is, anything else in quotes.</summary>
    public static StringBuilder OptionValue(this StringBuilder text, string value) =>
        IsNumber(value) || (value.Length > 0 && value.All(c => char.IsAsciiLetterLower(c) || c == '_')) ? text.Append(value) : text.String(value);

    public static StringBuilder OptionalName(this StringBuilder text, string prefix, QualifiedName? name) =>
        name is null ? text : text.Append(prefix).Name(name);

    public static StringBuilder Options(this StringBuilder text, SequenceOptions options)
    {
        if (options.SequenceName is not null)
            text.Append(" SEQUENCE NAME ").Name(options.SequenceName);
        if (options.Type is not null)
            text.Append(" AS ").Type(options.Type);
        text.Number(" INCREMENT BY ", options.Increment)
            .Number(" MINVALUE ", options.MinValue).AppendIf(options.NoMinValue, " NO MINVALUE")
            .Number(" MAXVALUE ", options.MaxValue).AppendIf(options.NoMaxValue, " NO MAXVALUE")
            .Number(" START WITH ", options.Start)
            .Number(" CACHE ", options.Cache);
        text.AppendIf(options.Cycle == true, " CYCLE").AppendIf(options.Cycle == false, " NO CYCLE");
        text.AppendIf(options.Restart, " RESTART").Number(" WITH ", options.RestartWith);
        return text.OptionalName(" OWNED BY ", options.OwnedBy).AppendIf(options.OwnedByNone, " OWNED BY NONE");
    }

    private static bool IsNumber(string value) =>
        value.Length > 0 && char.IsAsciiDigit(value[^1]) && value.TrimStart('-') is { Length: > 0 } digits
        && digits.Length >= value.Length - 1 && digits.All(c => char.IsAsciiDigit(c) || c == '.') && digits.Count(c => c == '.') <= 1;

    private static StringBuilder Number(this StringBuilder text, string prefix, long? number) =>
        number is null ? text : text.Append(prefix).Append(number.Value.ToString(CultureInfo.InvariantCulture));

    private static StringBuilder Index(this StringBuilder text, CreateIndexStatement index)
    {
        text.Append(index.Unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX").AppendIf(index.Concurrently, " CONCURRENTLY")
            .AppendIf(index.IfNotExists, " IF NOT EXISTS");
        if (index.Name is not null)
            text.Append(' ').Name(index.Name);
        text.Append(" ON ").Name(index.Table);
        if (index.Method is not null)
            text.Append(" USING ").Name(index.Method);
        return text.Parenthesized(" ", index.Elements, IndexElement).Parenthesized(" INCLUDE ", index.Include, NameText.Name)
            .AppendIf(index.NullsNotDistinct, " NULLS NOT DISTINCT").Parenthesized(" WITH ", index.Options, Option).Where(index.Where);
    }

    private static StringBuilder View(this StringBuilder text, CreateViewStatement view) =>
        text.Append("CREATE ").AppendIf(view.OrReplace, "OR REPLACE ").AppendIf(view.Temporary, "TEMPORARY ")
            .AppendIf(view.Materialized, "MATERIALIZED ").Append("VIEW ").AppendIf(view.IfNotExists, "IF NOT EXISTS ").Name(view.Name)
            .Parenthesized(" ", view.Columns, NameText.Name).Parenthesized(" WITH ", view.Options, Option)
            .Append(" AS ").Query(view.Query).AppendIf(!view.WithData, " WITH NO DATA");

    private static StringBuilder Schema(this StringBuilder text, CreateSchemaStatement schema)
    {
        text.Append("CREATE SCHEMA").AppendIf(schema.IfNotExists, " IF NOT EXISTS");
        if (schema.Name is not null)
            text.Append(' ').Name(schema.Name);
        return schema.Owner is null ? text : text.Append(" AUTHORIZATION ").Name(schema.Owner);
    }

    private static StringBuilder Extension(this StringBuilder text, CreateExtensionStatement extension)
    {
        text.Append("CREATE EXTENSION ").AppendIf(extension.IfNotExists, "IF NOT EXISTS ").Name(extension.Name);
        if (extension.Schema is not null)
            text.Append(" SCHEMA ").Name(extension.Schema);
        if (extension.Version is not null)
            text.Append(" VERSION ").String(extension.Version);
        return text.AppendIf(extension.Cascade, " CASCADE");
    }

    private static StringBuilder Comment(this StringBuilder text, CommentStatement comment)
    {
        text.Append("COMMENT ON ").Append(Words(comment.Kind)).Append(' ').Name(comment.Object).OptionalName(" ON ", comment.OnTable);
        text.Append(" IS ");
        return comment.Text is null ? text.Append("NULL") : text.String(comment.Text);
    }
}
