using System.Collections.Immutable;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Casts;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Constraints;
using VectorData.Sql.Syntax;
using ColumnDefinition = VectorData.Core.Schema.ColumnDefinition;

namespace VectorData.Query.Execution.Definitions;

/// <summary>ALTER COLUMN TYPE: the column gets a new id, all rows are written again, what depends on the column follows.</summary>
internal static class ColumnTypeAlterer
{
    public static void Alter(DefinitionScope scope, TableDefinition table, AlterColumnType action)
    {
        var at = ColumnAlterer.Find(table, action.Column);
        var old = table.Columns[at];
        var type = ColumnDefiner.Type(action.Type, old.Name);
        ColumnDefiner.CheckCollation(action.Collation, type);
        if (old.IsRowVersion && type != SqlType.BigInt)
            throw new VectorDbException(SqlStates.InvalidParameterValue, "row version column type must be bigint") { Position = action.Position + 1 };
        if (old.Identity != IdentityKind.None && !type.IsInteger)
            throw new VectorDbException(SqlStates.InvalidParameterValue, "identity column type must be smallint, integer, or bigint") { Position = action.Type.Position + 1 };
        RefuseGenerated(table, at, action);
        var value = Transform(table, old, type, action);
        var draft = new TableDraft(table);
        var column = old with
        {
            Id = draft.TakeColumnId(),
            Type = type,
            Collation = action.Collation?.Name,
            MissingValue = default,
        };
        CheckDefault(column);
        draft.Columns[at] = column;
        MoveKeys(scope, draft, old.Id, column.Id, type, action.Type.Position);
        var changed = draft.ToDefinition();
        foreach (var check in changed.Checks)
            TableExpressions.Check(changed, check);
        MoveReferences(scope, table, old, column, action.Type.Position);
        changed = changed with
        {
            ForeignKeys = [.. changed.ForeignKeys.Select(key => Moved(key, table.Id, old.Id, column.Id) with
            {
                Columns = [.. key.Columns.Select(id => id == old.Id ? column.Id : id)],
            })],
        };
        if (old.OwnedSequence is { } owned && scope.Catalog.FindSequence(owned) is { } sequence)
            scope.Catalog = scope.Catalog.WithSequence(sequence with { OwnedBy = (table.Id, column.Id) });
        var compiled = ExpressionCompiler.Compile(value, TableExpressions.Layout(table));
        TableRewriter.Rewrite(
            scope,
            table,
            changed,
            ImmutableDictionary<ColumnId, ColumnSource>.Empty.Add(column.Id, rows => compiled.Evaluate(rows, scope.Context.Evaluation)));
        foreach (var check in changed.Checks)
            if (TableExpressions.ColumnsOf(changed, check.Expression).Contains(at))
                ExistingRows.RequireCheck(scope.Context, changed, check);
    }

    private static BoundExpression Transform(TableDefinition table, ColumnDefinition column, SqlType type, AlterColumnType action)
    {
        var binder = TableExpressions.Over(table, "USING");
        var source = action.Using is { } given
            ? binder.Bind(given)
            : new BoundColumn(table.IndexOf(column.Id), column.Name, column.Type, -1) { NotNull = column.NotNull };
        if (source.Type.Kind == TypeKind.Unknown || AssignmentCast.Exists(source.Type, type))
            return AssignmentCast.Bind(source, type, column.Name, binder.Parameters);
        throw action.Using is null
            ? new VectorDbException(SqlStates.DatatypeMismatch, $"column \"{column.Name}\" cannot be cast automatically to type {type}")
            {
                Position = action.Position + 1,
                Hint = $"You might need to specify \"USING {Sql.SqlWriter.QuoteIdentifier(column.Name)}::{type}\".",
            }
            : new VectorDbException(SqlStates.DatatypeMismatch, $"result of USING clause for column \"{column.Name}\" cannot be cast automatically to type {type}")
            {
                Position = action.Position + 1,
                Hint = "You might need to add an explicit cast.",
            };
    }

    private static void CheckDefault(ColumnDefinition column)
    {
        if (column.Default is null || column.OwnedSequence is not null)
            return;
        try
        {
            TableExpressions.Default(column);
        }
        catch (VectorDbException e) when (e.SqlState == SqlStates.DatatypeMismatch)
        {
            throw new VectorDbException(e.SqlState, $"default for column \"{column.Name}\" cannot be cast automatically to type {column.Type}");
        }
    }

