using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Binding.Casts;
using VectorData.Query.Binding.Functions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Expressions;

/// <summary>Calls of functions, operators and aggregates.</summary>
internal sealed partial class ExpressionBinder
{
    /// <summary>A call of a scalar function with bound arguments, as if written name(arguments).</summary>
    public BoundExpression CallFunction(string name, BoundExpression[] arguments, int position)
    {
        var types = TypesOf(arguments);
        var candidates = Candidates(name);
        var failure = OverloadResolution.Resolve(candidates, types, isOperator: false, out var resolved);
        if (failure == ResolutionFailure.NotFound && Retry(candidates, arguments, isOperator: false, ref resolved))
            failure = ResolutionFailure.None;
        return failure switch
        {
            ResolutionFailure.None => Call(resolved, arguments, position),
            ResolutionFailure.Ambiguous => throw BindingErrors.AmbiguousFunction(name, types, position),
            _ when arguments.Length == 1 && TypeNames.Find(name) is { } type && (types[0].Kind == TypeKind.Unknown || CastCatalog.Find(types[0], type) is not null) =>
                BindCast(arguments[0], type, position),
            _ => throw BindingErrors.NoFunction(name, types, position),
        };
    }

    private BoundExpression CallOperator(string symbol, BoundExpression[] arguments, int position) =>
        Call(ResolveOperator(symbol, arguments, position), arguments, position);

    private Resolved<ScalarFunction> ResolveOperator(string symbol, BoundExpression[] arguments, int position)
    {
        var types = TypesOf(arguments);
        var candidates = Candidates(symbol);
        var failure = OverloadResolution.Resolve(candidates, types, isOperator: true, out var resolved);
        if (failure != ResolutionFailure.None && Retry(candidates, arguments, isOperator: true, ref resolved))
            failure = ResolutionFailure.None;
        if (failure == ResolutionFailure.None)
            return resolved;
        SqlType? left = arguments.Length > 1 ? types[0] : null;
        var right = arguments.Length > 1 ? types[1] : types[0];
        throw failure == ResolutionFailure.Ambiguous
            ? BindingErrors.AmbiguousOperator(symbol, left, right, position)
            : BindingErrors.NoOperator(symbol, left, right, position);
    }

    // Parameters whose types are only hinted at count as unknown at first; when that settles nothing, the hints do.
    private bool Retry(List<Candidate<ScalarFunction>> candidates, BoundExpression[] arguments, bool isOperator, ref Resolved<ScalarFunction> resolved)
    {
        var types = TypesOf(arguments);
        var changed = false;
        for (var i = 0; i < types.Length; i++)
        {
            if (arguments[i] is BoundParameter { Type.Kind: TypeKind.Unknown } parameter && Parameters.HintOf(parameter.Index) is { Kind: not TypeKind.Unknown } hint)
            {
                types[i] = hint;
                changed = true;
            }
        }

        return changed && OverloadResolution.Resolve(candidates, types, isOperator, out resolved) == ResolutionFailure.None;
    }

    private BoundExpression Call(Resolved<ScalarFunction> resolved, BoundExpression[] arguments, int position)
    {
        if (resolved.Function.Comparison is { } kind)
            return Fold(Compare(kind, arguments[0], arguments[1], resolved.ArgumentTypes, position));
        var coerced = new BoundExpression[arguments.Length];
        for (var i = 0; i < coerced.Length; i++)
            coerced[i] = CoerceArgument(arguments[i], resolved.ArgumentTypes[i]);
        var call = new BoundCall(resolved.Function, [.. coerced], resolved.Result, position);
        return resolved.Function.Volatility == Volatility.Immutable ? Fold(call) : call;
    }

    /// <summary>left = right with both sides converted, not folded.</summary>
    private BoundComparison BindEquality(BoundExpression left, BoundExpression right, int position)
    {
        BoundExpression[] sides = [left, right];
        var resolved = ResolveOperator("=", sides, position);
        return Compare(ComparisonKind.Equal, left, right, resolved.ArgumentTypes, position);
    }

