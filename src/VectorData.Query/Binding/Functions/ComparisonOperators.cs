using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation.Nodes;

namespace VectorData.Query.Binding.Functions;

/// <summary>= &lt;&gt; &lt; &lt;= &gt; &gt;= over all ordered types.</summary>
internal static class ComparisonOperators
{
    private static readonly ComparisonKind[] Kinds = Enum.GetValues<ComparisonKind>();

    private static readonly string[] Types =
    [
        "boolean", "numeric", "text", "bpchar", "bytea", "uuid", "date", "time", "timestamp", "timestamptz", "interval", "jsonb",
        "vector", "halfvec", "sparsevec", "bit", "varbit", "anyarray", "oid", "xid", "name", "\"char\"",
    ];

    private static readonly SqlType[] Integers = [SqlType.SmallInt, SqlType.Integer, SqlType.BigInt];
    private static readonly SqlType[] Floats = [SqlType.Real, SqlType.Double];

    public static void AddTo(FunctionList list)
    {
        foreach (var kind in Kinds)
        {
            var symbol = BoundComparison.Symbol(kind);
            NodeFactory build = (arguments, _) => ComparisonNodes.Create(kind, arguments[0], arguments[1]);
            foreach (var type in Types)
                list.Add($"{symbol}({type}, {type}) boolean", build, comparison: kind);
            AddCross(list, symbol, kind, Integers);
            AddCross(list, symbol, kind, Floats);
        }
    }

    // Mixed widths are compared in the wider type: the binder casts the narrower side.
    private static void AddCross(FunctionList list, string symbol, ComparisonKind kind, SqlType[] types)
    {
        foreach (var left in types)
        {
            foreach (var right in types)
            {
                var common = left.Kind > right.Kind ? left : right;
                list.Add(
                    $"{symbol}({left.Name}, {right.Name}) boolean",
                    FunctionList.As(common, (arguments, _) => ComparisonNodes.Create(kind, arguments[0], arguments[1])),
                    comparison: kind);
            }
        }
    }
}
