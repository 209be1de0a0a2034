using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>Binds functions that give rows: generate_series, unnest, and any scalar function as one row.</summary>
internal sealed class TableFunctionBinder(QueryBinder binder)
{
    /// <summary>Whether a call is one of a function that gives rows.</summary>
    public static bool IsTableFunction(Expression expression) =>
        expression is FunctionCall { Over: null } call && Kind(call) is not null;

    public (FromItem Item, bool IsLateral) Bind(FunctionTable table, FromItem? left)
    {
        var expressions = binder.Expressions.In(new QueryScope(binder, "FROM", left ?? FromItem.Nothing, binder.Outer));
        var functions = Bind(table.Function, expressions);
        if (table.ColumnDefinitions.Count > 0)
        {
            throw QueryErrors.At(
                SqlStates.SyntaxError,
                "a column definition list is only allowed for functions returning \"record\"",
                table.ColumnDefinitions[0].Position);
        }

        var alias = table.Alias?.Name.Name ?? functions[0].Name;
        var columns = new List<BoundColumn>();
        foreach (var function in functions)
            columns.Add(binder.Context.NewColumn(functions.Count == 1 ? alias : function.Name, function.ColumnType));
        if (table.WithOrdinality)
            columns.Add(binder.Context.NewColumn("ordinality", SqlType.BigInt, notNull: true));
        var scan = new BoundFunctionScan(functions, columns, table.WithOrdinality, alias);
        var item = FromItem.Of(scan, new ScopeTable(alias, null, FromBinder.Named(columns, table.Alias)));
        var leftSlots = left?.Relation.OutputSlots() ?? [];
        return (item, FromBinder.FreeSlots(scan).Any(leftSlots.Contains));
    }

    /// <summary>The functions of a call; unnest of several arrays is as many functions side by side.</summary>
    public IReadOnlyList<BoundTableFunction> Bind(Expression expression, ExpressionBinder expressions)
    {
        if (expression is not FunctionCall call || Kind(call) is not { } kind)
        {
            var value = expressions.BindResult(expression);
            var name = ColumnNames.Of(expression);
            return [new BoundTableFunction(TableFunctionKind.Scalar, name, [value], value.Type)];
        }

        return kind == TableFunctionKind.Unnest
            ? [.. call.Arguments.Select(argument => Unnest(argument, expressions, call))]
            : [Series(call, expressions)];
    }

    private static TableFunctionKind? Kind(FunctionCall call) =>
        call.Name.Parts.Count > 1 && call.Name.Qualifier != "pg_catalog" ? null : call.Name.Name switch
        {
            "generate_series" => TableFunctionKind.GenerateSeries,
            "unnest" => TableFunctionKind.Unnest,
            _ => null,
        };

    private static BoundTableFunction Unnest(Expression argument, ExpressionBinder expressions, FunctionCall call)
    {
        var array = expressions.Bind(argument);
        if (!array.Type.IsArray)
            throw BindingErrors.NoFunction("unnest", [array.Type], call.Position);
        return new BoundTableFunction(TableFunctionKind.Unnest, "unnest", [array], array.Type.ElementType);
    }

    private BoundTableFunction Series(FunctionCall call, ExpressionBinder expressions)
    {
        var arguments = call.Arguments.Select(expressions.Bind).ToArray();
        if (arguments.Length is < 2 or > 3)
            throw BindingErrors.NoFunction("generate_series", arguments.Select(argument => argument.Type), call.Position);
        var isTime = arguments.Take(2).Any(argument => argument.Type.IsDateTime) || (arguments.Length == 3 && arguments[2].Type.Kind == TypeKind.Interval);
        if (isTime && arguments.Length < 3)
            throw BindingErrors.NoFunction("generate_series", arguments.Select(argument => argument.Type), call.Position);
        var type = isTime ? TimeType(arguments) : NumberType(arguments, expressions, call);
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = expressions.Coerce(arguments[i], isTime && i == 2 ? SqlType.Interval : type);
        var function = new BoundTableFunction(TableFunctionKind.GenerateSeries, "generate_series", arguments, type);
        if (!isTime)
            return function;
        var current = binder.Context.NewColumn("current", type, notNull: true);
        return function with { Next = new BoundSeriesStep(current, expressions.BindOperator("+", current, arguments[2], call.Position)) };
    }

    private static SqlType TimeType(BoundExpression[] arguments) =>
        arguments.Take(2).All(argument => argument.Type.Kind is TypeKind.Timestamp or TypeKind.Unknown) && arguments.Take(2).Any(argument => argument.Type.Kind == TypeKind.Timestamp)
            ? SqlType.Timestamp
            : SqlType.TimestampTz;

    private static SqlType NumberType(BoundExpression[] arguments, ExpressionBinder expressions, FunctionCall call)
    {
        var known = arguments.Where(argument => argument.Type.Kind != TypeKind.Unknown).ToArray();
        var type = known.Length == 0 ? SqlType.Integer : expressions.CommonType(known, "generate_series").Unmodified;
        return type.Kind switch
        {
            TypeKind.SmallInt => SqlType.Integer,
            TypeKind.Integer or TypeKind.BigInt or TypeKind.Numeric => type,
            _ => throw BindingErrors.NoFunction("generate_series", arguments.Select(argument => argument.Type), call.Position),
        };
    }
}
