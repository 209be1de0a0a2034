using System.Collections.Frozen;

namespace VectorData.Query.Binding.Functions;

/// <summary>All scalar functions and operators by name; an operator's name is its symbol.</summary>
internal static class FunctionCatalog
{
    private static readonly FrozenDictionary<string, ScalarFunction[]> Functions = Load();

    /// <summary>The overloads of a name; empty when there is none.</summary>
    public static ReadOnlySpan<ScalarFunction> Find(string name) => Functions.TryGetValue(name, out var list) ? list : [];

    /// <summary>All functions and operators.</summary>
    public static IEnumerable<ScalarFunction> All => Functions.Values.SelectMany(list => list);

    /// <summary>All names, for SHOW and hints.</summary>
    public static IEnumerable<string> Names => Functions.Keys;

    private static FrozenDictionary<string, ScalarFunction[]> Load()
    {
        var list = new FunctionList();
        ComparisonOperators.AddTo(list);
        NumericOperators.AddTo(list);
        NumericFunctions.AddTo(list);
        TextFunctions.AddTo(list);
        PatternFunctions.AddTo(list);
        DateTimeFunctions.AddTo(list);
        ArrayOperators.AddTo(list);
        JsonFunctions.AddTo(list);
        VectorFunctions.AddTo(list);
        SessionFunctions.AddTo(list);
        CatalogFunctions.AddTo(list);
        return list.Build().ToFrozenDictionary(StringComparer.Ordinal);
    }
}
