using System.Collections.Immutable;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Constraints;
using VectorData.Sql;
using VectorData.Sql.Syntax;
using ColumnDefinition = VectorData.Core.Schema.ColumnDefinition;

namespace VectorData.Query.Execution.Definitions;

/// <summary>The actions of ALTER TABLE on one column, but for its type.</summary>
internal static class ColumnAlterer
{
    public static void Add(DefinitionScope scope, TableDefinition table, AddColumn action)
    {
        if (table.IndexOf(action.Column.Name.Name) >= 0)
        {
            if (!action.IfNotExists)
                throw new VectorDbException(SqlStates.DuplicateColumn, $"column \"{action.Column.Name.Name}\" of relation \"{table.Name}\" already exists") { Position = action.Column.Name.Position + 1 };
            scope.Context.Notice($"column \"{action.Column.Name.Name}\" of relation \"{table.Name}\" already exists, skipping", SqlStates.DuplicateColumn);
            return;
        }

        var draft = new TableDraft(table);
        var column = ColumnDefiner.Add(scope, draft, action.Column);
        var changed = draft.ToDefinition();
        ColumnDefiner.CheckExpressions(changed, column);
        Fill(scope, table, changed, column);
        foreach (var (constraint, name, of) in TableDefiner.Constraints(action.Column))
            ConstraintAlterer.Add(scope, scope.Catalog.FindTable(table.Id)!, constraint, name, of);
    }

    public static void Drop(DefinitionScope scope, TableDefinition table, DropColumn action)
    {
        var name = action.Column.Name;
        if (table.IndexOf(name) is not (>= 0 and var at))
        {
            if (!action.IfExists)
                throw NoColumn(table, action.Column);
            scope.Context.Notice($"column \"{name}\" of relation \"{table.Name}\" does not exist, skipping");
            return;
        }

        var column = table.Columns[at];
        var generated = table.Columns.Where(other => other.Generated is { } text && TableExpressions.ColumnsOf(table, text).Contains(at)).ToList();
        var references = scope.Catalog.ReferencesTo(table.Id)
            .Where(reference => reference.Table.Id != table.Id && reference.ForeignKey.ReferencedColumns.Contains(column.Id)).ToList();
        var suffix = action.Cascade ? "" : $" depends on column {name} of table {table.Name}";
        ObjectDropper.Report(
            scope,
            [.. generated.Select(other => $"column {other.Name} of table {table.Name}{suffix}"),
             .. references.Select(reference => $"constraint {reference.ForeignKey.Name} on table {reference.Table.Name}{suffix}")],
            action.Cascade,
            $"column {name} of table {table.Name}",
            severalNamed: false);
        foreach (var (other, foreignKey) in references)
            ObjectDropper.RemoveForeignKey(scope, other.Id, foreignKey.Name);
        var gone = generated.Append(column).Select(other => other.Id).ToHashSet();
        foreach (var sequence in scope.Catalog.Sequences.Values.Where(sequence => sequence.OwnedBy is { } owner && owner.Table == table.Id && gone.Contains(owner.Column)).ToList())
            scope.Catalog = scope.Catalog.WithoutSequence(sequence.Id);
        scope.Catalog = scope.Catalog.WithTable(Without(table, gone));
    }

    public static void Rename(DefinitionScope scope, TableDefinition table, RenameColumn action)
    {
        var (name, newName) = (action.Column.Name, action.NewName.Name);
        var at = Find(table, action.Column);
        if (table.IndexOf(newName) >= 0)
            throw new VectorDbException(SqlStates.DuplicateColumn, $"column \"{newName}\" of relation \"{table.Name}\" already exists") { Position = action.NewName.Position + 1 };
        var columns = table.Columns.SetItem(at, table.Columns[at] with { Name = newName })
            .Select(column => column.Generated is { } text ? column with { Generated = TableExpressions.Rename(text, name, newName) } : column);
        var checks = table.Checks.Select(check => check with { Expression = TableExpressions.Rename(check.Expression, name, newName) });
        scope.Catalog = scope.Catalog.WithTable(table with { Columns = [.. columns], Checks = [.. checks] });
    }

