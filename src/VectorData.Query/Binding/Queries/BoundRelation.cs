using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Statements;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>
/// A table-valued node of a bound query. A slot names one value through the whole statement: nodes that pass a column on keep its slot.
/// </summary>
internal abstract class BoundRelation
{
    /// <summary>The columns it gives.</summary>
    public abstract IReadOnlyList<BoundColumn> Columns { get; }

    public virtual IReadOnlyList<BoundRelation> Inputs => [];

    /// <summary>The expressions evaluated at this node itself.</summary>
    public virtual IEnumerable<BoundExpression> Expressions => [];

    /// <summary>The slots of <see cref="Columns"/>.</summary>
    public HashSet<int> OutputSlots() => [.. Columns.Select(column => column.Slot)];

    /// <summary>This node and all below it.</summary>
    public IEnumerable<BoundRelation> DescendantsAndSelf()
    {
        var open = new Stack<BoundRelation>();
        open.Push(this);
        while (open.TryPop(out var node))
        {
            yield return node;
            foreach (var input in node.Inputs)
                open.Push(input);
        }
    }
}

/// <summary>One row without columns: SELECT without FROM.</summary>
internal sealed class BoundSingleRow : BoundRelation
{
    public override IReadOnlyList<BoundColumn> Columns => [];
}

/// <summary>Where the address of each row of a scan is found: segment id (bigint) and ordinal (integer).</summary>
internal sealed record RowIdColumns(BoundColumn Segment, BoundColumn Ordinal);

/// <summary>All rows of a table; column i has the table's column i.</summary>
internal sealed class BoundScan(TableDefinition table, string alias, IReadOnlyList<BoundColumn> columns) : BoundRelation
{
    public TableDefinition Table { get; } = table;

    public string Alias { get; } = alias;

    /// <summary>Set where row addresses are wanted, too; then they are the last two columns.</summary>
    public RowIdColumns? RowId { get; init; }

    public override IReadOnlyList<BoundColumn> Columns => RowId is { } id ? [.. columns, id.Segment, id.Ordinal] : columns;

    /// <summary>The table's own columns.</summary>
    public IReadOnlyList<BoundColumn> TableColumns => columns;
}

/// <summary>Rows of a table that is made when it is read.</summary>
internal sealed class BoundVirtualScan(VirtualTable table, string alias, IReadOnlyList<BoundColumn> columns) : BoundRelation
{
    public VirtualTable Table { get; } = table;

    public string Alias { get; } = alias;

    public override IReadOnlyList<BoundColumn> Columns => columns;
}

/// <summary>VALUES: rows of expressions of the columns' types.</summary>
internal sealed class BoundValues(IReadOnlyList<BoundColumn> columns, IReadOnlyList<IReadOnlyList<BoundExpression>> rows) : BoundRelation
{
    public override IReadOnlyList<BoundColumn> Columns => columns;

    public IReadOnlyList<IReadOnlyList<BoundExpression>> Rows { get; } = rows;

    public override IEnumerable<BoundExpression> Expressions => Rows.SelectMany(row => row);
}

internal enum TableFunctionKind
{
    GenerateSeries,
    Unnest,

    /// <summary>The value of an expression as one row.</summary>
    Scalar,
}

/// <summary>A function that gives rows, with arguments of the types its column needs.</summary>
internal sealed record BoundTableFunction(TableFunctionKind Kind, string Name, IReadOnlyList<BoundExpression> Arguments, SqlType ColumnType)
{
    /// <summary>generate_series over times: the value after <see cref="BoundSeriesStep.Current"/>.</summary>
    public BoundSeriesStep? Next { get; init; }
}

/// <summary>How a series goes on from a value.</summary>
internal sealed record BoundSeriesStep(BoundColumn Current, BoundExpression Expression);

/// <summary>Table functions side by side, a column each, the shorter ones padded with NULL; then the row number when asked for.</summary>
internal sealed class BoundFunctionScan(IReadOnlyList<BoundTableFunction> functions, IReadOnlyList<BoundColumn> columns, bool withOrdinality, string alias)
    : BoundRelation
{
    public IReadOnlyList<BoundTableFunction> Functions { get; } = functions;

    public bool WithOrdinality { get; } = withOrdinality;

    public string Alias { get; } = alias;

    public override IReadOnlyList<BoundColumn> Columns => columns;

    public override IEnumerable<BoundExpression> Expressions => Functions.SelectMany(function => function.Arguments);
}

internal enum BoundJoinKind
{
    Inner,
    Left,
    Right,
    Full,

    /// <summary>Left rows with a match, once.</summary>
    Semi,

    /// <summary>Left rows without a match.</summary>
    Anti,
}