    private BoundComparison Compare(ComparisonKind kind, BoundExpression left, BoundExpression right, SqlType[] types, int position)
    {
        var common = types[0];
        if (types[0].Unmodified != types[1].Unmodified)
            common = types[0].Kind > types[1].Kind ? types[0] : types[1];
        if (NarrowConstant(left, right) is { } narrowRight)
            (right, common) = (narrowRight, narrowRight.Type);
        else if (NarrowConstant(right, left) is { } narrowLeft)
            (left, common) = (narrowLeft, narrowLeft.Type);
        return new BoundComparison(kind, CoerceArgument(left, common), CoerceArgument(right, common), position);
    }

    // smallint_column = 5: the literal becomes a smallint, so that the column is compared as it is stored.
    private static BoundConstant? NarrowConstant(BoundExpression narrow, BoundExpression wide)
    {
        if (narrow is BoundConstant || !narrow.Type.IsInteger || !wide.Type.IsInteger || wide.Type.Kind <= narrow.Type.Kind
            || wide is not BoundConstant { Value.IsNull: false } constant)
            return null;
        var number = constant.Value.AsInt64();
        return narrow.Type.Kind switch
        {
            TypeKind.SmallInt when number is >= short.MinValue and <= short.MaxValue => new BoundConstant(Value.Of((short)number), constant.Position),
            TypeKind.Integer when number is >= int.MinValue and <= int.MaxValue => new BoundConstant(Value.Of((int)number), constant.Position),
            _ => null,
        };
    }

    private BoundExpression BindCall(FunctionCall call)
    {
        if (call.Name.Qualifier is { } schema && schema is not ("pg_catalog" or Catalog.DefaultSchema))
            throw new VectorDbException(SqlStates.InvalidSchemaName, $"schema \"{schema}\" does not exist") { Position = call.Position + 1 };
        if (call.Over is not null)
            return Scope.BindWindow(call, this);
        var name = call.Name.Name;
        if (AggregateCatalog.Find(name).Length > 0)
            return BindAggregate(call, name);
        CheckPlainCall(call, name);
        switch (name)
        {
            case "coalesce" or "greatest" or "least" when call.Arguments.Count > 0:
                return BindChoice(call, name);
            case "nullif" when call.Arguments.Count == 2:
                return BindNullIf(call);
            case "make_interval":
                return CallFunction(name, MakeIntervalArguments(call), call.Position);
        }

        return CallFunction(name, [.. call.Arguments.Select(Bind)], call.Position);
    }

    private static void CheckPlainCall(FunctionCall call, string name)
    {
        if (call.Star || call.Distinct || call.OrderBy.Count > 0 || call.Filter is not null || call.WithinGroup.Count > 0)
        {
            var what = call.Star ? $"{name}(*)" : call.Distinct ? "DISTINCT" : call.Filter is not null ? "FILTER" : call.WithinGroup.Count > 0 ? "WITHIN GROUP" : "ORDER BY";
            throw new VectorDbException(SqlStates.WrongObjectType, $"{what} specified, but {name} is not an aggregate function") { Position = call.Position + 1 };
        }

        if (name != "make_interval" && call.Arguments.FirstOrDefault(argument => argument is NamedArgument) is { } named)
            throw BindingErrors.NotSupported("arguments by name are not supported here", named.Position);
    }

    private BoundChoice BindChoice(FunctionCall call, string name)
    {
        var operands = call.Arguments.Select(Bind).ToArray();
        var type = CommonType(operands, name.ToUpperInvariant());
        var kind = name switch { "coalesce" => ChoiceKind.Coalesce, "greatest" => ChoiceKind.Greatest, _ => ChoiceKind.Least };
        if (kind != ChoiceKind.Coalesce && !Core.Values.Comparison.ColumnComparer.IsComparable(type))
            throw new VectorDbException(SqlStates.UndefinedFunction, $"could not identify a comparison function for type {type.Name}") { Position = call.Position + 1 };
        return new BoundChoice(kind, [.. operands.Select(operand => Coerce(operand, type))], type, call.Position);
    }

    private BoundCase BindNullIf(FunctionCall call)
    {
        var value = Bind(call.Arguments[0]);
        var other = Bind(call.Arguments[1]);
        var test = BindEquality(value, other, call.Position);
        value = test.Left;
        return new BoundCase([test], [new BoundConstant(Value.Null(value.Type), call.Position)], value, value.Type, call.Position);
    }