    public static void SetDefault(DefinitionScope scope, TableDefinition table, AlterColumnDefault action)
    {
        var at = Find(table, action.Column);
        var column = table.Columns[at];
        if (column.IsRowVersion)
            throw OfKind(table, column, "a row version column", action.Column.Position, null);
        if (column.Identity != IdentityKind.None)
            throw OfKind(table, column, "an identity column", action.Column.Position, action.Default is null ? "Use ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY instead." : null);
        if (column.Generated is not null)
            throw OfKind(table, column, "a generated column", action.Column.Position, action.Default is null ? "Use ALTER TABLE ... ALTER COLUMN ... DROP EXPRESSION instead." : null);
        if (action.Default is { } given)
            TableExpressions.Default(column, given);
        Replace(scope, table, at, column with { Default = action.Default is null ? null : SqlWriter.Write(action.Default), OwnedSequence = null });
    }

    public static void SetNotNull(DefinitionScope scope, TableDefinition table, AlterColumnNotNull action)
    {
        var at = Find(table, action.Column);
        var column = table.Columns[at];
        if (action.NotNull && !column.NotNull)
        {
            ExistingRows.RequireNotNull(scope.Context, table, column);
        }
        else if (!action.NotNull)
        {
            if (column.Identity != IdentityKind.None)
                throw OfKind(table, column, "an identity column", action.Column.Position, null);
            if (table.PrimaryKey?.Columns.Any(key => key.Column == column.Id) == true)
                throw new VectorDbException(SqlStates.InvalidTableDefinition, $"column \"{column.Name}\" is in a primary key") { Position = action.Column.Position + 1 };
        }

        Replace(scope, table, at, column with { NotNull = action.NotNull });
    }

    public static void AddIdentity(DefinitionScope scope, TableDefinition table, AddIdentity action)
    {
        var at = Find(table, action.Column);
        var column = table.Columns[at];
        if (column.Identity != IdentityKind.None)
            throw new VectorDbException(SqlStates.ObjectNotInPrerequisiteState, $"column \"{column.Name}\" of relation \"{table.Name}\" is already an identity column") { Position = action.Column.Position + 1 };
        if (column.Default is not null)
            throw new VectorDbException(SqlStates.ObjectNotInPrerequisiteState, $"column \"{column.Name}\" of relation \"{table.Name}\" already has a default value") { Position = action.Column.Position + 1 };
        if (!column.NotNull)
            throw new VectorDbException(SqlStates.ObjectNotInPrerequisiteState, $"column \"{column.Name}\" of relation \"{table.Name}\" must be declared NOT NULL before identity can be added") { Position = action.Column.Position + 1 };
        Replace(scope, table, at, ColumnDefiner.WithIdentity(scope, new TableDraft(table), column, action.Always, action.Options));
    }

    public static void AlterIdentity(DefinitionScope scope, TableDefinition table, AlterIdentity action)
    {
        var at = Find(table, action.Column);
        var column = table.Columns[at];
        if (column.Identity == IdentityKind.None || column.OwnedSequence is not { } sequence)
            throw new VectorDbException(SqlStates.ObjectNotInPrerequisiteState, $"column \"{column.Name}\" of relation \"{table.Name}\" is not an identity column") { Position = action.Column.Position + 1 };
        if (action.Always is { } always)
            Replace(scope, table, at, column with { Identity = always ? IdentityKind.Always : IdentityKind.ByDefault });
        SequenceDefiner.Change(scope, scope.Catalog.FindSequence(sequence)!, action.Options);
        scope.Publish();
        SequenceDefiner.Restart(scope, sequence, action.Options);
    }

    public static void DropIdentity(DefinitionScope scope, TableDefinition table, DropIdentity action)
    {
        var at = Find(table, action.Column);
        var column = table.Columns[at];
        if (column.Identity is IdentityKind.None or IdentityKind.RowVersion)
        {
            if (!action.IfExists)
                throw new VectorDbException(SqlStates.ObjectNotInPrerequisiteState, $"column \"{column.Name}\" of relation \"{table.Name}\" is not an identity column") { Position = action.Column.Position + 1 };
            scope.Context.Notice($"column \"{column.Name}\" of relation \"{table.Name}\" is not an identity column, skipping");
            return;
        }

        if (column.OwnedSequence is { } sequence)
            scope.Catalog = scope.Catalog.WithoutSequence(sequence);
        Replace(scope, table, at, column with { Identity = IdentityKind.None, OwnedSequence = null });
    }

    public static void DropExpression(DefinitionScope scope, TableDefinition table, DropExpression action)
    {
        var at = Find(table, action.Column);
        var column = table.Columns[at];
        if (column.Generated is null)
        {
            if (!action.IfExists)
                throw new VectorDbException(SqlStates.ObjectNotInPrerequisiteState, $"column \"{column.Name}\" of relation \"{table.Name}\" is not a generated column") { Position = action.Column.Position + 1 };
            scope.Context.Notice($"column \"{column.Name}\" of relation \"{table.Name}\" is not a generated column, skipping");
            return;
        }

        Replace(scope, table, at, column with { Generated = null });
    }