/// <summary>Pairs of rows for which the condition holds; null is always.</summary>
internal sealed class BoundJoin(BoundJoinKind kind, BoundRelation left, BoundRelation right, BoundExpression? condition, bool isLateral = false)
    : BoundRelation
{
    public BoundJoinKind Kind { get; } = kind;

    public BoundRelation Left { get; } = left;

    public BoundRelation Right { get; } = right;

    public BoundExpression? Condition { get; } = condition;

    /// <summary>The right side reads columns of the left one and is run for each of its rows.</summary>
    public bool IsLateral { get; } = isLateral;

    public override IReadOnlyList<BoundRelation> Inputs => [Left, Right];

    public override IEnumerable<BoundExpression> Expressions => Condition is null ? [] : [Condition];

    public override IReadOnlyList<BoundColumn> Columns { get; } = kind switch
    {
        BoundJoinKind.Semi or BoundJoinKind.Anti => left.Columns,
        BoundJoinKind.Inner => [.. left.Columns, .. right.Columns],
        BoundJoinKind.Left => [.. left.Columns, .. Nullable(right.Columns)],
        BoundJoinKind.Right => [.. Nullable(left.Columns), .. right.Columns],
        _ => [.. Nullable(left.Columns), .. Nullable(right.Columns)],
    };

    public static IEnumerable<BoundColumn> Nullable(IReadOnlyList<BoundColumn> columns) =>
        columns.Select(column => column.NotNull ? column with { NotNull = false } : column);
}

/// <summary>Rows for which the condition is true.</summary>
internal sealed class BoundFilter(BoundRelation input, BoundExpression condition) : BoundRelation
{
    public BoundRelation Input { get; } = input;

    public BoundExpression Condition { get; } = condition;

    public override IReadOnlyList<BoundColumn> Columns => Input.Columns;

    public override IReadOnlyList<BoundRelation> Inputs => [Input];

    public override IEnumerable<BoundExpression> Expressions => [Condition];
}

/// <summary>A slot and what stands in it. A column that is passed on is its own expression.</summary>
internal sealed record BoundAssignment(BoundColumn Column, BoundExpression Expression)
{
    public bool IsPassedOn => Expression is BoundColumn source && source.Slot == Column.Slot;
}

/// <summary>Computed columns; <see cref="KeepsInput"/>: beside all columns of the input, otherwise nothing but them.</summary>
internal sealed class BoundProject(BoundRelation input, IReadOnlyList<BoundAssignment> assignments, bool keepsInput) : BoundRelation
{
    public BoundRelation Input { get; } = input;

    public IReadOnlyList<BoundAssignment> Assignments { get; } = assignments;

    public bool KeepsInput { get; } = keepsInput;

    public override IReadOnlyList<BoundColumn> Columns { get; } =
        [.. keepsInput ? input.Columns : [], .. assignments.Select(assignment => assignment.Column)];

    public override IReadOnlyList<BoundRelation> Inputs => [Input];

    public override IEnumerable<BoundExpression> Expressions => Assignments.Select(assignment => assignment.Expression);
}

/// <summary>An aggregate and the slot of its value.</summary>
internal sealed record BoundAggregateColumn(BoundColumn Column, BoundAggregate Aggregate);

/// <summary>One row a group; without keys one row in all.</summary>
internal sealed class BoundGrouping(BoundRelation input, IReadOnlyList<BoundAssignment> keys, IReadOnlyList<BoundAggregateColumn> aggregates) : BoundRelation
{
    public BoundRelation Input { get; } = input;

    public IReadOnlyList<BoundAssignment> Keys { get; } = keys;

    public IReadOnlyList<BoundAggregateColumn> Aggregates { get; } = aggregates;

    public override IReadOnlyList<BoundColumn> Columns { get; } =
        [.. keys.Select(key => key.Column), .. aggregates.Select(aggregate => aggregate.Column)];

    public override IReadOnlyList<BoundRelation> Inputs => [Input];

    public override IEnumerable<BoundExpression> Expressions =>
        [.. Keys.Select(key => key.Expression), .. Aggregates.SelectMany(column => Parts(column.Aggregate))];

    /// <summary>All expressions of an aggregate call.</summary>
    public static IEnumerable<BoundExpression> Parts(BoundAggregate aggregate) =>
        [.. aggregate.Arguments, .. aggregate.Filter is null ? [] : new[] { aggregate.Filter }, .. aggregate.OrderBy.Select(order => order.Expression)];
}

/// <summary>The first row of each distinct combination of the keys, in input order; DISTINCT has all columns as keys.</summary>
internal sealed class BoundDistinct(BoundRelation input, IReadOnlyList<BoundColumn> keys) : BoundRelation
{
    public BoundRelation Input { get; } = input;

