using System.Collections.Immutable;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Sql.Syntax;
using ColumnDefinition = VectorData.Core.Schema.ColumnDefinition;

namespace VectorData.Query.Execution.Definitions;

/// <summary>CREATE TABLE and the table of CREATE TABLE AS.</summary>
internal static class TableDefiner
{
    public static void Create(DefinitionScope scope, CreateTableStatement statement)
    {
        RefuseTemporary(statement.Temporary, statement.Position);
        var schema = scope.Names.SchemaForNew(statement.Name);
        if (scope.AlreadyThere(schema, statement.Name.Name, statement.IfNotExists, statement.Name.Position))
            return;
        var draft = new TableDraft(new TableDefinition(scope.Transaction.NewTableId(), schema, statement.Name.Name) { Options = Options(statement.Options, null) });
        foreach (var column in statement.Columns)
            ColumnDefiner.Add(scope, draft, column);
        AddConstraints(scope, draft, Constraints(statement));
        var table = draft.ToDefinition();
        foreach (var column in table.Columns)
            ColumnDefiner.CheckExpressions(table, column);
        scope.Catalog = scope.Catalog.WithTable(table);
        scope.Publish();
    }

    /// <summary>A table with the columns of a query's result; null when it is there already and IF NOT EXISTS was said.</summary>
    public static TableDefinition? CreateAs(DefinitionScope scope, CreateTableAsStatement statement, IReadOnlyList<ResultColumn> columns)
    {
        RefuseTemporary(statement.Temporary, statement.Position);
        var schema = scope.Names.SchemaForNew(statement.Name);
        if (scope.AlreadyThere(schema, statement.Name.Name, statement.IfNotExists, statement.Name.Position))
            return null;
        if (statement.Columns.Count > columns.Count)
            throw new VectorDbException(SqlStates.SyntaxError, "too many column names were specified") { Position = statement.Columns[columns.Count].Position + 1 };
        var draft = new TableDraft(new TableDefinition(scope.Transaction.NewTableId(), schema, statement.Name.Name) { Options = Options(statement.Options, null) });
        for (var i = 0; i < columns.Count; i++)
        {
            var name = i < statement.Columns.Count ? statement.Columns[i].Name : columns[i].Name;
            var type = columns[i].Type.Kind == TypeKind.Unknown ? SqlType.Text : columns[i].Type;
            if (type.Kind is TypeKind.Void or TypeKind.Record)
                throw new VectorDbException(SqlStates.InvalidTableDefinition, $"column \"{name}\" has pseudo-type {type.Name}");
            if (draft.IndexOf(name) >= 0)
                throw new VectorDbException(SqlStates.DuplicateColumn, $"column \"{name}\" specified more than once");
            draft.AddColumn(new ColumnDefinition(draft.TakeColumnId(), name, type), statement.Position);
        }

        var table = draft.ToDefinition();
        scope.Catalog = scope.Catalog.WithTable(table);
        scope.Publish();
        return table;
    }

    /// <summary>Adds constraints in the order that names and references ask for: keys, then checks, then foreign keys.</summary>
    public static void AddConstraints(DefinitionScope scope, TableDraft draft, IReadOnlyList<(TableConstraint Constraint, Identifier? Name, string? Column)> constraints)
    {
        foreach (var (constraint, name, column) in constraints.OrderBy(item => item.Constraint is PrimaryKeyConstraint ? 0 : 1))
            if (constraint is PrimaryKeyConstraint or UniqueConstraint)
                ConstraintDefiner.AddKey(scope, draft, constraint, name, column);
        foreach (var (constraint, name, column) in constraints)
            if (constraint is CheckConstraint check)
                ConstraintDefiner.AddCheck(draft, check, name, column);
        foreach (var (constraint, name, column) in constraints)
            if (constraint is ForeignKeyConstraint foreignKey)
                ConstraintDefiner.AddForeignKey(scope, draft, foreignKey, name, column);
    }

    /// <summary>The key, check and foreign-key constraints behind a column.</summary>
    public static IEnumerable<(TableConstraint Constraint, Identifier? Name, string? Column)> Constraints(Sql.Syntax.ColumnDefinition column) =>
        column.Constraints.OfType<KeyConstraint>().Select(key => (key.Constraint, key.Name ?? key.Constraint.Name, (string?)column.Name.Name));

    /// <summary>Checks and adds WITH (…) options of a table.</summary>
    public static ImmutableSortedDictionary<string, string> Options(IReadOnlyList<StorageOption> given, ImmutableSortedDictionary<string, string>? start)
    {
        var options = start ?? ImmutableSortedDictionary<string, string>.Empty;
        foreach (var option in given)
        {
            var name = option.Name.Name.ToLowerInvariant();
            if (name is not ("fillfactor" or "parallel_workers" or "toast_tuple_target" or "user_catalog_table" or "vacuum_truncate" or "vacuum_index_cleanup")
                && !name.StartsWith("autovacuum_", StringComparison.Ordinal) && !name.StartsWith("toast.", StringComparison.Ordinal))
                throw new VectorDbException(SqlStates.InvalidParameterValue, $"unrecognized parameter \"{name}\"") { Position = option.Position + 1 };
            options = options.SetItem(name, option.Value ?? "true");
        }

        return options;
    }

    private static List<(TableConstraint Constraint, Identifier? Name, string? Column)> Constraints(CreateTableStatement statement)
    {
        var constraints = statement.Columns.SelectMany(Constraints).ToList();
        constraints.AddRange(statement.Constraints.Select(constraint => (constraint, constraint.Name, (string?)null)));
        return constraints;
    }

    private static void RefuseTemporary(bool temporary, int position)
    {
        if (temporary)
        {
            throw new VectorDbException(SqlStates.FeatureNotSupported, "temporary tables are not supported")
            {
                Position = position + 1,
                Hint = "Use an ordinary table, or a database in memory.",
            };
        }
    }
}