    private BoundExpression[] MakeIntervalArguments(FunctionCall call)
    {
        string[] names = ["years", "months", "weeks", "days", "hours", "mins", "secs"];
        var arguments = new BoundExpression[names.Length];
        for (var i = 0; i < names.Length; i++)
            arguments[i] = new BoundConstant(i < 6 ? Value.Of(0) : Value.Of(0d), call.Position);
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            var at = i;
            var value = call.Arguments[i];
            if (value is NamedArgument named)
            {
                at = Array.IndexOf(names, named.Name.Name);
                value = named.Value;
            }

            if (at < 0 || at >= names.Length)
                throw BindingErrors.NoFunction("make_interval", TypesOf([.. call.Arguments.Select(a => Bind(a is NamedArgument n ? n.Value : a))]), call.Position);
            arguments[at] = Bind(value);
        }

        return arguments;
    }

    private BoundExpression BindAggregate(FunctionCall call, string name)
    {
        if (call.WithinGroup.Count > 0)
            throw BindingErrors.NotSupported("WITHIN GROUP is not supported", call.Position);
        var inner = In(Scope.AggregateArguments);
        if (call.Arguments.Count == 0 && !call.Star)
            throw new VectorDbException(SqlStates.WrongObjectType, $"{name}(*) must be used to call a parameterless aggregate function") { Position = call.Position + 1 };
        var arguments = call.Arguments.Select(inner.Bind).ToArray();
        var types = TypesOf(arguments);
        var candidates = new List<Candidate<AggregateFunction>>();
        foreach (var function in AggregateCatalog.Find(name))
            if (function.IsStar == call.Star)
                candidates.Add(new Candidate<AggregateFunction>(function, function.Parameters, function.Result, IsVariadic: false));
        switch (OverloadResolution.Resolve(candidates, types, isOperator: false, out var resolved))
        {
            case ResolutionFailure.NotFound:
                throw BindingErrors.NoFunction(name, call.Star ? [] : types, call.Position);
            case ResolutionFailure.Ambiguous:
                throw BindingErrors.AmbiguousFunction(name, types, call.Position);
        }

        var coerced = new BoundExpression[arguments.Length];
        for (var i = 0; i < coerced.Length; i++)
            coerced[i] = inner.CoerceArgument(arguments[i], resolved.ArgumentTypes[i]);
        var filter = call.Filter is null ? null : inner.BindCondition(call.Filter, "FILTER");
        var ordering = call.OrderBy.Select(inner.BindOrdering).ToArray();
        if (call.Distinct && ordering.Any(key => !coerced.Contains(key.Expression)))
            throw new VectorDbException(
                SqlStates.InvalidColumnReference, "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list")
            {
                Position = call.Position + 1,
            };
        if (call.Distinct && coerced.FirstOrDefault(argument => !Core.Values.Comparison.ColumnComparer.IsComparable(argument.Type)) is { } odd)
            throw new VectorDbException(SqlStates.UndefinedFunction, $"could not identify an equality operator for type {odd.Type.Name}") { Position = call.Position + 1 };
        return Scope.BindAggregate(new BoundAggregate(
            resolved.Function, [.. coerced], call.Distinct, filter, [.. ordering], ResultOf(resolved, coerced), call.Position));
    }

    // min and max of vectors keep the dimensions: the layout follows from them.
    private static SqlType ResultOf(Resolved<AggregateFunction> resolved, BoundExpression[] arguments) =>
        resolved.Function.KeepsArgumentType && arguments[0].Type.IsVector ? arguments[0].Type : resolved.Result;

    private BoundOrdering BindOrdering(OrderItem item)
    {
        var key = ResolveUnknown(Bind(item.Expression));
        return new BoundOrdering(key, item.Descending, item.Nulls == NullsOrder.First || (item.Nulls == NullsOrder.Default && item.Descending));
    }

    private static List<Candidate<ScalarFunction>> Candidates(string name)
    {
        var functions = FunctionCatalog.Find(name);
        var candidates = new List<Candidate<ScalarFunction>>(functions.Length);
        foreach (var function in functions)
            candidates.Add(new Candidate<ScalarFunction>(function, function.Parameters, function.Result, function.IsVariadic));
        return candidates;
    }

    private static SqlType[] TypesOf(BoundExpression[] arguments) => Array.ConvertAll(arguments, argument => argument.Type);
}
