using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using VectorData.EntityFrameworkCore.Metadata;
using VectorData.EntityFrameworkCore.Storage;

namespace VectorData.EntityFrameworkCore.Migrations;

/// <summary>The operations of migrations as SQL.</summary>
internal sealed class VectorDataMigrationsSqlGenerator(MigrationsSqlGeneratorDependencies dependencies) : MigrationsSqlGenerator(dependencies)
{
    private QuotedNames Names => new(Dependencies.SqlGenerationHelper);

    protected override void ColumnDefinition(
        string? schema, string table, string name, ColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        builder.Append(Names.Of(name)).Append(" ").Append(operation.ColumnType ?? GetColumnType(schema, table, name, operation, model)!);
        if (operation.Collation is not null)
            builder.Append(" COLLATE ").Append(Names.Of(operation.Collation));
        if (operation.ComputedColumnSql is not null)
            builder.Append(" GENERATED ALWAYS AS (").Append(operation.ComputedColumnSql).Append(") STORED");
        if (!operation.IsNullable)
            builder.Append(" NOT NULL");
        if (operation.ComputedColumnSql is not null)
            return;
        if (operation.IsRowVersion)
        {
            builder.Append(" GENERATED ALWAYS AS ROW VERSION");
            return;
        }

        DefaultValue(operation.DefaultValue, operation.DefaultValueSql, operation.ColumnType, builder);
        if (operation[VectorDataAnnotationNames.Identity] is string identity)
            builder.Append(" GENERATED ").Append(IdentityMode(identity)).Append(" AS IDENTITY");
    }

    protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        base.Generate(operation, model, builder, terminate: false);
        EndStatement(builder);
        if (operation.Comment is not null)
            Comment("TABLE", Names.Of(operation.Name, operation.Schema), operation.Comment, builder);
        foreach (var column in operation.Columns)
            if (column.Comment is not null)
                Comment("COLUMN", Names.Column(column), column.Comment, builder);
    }

    protected override void Generate(AddColumnOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        base.Generate(operation, model, builder, terminate: false);
        EndStatement(builder);
        if (operation.Comment is not null)
            Comment("COLUMN", Names.Column(operation), operation.Comment, builder);
    }

    protected override void Generate(AlterColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (operation.ComputedColumnSql != operation.OldColumn.ComputedColumnSql || operation.IsRowVersion != operation.OldColumn.IsRowVersion)
        {
            Generate(new DropColumnOperation { Schema = operation.Schema, Table = operation.Table, Name = operation.Name }, model, builder);
            Generate(AsAdded(operation), model, builder);
            return;
        }

        AlterType(operation, model, builder);
        AlterIdentity(operation, builder);
        AlterDefault(operation, builder);
        if (operation.IsNullable != operation.OldColumn.IsNullable)
            Alter(operation, operation.IsNullable ? "DROP NOT NULL" : "SET NOT NULL", builder);
        if (operation.Comment != operation.OldColumn.Comment)
            Comment("COLUMN", Names.Column(operation), operation.Comment, builder);
    }

    protected override void Generate(AlterTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (operation.Comment != operation.OldTable.Comment)
            Comment("TABLE", Names.Of(operation.Name, operation.Schema), operation.Comment, builder);
    }

    protected override void Generate(RenameTableOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        Move("TABLE", operation.Name, operation.Schema, operation.NewName, operation.NewSchema, builder);

    protected override void Generate(RenameSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        Move("SEQUENCE", operation.Name, operation.Schema, operation.NewName, operation.NewSchema, builder);

    protected override void Generate(RenameIndexOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        Statement($"ALTER INDEX {Names.Of(operation.Name, operation.Schema)} RENAME TO {Names.Of(operation.NewName)}", builder);

    protected override void Generate(RenameColumnOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        Statement(
            $"ALTER TABLE {Names.Of(operation.Table, operation.Schema)} RENAME COLUMN {Names.Of(operation.Name)} TO {Names.Of(operation.NewName)}",
            builder);

    protected override void Generate(EnsureSchemaOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        Statement($"CREATE SCHEMA IF NOT EXISTS {Names.Of(operation.Name)}", builder);

    protected override void Generate(CreateIndexOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        builder.Append(operation.IsUnique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ")
            .Append(Names.Of(operation.Name)).Append(" ON ").Append(Names.Of(operation.Table, operation.Schema));
        if (operation[VectorDataAnnotationNames.IndexMethod] is string method)
            builder.Append(" USING ").Append(method);
        var operators = (operation[VectorDataAnnotationNames.IndexOperators] as string)?.Split(',') ?? [];
        var columns = operation.Columns.Select((column, i) =>
            Names.Of(column)
            + (i < operators.Length ? " " + operators[i] : "")
            + (operation.IsDescending is { } descending && (descending.Length == 0 || descending[i]) ? " DESC" : ""));
        builder.Append(" (").Append(string.Join(", ", columns)).Append(")");
        var parameters = operation.GetAnnotations()
            .Where(annotation => annotation.Name.StartsWith(VectorDataAnnotationNames.StorageParameterPrefix, StringComparison.Ordinal))
            .Select(annotation => string.Create(
                CultureInfo.InvariantCulture, $"{annotation.Name[VectorDataAnnotationNames.StorageParameterPrefix.Length..]} = {annotation.Value}"))
            .ToList();
        if (parameters.Count > 0)
            builder.Append(" WITH (").Append(string.Join(", ", parameters)).Append(")");
        if (operation.Filter is not null)
            builder.Append(" WHERE ").Append(operation.Filter);
        if (terminate)
            EndStatement(builder);
    }

    protected override void Generate(DropIndexOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        builder.Append("DROP INDEX ").Append(Names.Of(operation.Name, operation.Schema));
        if (terminate)
            EndStatement(builder);
    }

    // Rows that come with their numbers leave the column's own numbers where they were: the next row without one must come after them.
    protected override void Generate(InsertDataOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        base.Generate(operation, model, builder, terminate);
        var table = model?.GetRelationalModel().FindTable(operation.Table, operation.Schema);
        for (var i = 0; i < operation.Columns.Length; i++)
        {
            if (table?.FindColumn(operation.Columns[i]) is not { } column || column[VectorDataAnnotationNames.Identity] is null)
                continue;
            var largest = Enumerable.Range(0, operation.Values.GetLength(0))
                .Select(row => Convert.ToInt64(operation.Values[row, i] ?? 0, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
            var sequence = SqlLiterals.Text(Names.Of(operation.Table + "_" + operation.Columns[i] + "_seq", operation.Schema));
            if (largest > 0)
                Statement(string.Create(CultureInfo.InvariantCulture, $"SELECT setval({sequence}, GREATEST({largest}, nextval({sequence})))"), builder);
        }
    }

    private static string IdentityMode(string identity) => identity == "Always" ? "ALWAYS" : "BY DEFAULT";

    private static AddColumnOperation AsAdded(AlterColumnOperation operation)
    {
        var added = new AddColumnOperation
        {
            Schema = operation.Schema,
            Table = operation.Table,
            Name = operation.Name,
            ClrType = operation.ClrType,
            ColumnType = operation.ColumnType,
            IsNullable = operation.IsNullable,
            ComputedColumnSql = operation.ComputedColumnSql,
            IsStored = operation.IsStored,
            IsRowVersion = operation.IsRowVersion,
            DefaultValue = operation.DefaultValue,
            DefaultValueSql = operation.DefaultValueSql,
            Comment = operation.Comment,
        };
        added.AddAnnotations(operation.GetAnnotations());
        return added;
    }

    private void AlterType(AlterColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        var type = operation.ColumnType ?? GetColumnType(operation.Schema, operation.Table, operation.Name, operation, model)!;
        var old = operation.OldColumn.ColumnType
            ?? GetColumnType(operation.Schema, operation.Table, operation.Name, operation.OldColumn, null);
        if (type == old)
            return;

        // A default of the old type may have no cast to the new one; AlterDefault sets it again.
        if (HasDefault(operation.OldColumn))
            Alter(operation, "DROP DEFAULT", builder);
        Alter(operation, $"TYPE {type} USING {Names.Of(operation.Name)}::{type}", builder);
        if (HasDefault(operation.OldColumn) && HasDefault(operation))
            SetDefault(operation, builder);
    }

    private void AlterIdentity(AlterColumnOperation operation, MigrationCommandListBuilder builder)
    {
        var identity = operation[VectorDataAnnotationNames.Identity] as string;
        var old = operation.OldColumn[VectorDataAnnotationNames.Identity] as string;
        if (identity == old)
            return;
        if (identity is null)
        {
            Alter(operation, "DROP IDENTITY", builder);
            return;
        }

        if (old is null && HasDefault(operation.OldColumn))
            Alter(operation, "DROP DEFAULT", builder);
        Alter(operation, old is null ? $"ADD GENERATED {IdentityMode(identity)} AS IDENTITY" : $"SET GENERATED {IdentityMode(identity)}", builder);
    }

    private void AlterDefault(AlterColumnOperation operation, MigrationCommandListBuilder builder)
    {
        var old = operation.OldColumn;
        if (Equals(operation.DefaultValue, old.DefaultValue) && operation.DefaultValueSql == old.DefaultValueSql)
            return;
        if (HasDefault(operation))
            SetDefault(operation, builder);
        else if (operation[VectorDataAnnotationNames.Identity] is null)
            Alter(operation, "DROP DEFAULT", builder);
    }

    private void SetDefault(AlterColumnOperation operation, MigrationCommandListBuilder builder)
    {
        builder.Append("ALTER TABLE ").Append(Names.Of(operation.Table, operation.Schema))
            .Append(" ALTER COLUMN ").Append(Names.Of(operation.Name)).Append(" SET");
        DefaultValue(operation.DefaultValue, operation.DefaultValueSql, operation.ColumnType, builder);
        EndStatement(builder);
    }

    private static bool HasDefault(ColumnOperation operation) => operation.DefaultValue is not null || operation.DefaultValueSql is not null;

    private void Alter(AlterColumnOperation operation, string change, MigrationCommandListBuilder builder) =>
        Statement($"ALTER TABLE {Names.Of(operation.Table, operation.Schema)} ALTER COLUMN {Names.Of(operation.Name)} {change}", builder);

    private void Move(string kind, string name, string? schema, string? newName, string? newSchema, MigrationCommandListBuilder builder)
    {
        if (newName is not null && newName != name)
            Statement($"ALTER {kind} {Names.Of(name, schema)} RENAME TO {Names.Of(newName)}", builder);
        if (newSchema != schema)
            Statement($"ALTER {kind} {Names.Of(newName ?? name, schema)} SET SCHEMA {Names.Of(newSchema ?? "public")}", builder);
    }

    private void Comment(string kind, string name, string? comment, MigrationCommandListBuilder builder) =>
        Statement($"COMMENT ON {kind} {name} IS {(comment is null ? "NULL" : SqlLiterals.Text(comment))}", builder);

    private void Statement(string text, MigrationCommandListBuilder builder)
    {
        builder.Append(text);
        EndStatement(builder);
    }

    private new void EndStatement(MigrationCommandListBuilder builder, bool suppressTransaction = false)
    {
        builder.AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
        builder.EndCommand(suppressTransaction);
    }

    /// <summary>Names in quotes.</summary>
    private readonly struct QuotedNames(Microsoft.EntityFrameworkCore.Storage.ISqlGenerationHelper helper)
    {
        public string Of(string name, string? schema = null) => helper.DelimitIdentifier(name, schema);

        public string Column(ColumnOperation column) => Of(column.Table, column.Schema) + "." + Of(column.Name);
    }
}