    public IReadOnlyList<BoundColumn> Keys { get; } = keys;

    public override IReadOnlyList<BoundColumn> Columns => Input.Columns;

    public override IReadOnlyList<BoundRelation> Inputs => [Input];

    public override IEnumerable<BoundExpression> Expressions => Keys;
}

/// <summary>Rows in order. The keys are columns of the input.</summary>
internal sealed class BoundSort(BoundRelation input, IReadOnlyList<BoundOrdering> orderings) : BoundRelation
{
    public BoundRelation Input { get; } = input;

    public IReadOnlyList<BoundOrdering> Orderings { get; } = orderings;

    public override IReadOnlyList<BoundColumn> Columns => Input.Columns;

    public override IReadOnlyList<BoundRelation> Inputs => [Input];

    public override IEnumerable<BoundExpression> Expressions => Orderings.Select(ordering => ordering.Expression);
}

/// <summary>Skips <see cref="Offset"/> rows and gives at most <see cref="Limit"/>, with <see cref="WithTies"/> also those equal to the last.</summary>
internal sealed class BoundLimit(BoundRelation input, BoundExpression? limit, BoundExpression? offset, bool withTies) : BoundRelation
{
    public BoundRelation Input { get; } = input;

    public BoundExpression? Limit { get; } = limit;

    public BoundExpression? Offset { get; } = offset;

    public bool WithTies { get; } = withTies;

    public override IReadOnlyList<BoundColumn> Columns => Input.Columns;

    public override IReadOnlyList<BoundRelation> Inputs => [Input];

    public override IEnumerable<BoundExpression> Expressions =>
        [.. Limit is null ? [] : new[] { Limit }, .. Offset is null ? [] : new[] { Offset }];
}

/// <summary>UNION, INTERSECT or EXCEPT of inputs whose columns have the types of <see cref="Columns"/>, by place.</summary>
internal sealed class BoundSetOperation(SetOperator operation, bool all, IReadOnlyList<BoundRelation> inputs, IReadOnlyList<BoundColumn> columns) : BoundRelation
{
    public SetOperator Operator { get; } = operation;

    public bool All { get; } = all;

    public override IReadOnlyList<BoundRelation> Inputs => inputs;

    public override IReadOnlyList<BoundColumn> Columns => columns;
}

/// <summary>A common table whose rows are computed once an execution.</summary>
internal sealed class BoundCommonTable(string name, BoundQuery query)
{
    public string Name { get; } = name;

    public BoundQuery Query { get; } = query;
}

/// <summary>The rows of a common table under slots of their own.</summary>
internal sealed class BoundCommonTableScan(BoundCommonTable table, string alias, IReadOnlyList<BoundColumn> columns) : BoundRelation
{
    public BoundCommonTable Table { get; } = table;

    public string Alias { get; } = alias;

    public override IReadOnlyList<BoundColumn> Columns => columns;
}

/// <summary>FOR UPDATE and FOR SHARE: locks the rows that come through.</summary>
internal sealed class BoundLocking(BoundRelation input, IReadOnlyList<(TableDefinition Table, RowIdColumns RowId)> tables, LockStrength strength, bool noWait) : BoundRelation
{
    public BoundRelation Input { get; } = input;

    public IReadOnlyList<(TableDefinition Table, RowIdColumns RowId)> Tables { get; } = tables;

    public LockStrength Strength { get; } = strength;

    /// <summary>NOWAIT: 55P03 at once where another transaction has a row.</summary>
    public bool NoWait { get; } = noWait;

    public override IReadOnlyList<BoundColumn> Columns => Input.Columns;

    public override IReadOnlyList<BoundRelation> Inputs => [Input];

    public override IEnumerable<BoundExpression> Expressions => Tables.SelectMany(table => new[] { table.RowId.Segment, table.RowId.Ordinal });
}

/// <summary>Window functions over one ordering of partitions; adds their columns to the input's. Keys and arguments are columns of the input or scalars.</summary>
internal sealed class BoundWindowing(BoundRelation input, BoundWindow window) : BoundRelation
{
    public BoundRelation Input { get; } = input;

    public BoundWindow Window { get; } = window;

    public override IReadOnlyList<BoundColumn> Columns { get; } = [.. input.Columns, .. window.Columns.Select(function => function.Column)];

    public override IReadOnlyList<BoundRelation> Inputs => [Input];

    public override IEnumerable<BoundExpression> Expressions =>
    [
        .. Window.PartitionBy, .. Window.OrderBy.Select(order => order.Expression), .. Window.Columns.SelectMany(function => function.Expressions),
    ];
}