    private static void RefuseGenerated(TableDefinition table, int at, AlterColumnType action)
    {
        foreach (var other in table.Columns)
        {
            if (other.Generated is not { } text || !TableExpressions.ColumnsOf(table, text).Contains(at))
                continue;
            throw new VectorDbException(SqlStates.FeatureNotSupported, "cannot alter type of a column used by a generated column")
            {
                Position = action.Position + 1,
                Detail = $"Column \"{table.Columns[at].Name}\" is used by generated column \"{other.Name}\".",
            };
        }

        if (table.Columns[at].Generated is not null && action.Using is not null)
        {
            throw new VectorDbException(SqlStates.InvalidColumnDefinition, "cannot specify USING when altering type of generated column")
            {
                Position = action.Position + 1,
                Detail = $"Column \"{table.Columns[at].Name}\" is a generated column.",
            };
        }
    }

    // Indexes over the column are built anew, as others of the same name.
    private static void MoveKeys(DefinitionScope scope, TableDraft draft, ColumnId from, ColumnId to, SqlType type, int position)
    {
        for (var i = 0; i < draft.Indexes.Count; i++)
        {
            var index = draft.Indexes[i];
            if (!index.Columns.Any(key => key.Column == from))
                continue;
            foreach (var key in index.Columns.Where(key => key.Column == from))
                CheckOperatorClass(index, key.OperatorClass, type, position);

            draft.Indexes[i] = index with
            {
                Id = scope.Transaction.NewIndexId(),
                Columns = [.. index.Columns.Select(key => key.Column == from ? key with { Column = to } : key)],
            };
        }
    }

    private static void CheckOperatorClass(IndexDefinition index, string? operatorClass, SqlType type, int position)
    {
        try
        {
            if (index.Method == IndexMethod.Hnsw)
                OperatorClasses.CheckHnsw(operatorClass, type, position);
            else
                OperatorClasses.CheckOrdering(operatorClass, "btree", type, position);
        }
        catch (VectorDbException e) when (e.SqlState is SqlStates.DatatypeMismatch or SqlStates.UndefinedObject)
        {
            throw new VectorDbException(e.SqlState, e.Message, e)
            {
                Position = e.Position,
                Detail = $"Index \"{index.Name}\" is over the column with this operator class.",
                Hint = $"Drop index \"{index.Name}\" first, and create it again with an operator class for {type} afterwards.",
            };
        }
    }

    private static void MoveReferences(DefinitionScope scope, TableDefinition table, ColumnDefinition old, ColumnDefinition column, int position)
    {
        foreach (var (other, foreignKey) in scope.Catalog.ReferencesTo(table.Id).ToList())
        {
            if (other.Id == table.Id || !foreignKey.ReferencedColumns.Contains(old.Id))
                continue;
            var from = other.Column(foreignKey.Columns[foreignKey.ReferencedColumns.IndexOf(old.Id)]);
            ConstraintDefiner.RequireComparable(foreignKey.Name, from, column, position);
            scope.Lock(other);
            var current = scope.Catalog.FindTable(other.Id)!;
            scope.Catalog = scope.Catalog.WithTable(current with
            {
                ForeignKeys = [.. current.ForeignKeys.Select(key => Moved(key, table.Id, old.Id, column.Id))],
            });
        }

        foreach (var foreignKey in table.ForeignKeys.Where(key => key.Columns.Contains(old.Id)))
        {
            var target = scope.Catalog.FindTable(foreignKey.ReferencedTable)!.Column(foreignKey.ReferencedColumns[foreignKey.Columns.IndexOf(old.Id)]);
            ConstraintDefiner.RequireComparable(foreignKey.Name, column, target.Id == old.Id ? column : target, position);
        }
    }

    private static ForeignKeyDefinition Moved(ForeignKeyDefinition key, TableId table, ColumnId from, ColumnId to) => key.ReferencedTable != table
        ? key
        : key with { ReferencedColumns = [.. key.ReferencedColumns.Select(id => id == from ? to : id)] };
}
