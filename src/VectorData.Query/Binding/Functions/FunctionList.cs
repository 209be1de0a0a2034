using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Core.Values.Text;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation.Nodes;

namespace VectorData.Query.Binding.Functions;

/// <summary>Gathers functions by signatures such as <c>lpad(text, integer, text) text</c>; an operator's name is its symbol.</summary>
internal sealed class FunctionList
{
    private readonly Dictionary<string, List<ScalarFunction>> _functions = new(StringComparer.Ordinal);

    public Dictionary<string, ScalarFunction[]> Build() => _functions.ToDictionary(item => item.Key, item => item.Value.ToArray(), StringComparer.Ordinal);

    /// <summary>A signature: name(types) result; the last type may end in ... for any number of arguments.</summary>
    public void Add(
        string signature, NodeFactory build, Volatility volatility = Volatility.Immutable, DistanceFunction distance = DistanceFunction.None, ComparisonKind? comparison = null)
    {
        var (name, parameters, result, isVariadic) = Parse(signature);
        Add(new ScalarFunction(name, parameters, new ResultPattern(result.Kind, result.Type), build)
        {
            Volatility = volatility,
            IsVariadic = isVariadic,
            Distance = distance,
            Comparison = comparison,
        });
    }

    public void Add(ScalarFunction function)
    {
        if (!_functions.TryGetValue(function.Name, out var list))
            _functions[function.Name] = list = [];
        list.Add(function);
    }

    public static (string Name, ImmutableArray<ParameterPattern> Parameters, ParameterPattern Result, bool IsVariadic) Parse(string signature)
    {
        var open = signature.IndexOf('(', StringComparison.Ordinal);
        var close = signature.LastIndexOf(')');
        var inside = signature[(open + 1)..close];
        var isVariadic = inside.EndsWith("...", StringComparison.Ordinal);
        if (isVariadic)
            inside = inside[..^3];
        var parameters = inside.Length == 0 ? [] : inside.Split(", ").Select(ParsePattern).ToImmutableArray();
        return (signature[..open], parameters, ParsePattern(signature[(close + 1)..].Trim()), isVariadic);
    }

    private static ParameterPattern ParsePattern(string name) => name switch
    {
        "any" => new ParameterPattern(PatternKind.Any, SqlType.Unknown),
        "anyelement" => new ParameterPattern(PatternKind.AnyElement, SqlType.Unknown),
        "anyarray" => new ParameterPattern(PatternKind.AnyArray, SqlType.Unknown),
        "anycompatible" => new ParameterPattern(PatternKind.AnyCompatible, SqlType.Unknown),
        "anycompatiblearray" => new ParameterPattern(PatternKind.AnyCompatibleArray, SqlType.Unknown),
        _ when name.EndsWith("[]", StringComparison.Ordinal) => ParameterPattern.Of(SqlType.ArrayOf(TypeOf(name[..^2]))),
        _ => ParameterPattern.Of(TypeOf(name)),
    };

    private static SqlType TypeOf(string name) => TypeNames.Find(name) ?? throw new InvalidOperationException($"no type {name}");

    /// <summary>A strict function of one argument.</summary>
    public static NodeFactory F<TArgument, TResult>(Func<TArgument, TResult> function) =>
        (arguments, type) => new FunctionNode<TArgument, TResult>(arguments[0], type, function);

    /// <summary>A strict function of two arguments.</summary>
    public static NodeFactory F<TFirst, TSecond, TResult>(Func<TFirst, TSecond, TResult> function) =>
        (arguments, type) => new FunctionNode<TFirst, TSecond, TResult>(arguments[0], arguments[1], type, function);

    /// <summary>A strict function of three arguments.</summary>
    public static NodeFactory F<TFirst, TSecond, TThird, TResult>(Func<TFirst, TSecond, TThird, TResult> function) =>
        (arguments, type) => new FunctionNode<TFirst, TSecond, TThird, TResult>(arguments[0], arguments[1], arguments[2], type, function);

    /// <summary>A strict function through values.</summary>
    public static NodeFactory V(ValuesFunction function) => (arguments, type) => new ValuesNode(arguments, type, isStrict: true, function);

    /// <summary>A function through values that takes NULLs.</summary>
    public static NodeFactory N(ValuesFunction function) => (arguments, type) => new ValuesNode(arguments, type, isStrict: false, function);

    /// <summary>A function that gives another result for each row.</summary>
    public static NodeFactory Volatile(ValuesFunction function) =>
        (arguments, type) => new ValuesNode(arguments, type, isStrict: true, function, isVolatile: true);

    /// <summary>The arguments converted to one type first.</summary>
    public static NodeFactory As(SqlType common, NodeFactory build) => (arguments, type) =>
    {
        var converted = new EvalNode[arguments.Length];
        for (var i = 0; i < converted.Length; i++)
            converted[i] = Evaluation.CastNodes.Create(arguments[i], common, isExplicit: false);
        return build(converted, type);
    };

    public static NodeFactory Arithmetic<T, TOperation>()
        where T : unmanaged
        where TOperation : IArithmetic<T> =>
        (arguments, type) => new ArithmeticNode<T, TOperation>(arguments[0], arguments[1], type);
}
