using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Statements;
using VectorData.Query.Planning;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Statements;

/// <summary>Makes the plans of UPDATE and DELETE.</summary>
internal static class UpdateBinder
{
    public static UpdatePlan Bind(StatementBinder binder, UpdateStatement statement)
    {
        binder.With(statement.With, statement);
        var table = binder.Target(statement.Table);
        var writer = binder.Writers.For(table.Id);
        var source = RowSource.Bind(binder.Queries, table, statement.Alias, statement.From, statement.Where);
        var outputs = Addresses(source);
        outputs.AddRange(source.Target.TableColumns);
        var assignments = new List<UpdateColumn>();
        foreach (var (column, value) in AssignmentBinder.Bind(binder, table, statement.Assignments, source.Expressions("UPDATE")))
        {
            if (value is null)
            {
                assignments.Add(new UpdateColumn(column, -1, ColumnFiller.For(binder.Context.Catalog, table.Columns[column])));
                continue;
            }

            assignments.Add(new UpdateColumn(column, outputs.Count - TargetRows.AddressColumns - table.Columns.Length, null));
            outputs.Add(value);
        }

        var values = outputs.Count - TargetRows.AddressColumns - table.Columns.Length;
        var returning = Returning(binder, source, statement.Returning, outputs, values);
        return new UpdatePlan(writer, new TargetRows(Plan(binder, source, outputs)), assignments, returning)
        {
            ParameterTypes = binder.Parameters.Complete(),
            Columns = returning?.Columns,
        };
    }

    public static DeletePlan Bind(StatementBinder binder, DeleteStatement statement)
    {
        binder.With(statement.With, statement);
        var table = binder.Target(statement.Table);
        var writer = binder.Writers.For(table.Id);
        var source = RowSource.Bind(binder.Queries, table, statement.Alias, statement.Using, statement.Where);
        var outputs = Addresses(source);
        var hasColumns = writer.IsReferenced || statement.Returning.Count > 0;
        if (hasColumns)
            outputs.AddRange(source.Target.TableColumns);
        var returning = Returning(binder, source, statement.Returning, outputs, 0);
        return new DeletePlan(writer, new TargetRows(Plan(binder, source, outputs)), hasColumns, returning)
        {
            ParameterTypes = binder.Parameters.Complete(),
            Columns = returning?.Columns,
        };
    }

    private static List<BoundExpression> Addresses(RowSource source) => [source.Target.RowId!.Segment, source.Target.RowId.Ordinal];

    private static PhysicalPlan Plan(StatementBinder binder, RowSource source, List<BoundExpression> outputs) =>
        QueryPlanner.Plan(source.Relation, outputs);

    // RETURNING sees the new row where the table's columns stand, and the other items of FROM as they were joined. The latter's columns
    // that it reads become further outputs of the plan. The rows it gets: the table's columns, `values` new values, then those.
    private static Returning? Returning(StatementBinder binder, RowSource source, IReadOnlyList<SelectItem> items, List<BoundExpression> outputs, int values)
    {
        if (items.Count == 0)
            return null;
        var own = source.Target.TableColumns;
        var bound = RowSource.BindReturning(binder.Queries, source.From, items);
        var slots = own.Select(column => column.Slot).ToList();
        for (var i = 0; i < values; i++)
            slots.Add(int.MinValue + i);
        var available = source.Relation.Columns.ToDictionary(column => column.Slot);
        foreach (var slot in bound.SelectMany(item => item.Expression.Slots()).Distinct().Where(slot => !slots.Contains(slot)))
        {
            if (!available.TryGetValue(slot, out var column))
                continue;
            outputs.Add(column);
            slots.Add(slot);
        }

        return new Returning(bound, new SlotLayout(slots));
    }
}
