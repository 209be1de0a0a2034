using System.Collections.Frozen;
using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Functions;

namespace VectorData.Query.Sessions.PgCatalog;

/// <summary>A function, aggregate or operator as pg_proc and pg_operator list it.</summary>
internal sealed record FunctionEntry(uint Oid, string Name, ImmutableArray<ParameterPattern> Parameters, ResultPattern Result, char Kind, char Volatility, bool IsVariadic);

/// <summary>Oids of functions, aggregates and operators, in the order of their names. array_in and array_recv have PostgreSQL's.</summary>
internal static class FunctionOids
{
    public const uint ArrayReceive = 2400;
    public const uint ArrayInput = 750;
    private const uint First = 32_768;

    public static ImmutableArray<FunctionEntry> All { get; } = List();

    private static readonly FrozenDictionary<uint, FunctionEntry> ByOid = All.ToFrozenDictionary(entry => entry.Oid);

    private static readonly FrozenDictionary<string, uint> ByName =
        All.GroupBy(entry => entry.Name).ToFrozenDictionary(group => group.Key, group => group.First().Oid, StringComparer.Ordinal);

    public static uint? Find(string name) => name switch
    {
        "array_recv" => ArrayReceive,
        "array_in" => ArrayInput,
        _ => ByName.TryGetValue(name, out var oid) ? oid : null,
    };

    public static string? NameOf(uint oid) => oid switch
    {
        ArrayReceive => "array_recv",
        ArrayInput => "array_in",
        _ => ByOid.GetValueOrDefault(oid)?.Name,
    };

    public static (string Arguments, string Result)? Signature(uint oid) => ByOid.TryGetValue(oid, out var entry)
        ? ((entry.IsVariadic ? "VARIADIC " : "") + string.Join(", ", entry.Parameters), entry.Result.Kind == PatternKind.Exact ? entry.Result.Type.ToString() : entry.Result.Kind.ToString().ToLowerInvariant())
        : null;

    /// <summary>A parameter's type; PostgreSQL's pseudo-types for patterns.</summary>
    public static uint TypeOf(PatternKind kind, SqlType type) => kind switch
    {
        PatternKind.Exact => TypeOids.OidOf(type),
        PatternKind.Any => 2276,
        PatternKind.AnyElement => 2283,
        PatternKind.AnyArray => 2277,
        PatternKind.AnyCompatible => 5077,
        _ => 5078,
    };

    private static ImmutableArray<FunctionEntry> List()
    {
        var functions = FunctionCatalog.All.Select(function =>
            (function.Name, function.Parameters, function.Result, Kind: 'f', Volatility: "isv"[(int)function.Volatility], function.IsVariadic));
        var aggregates = AggregateCatalog.All.Select(aggregate => (aggregate.Name, aggregate.Parameters, aggregate.Result, Kind: 'a', Volatility: 'i', IsVariadic: false));
        return
        [
            .. functions.Concat(aggregates)
                .OrderBy(entry => entry.Name, StringComparer.Ordinal).ThenBy(entry => string.Join(',', entry.Parameters), StringComparer.Ordinal)
                .Select((entry, i) => new FunctionEntry(First + (uint)i, entry.Name, entry.Parameters, entry.Result, entry.Kind, entry.Volatility, entry.IsVariadic)),
        ];
    }
}
