using System.Collections.Frozen;
using VectorData.Core.Schema;
using VectorData.Query.Evaluation.Aggregates;

namespace VectorData.Query.Binding.Functions;

/// <summary>All aggregates by name.</summary>
internal static class AggregateCatalog
{
    private static readonly string[] Comparable =
    [
        "smallint", "integer", "bigint", "real", "double", "numeric", "text", "bpchar", "date", "time", "timestamp", "timestamptz", "interval",
        "uuid", "bytea", "boolean", "vector", "halfvec", "sparsevec", "anyarray",
    ];

    private static readonly FrozenDictionary<string, AggregateFunction[]> Functions = Load();

    /// <summary>The overloads of a name; empty when it is no aggregate.</summary>
    public static ReadOnlySpan<AggregateFunction> Find(string name) => Functions.TryGetValue(name, out var list) ? list : [];

    public static IEnumerable<AggregateFunction> All => Functions.Values.SelectMany(list => list);

    private static FrozenDictionary<string, AggregateFunction[]> Load()
    {
        var list = new List<AggregateFunction>
        {
            new("count", [], ResultPattern.Of(SqlType.BigInt), (_, _) => new CountState(countsRows: true)) { IsStar = true },
            Create("count(any) bigint", (_, _) => new CountState(countsRows: false)),
            Create("bool_and(boolean) boolean", (_, _) => new BooleanState(isAnd: true)),
            Create("every(boolean) boolean", (_, _) => new BooleanState(isAnd: true)),
            Create("bool_or(boolean) boolean", (_, _) => new BooleanState(isAnd: false)),
            Create("string_agg(text, text) text", (_, type) => new StringState(type), isOrderSensitive: true),
            Create("string_agg(bytea, bytea) bytea", (_, type) => new StringState(type), isOrderSensitive: true),
            Create("array_agg(anyelement) anyarray", (_, type) => new ArrayState(type), isOrderSensitive: true),
            Create("json_agg(any) json", (_, _) => new JsonArrayState(isBinary: false), isOrderSensitive: true),
            Create("jsonb_agg(any) jsonb", (_, _) => new JsonArrayState(isBinary: true), isOrderSensitive: true),
            Create("json_object_agg(any, any) json", (_, _) => new JsonObjectState(isBinary: false), isOrderSensitive: true),
            Create("jsonb_object_agg(any, any) jsonb", (_, _) => new JsonObjectState(isBinary: true), isOrderSensitive: true),
        };
        foreach (var type in Comparable)
        {
            list.Add(Extreme("min", type, greatest: false));
            list.Add(Extreme("max", type, greatest: true));
        }

        AddSums(list);
        AddStatistics(list);
        AddBits(list);
        return list.GroupBy(function => function.Name).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    private static void AddSums(List<AggregateFunction> list)
    {
        list.Add(Create("sum(smallint) bigint", (_, _) => new IntegerSumState<short>(IntegerSum.BigInt)));
        list.Add(Create("sum(integer) bigint", (_, _) => new IntegerSumState<int>(IntegerSum.BigInt)));
        list.Add(Create("sum(bigint) numeric", (_, _) => new IntegerSumState<long>(IntegerSum.Numeric)));
        list.Add(Create("sum(real) real", (_, type) => new FloatSumState<float>(type, average: false)));
        list.Add(Create("sum(double) double", (_, type) => new FloatSumState<double>(type, average: false)));
        list.Add(Create("sum(numeric) numeric", (_, _) => new NumericSumState(average: false)));
        list.Add(Create("sum(interval) interval", (_, _) => new IntervalSumState(average: false)));
        list.Add(Create("sum(vector) vector", (_, type) => new VectorSumState(type, average: false)));
        list.Add(Create("sum(halfvec) halfvec", (_, type) => new VectorSumState(type, average: false)));
        list.Add(Create("avg(smallint) numeric", (_, _) => new IntegerSumState<short>(IntegerSum.Average)));
        list.Add(Create("avg(integer) numeric", (_, _) => new IntegerSumState<int>(IntegerSum.Average)));
        list.Add(Create("avg(bigint) numeric", (_, _) => new IntegerSumState<long>(IntegerSum.Average)));
        list.Add(Create("avg(real) double", (_, type) => new FloatSumState<float>(type, average: true)));
        list.Add(Create("avg(double) double", (_, type) => new FloatSumState<double>(type, average: true)));
        list.Add(Create("avg(numeric) numeric", (_, _) => new NumericSumState(average: true)));
        list.Add(Create("avg(interval) interval", (_, _) => new IntervalSumState(average: true)));
        list.Add(Create("avg(vector) vector", (_, type) => new VectorSumState(type, average: true)));
        list.Add(Create("avg(halfvec) halfvec", (_, type) => new VectorSumState(type, average: true)));
    }

    private static void AddStatistics(List<AggregateFunction> list)
    {
        foreach (var (name, kind) in ((string, Statistic)[])[
            ("stddev", Statistic.StandardDeviationOfSample), ("stddev_samp", Statistic.StandardDeviationOfSample),
            ("stddev_pop", Statistic.StandardDeviationOfPopulation), ("variance", Statistic.VarianceOfSample),
            ("var_samp", Statistic.VarianceOfSample), ("var_pop", Statistic.VarianceOfPopulation)])
        {
            list.Add(Create($"{name}(double) double", (_, _) => new FloatVarianceState<double>(kind)));
            list.Add(Create($"{name}(real) double", (_, _) => new FloatVarianceState<float>(kind)));
            foreach (var type in (string[])["smallint", "integer", "bigint", "numeric"])
                list.Add(Create($"{name}({type}) numeric", (_, _) => new NumericVarianceState(kind)));
        }
    }

    private static void AddBits(List<AggregateFunction> list)
    {
        foreach (var (name, kind) in ((string, BitAggregate)[])[("bit_and", BitAggregate.And), ("bit_or", BitAggregate.Or), ("bit_xor", BitAggregate.Xor)])
        {
            list.Add(Create($"{name}(smallint) smallint", (_, type) => new BitState<short>(type, kind)));
            list.Add(Create($"{name}(integer) integer", (_, type) => new BitState<int>(type, kind)));
            list.Add(Create($"{name}(bigint) bigint", (_, type) => new BitState<long>(type, kind)));
        }
    }

    private static AggregateFunction Extreme(string name, string type, bool greatest)
    {
        var (_, parameters, result, _) = FunctionList.Parse($"{name}({type}) {type}");
        return new AggregateFunction(name, parameters, new ResultPattern(result.Kind, result.Type), (_, resultType) => ExtremeStates.Create(resultType, greatest))
        {
            KeepsArgumentType = true,
        };
    }

    private static AggregateFunction Create(string signature, Func<IReadOnlyList<SqlType>, SqlType, IAggregateState> createState, bool isOrderSensitive = false)
    {
        var (name, parameters, result, _) = FunctionList.Parse(signature);
        return new AggregateFunction(name, parameters, new ResultPattern(result.Kind, result.Type), createState) { IsOrderSensitive = isOrderSensitive };
    }
}
