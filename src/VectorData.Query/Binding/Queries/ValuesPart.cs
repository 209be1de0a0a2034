using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>VALUES.</summary>
internal sealed class ValuesPart : QueryPart
{
    private readonly ValuesBody _body;
    private readonly BoundExpression[][] _rows;

    private ValuesPart(ValuesBody body, BoundExpression[][] rows, BoundExpression[] items)
    {
        _body = body;
        _rows = rows;
        Items = items;
        Names = [.. items.Select((_, i) => "column" + (i + 1).ToString(CultureInfo.InvariantCulture))];
    }

    public override IReadOnlyList<string> Names { get; }

    public override IReadOnlyList<BoundExpression> Items { get; }

    public override int PositionOf(int item) => _body.Rows[0].Values[item].Position;

    public static ValuesPart Bind(QueryBinder binder, ValuesBody body)
    {
        var rows = new BoundExpression[body.Rows.Count][];
        for (var i = 0; i < rows.Length; i++)
        {
            if (body.Rows[i].Values.Count != body.Rows[0].Values.Count)
                throw QueryErrors.At(SqlStates.SyntaxError, "VALUES lists must all be the same length", body.Rows[i].Position);
            rows[i] = [.. body.Rows[i].Values.Select(value => Bind(binder, value))];
        }

        var items = new BoundExpression[rows[0].Length];
        for (var column = 0; column < items.Length; column++)
        {
            var values = rows.Select(row => row[column]).ToArray();
            if (Array.TrueForAll(values, value => value.Type.Kind == TypeKind.Unknown))
            {
                items[column] = new BoundConstant(Value.Null(SqlType.Unknown), values[0].Position);
                continue;
            }

            var type = binder.Expressions.CommonType(values, "VALUES");
            foreach (var row in rows)
                row[column] = binder.Expressions.Coerce(row[column], type);
            items[column] = new BoundConstant(Value.Null(type), values[0].Position);
        }

        return new ValuesPart(body, rows, items);
    }

    public override BoundQuery Build(QueryBinder binder, IReadOnlyList<SqlType>? types)
    {
        types ??= SettledTypes();
        var rows = _rows.Select(row => (IReadOnlyList<BoundExpression>)[.. row.Select((value, i) => value.Type == types[i] ? value : binder.Expressions.Coerce(value, types[i]))]).ToArray();
        var columns = types.Select((type, i) => binder.Context.NewColumn(Names[i], type, Array.TrueForAll(rows, row => row[i] is BoundConstant { Value.IsNull: false }))).ToArray();
        return new BoundQuery(
            new BoundValues(columns, rows),
            [.. columns.Select(column => new BoundOutput(new ResultColumn(column.Name, column.Type) { IsNullable = !column.NotNull }, column))]);
    }

    private static BoundExpression Bind(QueryBinder binder, Expression value) => value is DefaultExpression
        ? throw QueryErrors.At(SqlStates.SyntaxError, "DEFAULT is not allowed in this context", value.Position)
        : binder.Expressions.Bind(value);
}
