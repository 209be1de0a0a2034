using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Constraints;
using VectorData.Query.Execution.Statements;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Statements;

/// <summary>Binds ON CONFLICT: which unique index decides, and what DO UPDATE sets.</summary>
internal static class ConflictBinder
{
    public static ConflictAction Bind(StatementBinder binder, TableWriter writer, string name, ConflictClause clause)
    {
        var arbiter = clause.Target is { } target ? Arbiter(writer.Table, target) : null;
        if (!clause.DoUpdate)
            return new ConflictAction(writer, arbiter?.Id);
        if (arbiter is null)
        {
            throw new VectorDbException(SqlStates.SyntaxError, "ON CONFLICT DO UPDATE requires inference specification or constraint name")
            {
                Position = clause.Position + 1,
                Hint = "For example, ON CONFLICT (column_name).",
            };
        }

        var (row, columns) = binder.Row(writer.Table, name);
        var (excluded, excludedColumns) = binder.Row(writer.Table, "excluded");
        var both = new FromItem(row.Relation, [.. row.Tables, excluded.Tables[0] with { AliasFor = null, Schema = null }], [.. row.Columns, .. excluded.Columns]);
        var layout = new SlotLayout([.. columns.Concat(excludedColumns).Select(column => column.Slot)]);
        var expressions = binder.Queries.Expressions.In(binder.Queries.Scope("UPDATE", both));
        var compiled = new List<(int, CompiledExpression?, ColumnFiller?)>();
        foreach (var (column, value) in AssignmentBinder.Bind(binder, writer.Table, clause.Assignments, expressions))
        {
            compiled.Add(value is null
                ? (column, null, ColumnFiller.For(binder.Context.Catalog, writer.Table.Columns[column]))
                : (column, ExpressionCompiler.Compile(value, layout), null));
        }

        var where = clause.Where is { } condition
            ? ExpressionCompiler.CompilePredicate(binder.Queries.Expressions.In(binder.Queries.Scope("WHERE", both)).BindCondition(condition, "WHERE"), layout)
            : null;
        return new ConflictAction(writer, arbiter.Id) { Update = new ConflictUpdate(new RowAssignments(columns.Length, compiled), where) };
    }

    private static IndexDefinition Arbiter(TableDefinition table, ConflictTarget target)
    {
        if (target.Constraint is { } constraint)
        {
            return table.Indexes.FirstOrDefault(index => index.IsConstraint && index.IsUnique && index.Name == constraint.Name)
                ?? throw new VectorDbException(SqlStates.UndefinedObject, $"constraint \"{constraint.Name}\" for table \"{table.Name}\" does not exist") { Position = constraint.Position + 1 };
        }

        var columns = new HashSet<ColumnId>();
        foreach (var element in target.Elements)
        {
            if (element.Expression is not ColumnReference { Name.Parts.Count: 1 } reference)
                throw NoArbiter(target);
            var at = table.IndexOf(reference.Name.Name);
            if (at < 0)
                throw new VectorDbException(SqlStates.UndefinedColumn, $"column \"{reference.Name.Name}\" does not exist") { Position = reference.Position + 1 };
            columns.Add(table.Columns[at].Id);
        }

        return table.Indexes.FirstOrDefault(index => index.IsUnique && index.Columns.Length == columns.Count && index.Columns.All(key => columns.Contains(key.Column)))
            ?? throw NoArbiter(target);
    }

    private static VectorDbException NoArbiter(ConflictTarget target) => new(
        SqlStates.InvalidColumnReference, "there is no unique or exclusion constraint matching the ON CONFLICT specification")
    { Position = target.Position + 1 };
}
