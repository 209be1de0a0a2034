using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Statements;
using VectorData.Query.Planning;
using VectorData.Sql.Syntax;
using ColumnDefinition = VectorData.Core.Schema.ColumnDefinition;

namespace VectorData.Query.Binding.Statements;

/// <summary>Makes the plan of an INSERT.</summary>
internal static class InsertBinder
{
    public static InsertPlan Bind(StatementBinder binder, InsertStatement statement)
    {
        binder.With(statement.With, statement);
        var table = binder.Target(statement.Table);
        var writer = binder.Writers.For(table.Id);
        var fillers = new ColumnFiller?[table.Columns.Length];
        var sourceOf = new int[table.Columns.Length];
        Array.Fill(sourceOf, -1);
        InsertSource source;
        if (statement.Source is null)
        {
            source = new ValuesSource([], [[]]);
        }
        else if (statement.Source is { Body: ValuesBody values, With: null, Limit: null, Offset: null } query && query.OrderBy.Count == 0)
        {
            var columns = Columns(table, statement, values.Rows[0].Values.Count, values.Rows[0]);
            source = Values(binder, table, statement, values, columns);
            Place(columns, sourceOf);
        }
        else
        {
            source = Query(binder, table, statement, out var columns);
            Place(columns, sourceOf);
        }

        // OVERRIDING USER VALUE: what was given for identity columns is put aside.
        for (var i = 0; i < sourceOf.Length; i++)
        {
            if (statement.Overriding == IdentityOverride.User && table.Columns[i].Identity != IdentityKind.None)
                sourceOf[i] = -1;
            if (table.Columns[i].IsComputed)
                sourceOf[i] = -1;
            if (sourceOf[i] < 0)
                fillers[i] = ColumnFiller.For(binder.Context.Catalog, table.Columns[i]);
        }

        var name = statement.Alias?.Name ?? table.Name;
        var conflict = statement.OnConflict is { } clause ? ConflictBinder.Bind(binder, writer, name, clause) : null;
        var returning = Returning(binder, table, name, statement.Returning);
        return new InsertPlan(binder.Writers, writer, source, sourceOf, fillers, conflict, returning)
        {
            ParameterTypes = binder.Parameters.Complete(),
            Columns = returning?.Columns,
        };
    }

    private static Returning? Returning(StatementBinder binder, TableDefinition table, string name, IReadOnlyList<SelectItem> items)
    {
        if (items.Count == 0)
            return null;
        var (row, columns) = binder.Row(table, name);
        return new Returning(RowSource.BindReturning(binder.Queries, row, items), new SlotLayout([.. columns.Select(column => column.Slot)]));
    }

    private static void Place(int[] columns, int[] sourceOf)
    {
        for (var i = 0; i < columns.Length; i++)
            sourceOf[columns[i]] = i;
    }

    // The columns that the source's values go to, in order.
    private static int[] Columns(TableDefinition table, InsertStatement statement, int values, SyntaxNode source)
    {
        if (statement.Columns.Count == 0)
        {
            if (values > table.Columns.Length)
                throw TooMany(source is ValuesRow row ? row.Values[table.Columns.Length].Position : source.Position);
            return [.. Enumerable.Range(0, values)];
        }

        var columns = new int[statement.Columns.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = StatementBinder.Column(table, statement.Columns[i]);
            if (Array.IndexOf(columns, columns[i], 0, i) >= 0)
                throw new VectorDbException(SqlStates.DuplicateColumn, $"column \"{statement.Columns[i].Name}\" specified more than once") { Position = statement.Columns[i].Position + 1 };
        }

        if (values > columns.Length)
            throw TooMany(source is ValuesRow given ? given.Values[columns.Length].Position : source.Position);
        return values == columns.Length
            ? columns
            : throw new VectorDbException(SqlStates.SyntaxError, "INSERT has more target columns than expressions") { Position = statement.Columns[values].Position + 1 };
    }

    private static VectorDbException TooMany(int position) =>
        new(SqlStates.SyntaxError, "INSERT has more expressions than target columns") { Position = position + 1 };

    private static ValuesSource Values(StatementBinder binder, TableDefinition table, InsertStatement statement, ValuesBody values, int[] columns)
    {
        var rows = new ValueCell[values.Rows.Count][];
        var fillers = new ColumnFiller?[columns.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            var cells = values.Rows[row].Values;
            if (cells.Count != columns.Length)
                throw new VectorDbException(SqlStates.SyntaxError, "VALUES lists must all be the same length") { Position = (cells.Count > 0 ? cells[0].Position : values.Rows[row].Position) + 1 };
            rows[row] = new ValueCell[columns.Length];
            for (var i = 0; i < columns.Length; i++)
            {
                var column = table.Columns[columns[i]];
                if (cells[i] is DefaultExpression)
                {
                    rows[row][i] = ValueCell.Of(fillers[i] ??= ColumnFiller.For(binder.Context.Catalog, column));
                    continue;
                }

                RequireWritable(column, statement.Overriding, cells[i].Position);
                rows[row][i] = ValueCell.Of(binder.Assign(binder.Queries.Expressions.Bind(cells[i]), column), column.Type);
            }
        }

        return new ValuesSource([.. columns.Select(at => table.Columns[at].Type)], rows);
    }

    private static QuerySource Query(StatementBinder binder, TableDefinition table, InsertStatement statement, out int[] columns)
    {
        var query = statement.Source!;
        var wanted = statement.Columns.Count > 0
            ? statement.Columns.Select(name => table.Columns[StatementBinder.Column(table, name)].Type)
            : table.Columns.Select(column => column.Type);
        var bound = binder.Queries.Bind(query, [.. wanted.Select(type => type.Unmodified)]);
        columns = Columns(table, statement, bound.Outputs.Count, query);
        var values = new BoundExpression[columns.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var column = table.Columns[columns[i]];
            RequireWritable(column, statement.Overriding, query.Position);
            values[i] = binder.Assign(bound.Outputs[i].Column, column);
        }

        return new QuerySource(QueryPlanner.Plan(bound.Relation, values), binder.Context.Tables.Contains(table.Id));
    }

    private static void RequireWritable(ColumnDefinition column, IdentityOverride overriding, int position)
    {
        if (column.IsComputed || (column.Identity == IdentityKind.Always && overriding == IdentityOverride.None))
            throw StatementBinder.GivenAlways(column, isInsert: true, position);
    }
}