    public static int Find(TableDefinition table, Identifier column) =>
        table.IndexOf(column.Name) is >= 0 and var at ? at : throw NoColumn(table, column);

    private static VectorDbException NoColumn(TableDefinition table, Identifier column) => new(
        SqlStates.UndefinedColumn, $"column \"{column.Name}\" of relation \"{table.Name}\" does not exist")
    { Position = column.Position + 1 };

    private static VectorDbException OfKind(TableDefinition table, ColumnDefinition column, string kind, int position, string? hint) =>
        new(SqlStates.SyntaxError, $"column \"{column.Name}\" of relation \"{table.Name}\" is {kind}") { Position = position + 1, Hint = hint };

    private static void Replace(DefinitionScope scope, TableDefinition table, int at, ColumnDefinition column) =>
        scope.Catalog = scope.Catalog.WithTable(table with { Columns = table.Columns.SetItem(at, column) });

    // Indexes, checks and foreign keys over a dropped column go with it.
    private static TableDefinition Without(TableDefinition table, HashSet<ColumnId> gone)
    {
        var positions = gone.Select(table.IndexOf).ToHashSet();
        var indexes = table.Indexes.RemoveAll(index => index.Columns.Any(key => gone.Contains(key.Column)));
        var foreignKeys = table.ForeignKeys.RemoveAll(key => key.Columns.Any(gone.Contains)
            || (key.ReferencedTable == table.Id && key.ReferencedColumns.Any(gone.Contains)));
        return table with
        {
            Columns = table.Columns.RemoveAll(column => gone.Contains(column.Id)),
            Indexes = indexes,
            ForeignKeys = foreignKeys,
            Checks = table.Checks.RemoveAll(check => TableExpressions.ColumnsOf(table, check.Expression).Overlaps(positions)),
        };
    }

    // A value that is the same for all rows is kept once, as what older rows hold; others make the rows be written again.
    private static void Fill(DefinitionScope scope, TableDefinition table, TableDefinition changed, ColumnDefinition column)
    {
        var context = scope.Context;
        if (column.Generated is not null)
        {
            var compiled = ExpressionCompiler.Compile(TableExpressions.Generated(changed, column), TableExpressions.Layout(table));
            TableRewriter.Rewrite(scope, table, changed, Computed(column, rows => compiled.Evaluate(rows, context.Evaluation)));
            return;
        }

        if (column.IsRowVersion)
        {
            var versions = RowVersions.Sequence(scope.Catalog);
            TableRewriter.Rewrite(scope, table, changed, Computed(column, rows => RowVersions.Take(context, versions, rows.Length)));
            return;
        }

        if (column.OwnedSequence is { } sequence)
        {
            TableRewriter.Rewrite(scope, table, changed, Computed(column, rows => SequenceValues(scope, sequence, column.Type, rows.Length)));
            return;
        }

        var value = TableExpressions.Default(column);
        if (value.IsVolatile)
        {
            scope.Publish();
            var compiled = ExpressionCompiler.Compile(value, SlotLayout.Empty);
            TableRewriter.Rewrite(scope, table, changed, Computed(column, rows => compiled.Evaluate(new Batch([], rows.Length), context.Evaluation)));
            return;
        }

        var missing = ExpressionCompiler.Evaluate(value, context.Evaluation).WithType(column.Type);
        if (missing.IsNull && column.NotNull && scope.Transaction.LatestTable(table.Id).RowCount > 0)
            throw ExistingRows.HasNulls(table, column);
        scope.Catalog = scope.Catalog.WithTable(changed with { Columns = changed.Columns.SetItem(changed.IndexOf(column.Id), column with { MissingValue = missing }) });
        scope.Publish();
    }

    private static ImmutableDictionary<ColumnId, ColumnSource> Computed(ColumnDefinition column, ColumnSource source) =>
        ImmutableDictionary<ColumnId, ColumnSource>.Empty.Add(column.Id, source);

    private static ColumnVector SequenceValues(DefinitionScope scope, SequenceId sequence, SqlType type, int count)
    {
        var builder = ColumnBuilder.For(type, count);
        for (var i = 0; i < count; i++)
            builder.Append(Integers.Of(type, scope.Transaction.NextValue(sequence)));
        return builder.Build();
    }
}
