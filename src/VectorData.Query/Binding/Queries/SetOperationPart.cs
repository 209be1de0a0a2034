using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>UNION, INTERSECT and EXCEPT.</summary>
internal sealed class SetOperationPart : QueryPart
{
    private readonly SetOperationBody _body;
    private readonly QueryPart[] _operands;
    private readonly SqlType[] _types;
    private readonly BoundColumn[] _columns;

    private SetOperationPart(SetOperationBody body, QueryPart[] operands, SqlType[] types, BoundColumn[] columns)
    {
        _body = body;
        _operands = operands;
        _types = types;
        _columns = columns;
    }

    public override IReadOnlyList<string> Names => _operands[0].Names;

    public override IReadOnlyList<BoundExpression> Items => _columns;

    public override int PositionOf(int item) => _operands[0].PositionOf(item);

    public static SetOperationPart Bind(QueryBinder binder, SetOperationBody body)
    {
        var operands = body.Operands.Select(binder.BindBody).ToArray();
        var count = operands[0].Items.Count;
        for (var i = 1; i < operands.Length; i++)
            if (operands[i].Items.Count != count)
                throw QueryErrors.UnequalColumns(body.Operator, body.Operands[i].Position);
        var types = new SqlType[count];
        var columns = new BoundColumn[count];
        for (var column = 0; column < count; column++)
        {
            var items = operands.Select(operand => operand.Items[column]).ToArray();
            types[column] = Array.TrueForAll(items, item => item.Type.Kind == TypeKind.Unknown)
                ? SqlType.Text
                : Array.TrueForAll(items, item => item.Type == items[0].Type) ? items[0].Type
                : binder.Expressions.CommonType(items, QueryErrors.Name(body.Operator));
            if (body.Operator != SetOperator.Union || !body.All)
                QueryBinder.RequireEquality(types[column], operands[0].PositionOf(column));
            columns[column] = binder.Context.NewColumn(operands[0].Names[column], types[column]);
        }

        return new SetOperationPart(body, operands, types, columns);
    }

    public override BoundQuery Build(QueryBinder binder, IReadOnlyList<SqlType>? types)
    {
        var inputs = new BoundRelation[_operands.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            var query = _operands[i].Build(binder, _types);
            inputs[i] = new BoundProject(query.Relation, Aligned(query, binder), keepsInput: false);
        }

        var relation = new BoundSetOperation(_body.Operator, _body.All, inputs, _columns);
        var outputs = _columns.Select(column => new BoundOutput(new ResultColumn(column.Name, column.Type), column)).ToArray();
        return Convert(new BoundQuery(relation, outputs), binder, types);
    }

    // One column each result column, also where a query names the same column twice.
    private static List<BoundAssignment> Aligned(BoundQuery query, QueryBinder binder)
    {
        var assignments = new List<BoundAssignment>();
        foreach (var output in query.Outputs)
        {
            var column = assignments.Exists(known => known.Column.Slot == output.Column.Slot)
                ? binder.Context.NewColumn(output.Description.Name, output.Column.Type, output.Column.NotNull)
                : output.Column;
            assignments.Add(new BoundAssignment(column, output.Column));
        }

        return assignments;
    }
}
