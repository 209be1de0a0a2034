using System.Collections.Frozen;
using VectorData.Query.Binding.Functions;

namespace VectorData.Query.Sessions.PgCatalog;

/// <summary>Oids of functions by name; overloads follow one another. The input and output functions that pg_type names have PostgreSQL's numbers.</summary>
internal static class FunctionOids
{
    public const uint ArrayReceive = 2400;
    public const uint ArrayInput = 750;

    private static readonly FrozenDictionary<string, uint> ByName = FunctionCatalog.Names.Order(StringComparer.Ordinal)
        .Select((name, i) => (name, Oid: 20_480u + (32 * (uint)i))).ToFrozenDictionary(item => item.name, item => item.Oid, StringComparer.Ordinal);

    private static readonly FrozenDictionary<uint, string> ByOid = ByName.ToFrozenDictionary(item => item.Value, item => item.Key);

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
        _ => ByOid.GetValueOrDefault(oid),
    };
}
