using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Query.Binding.Statements;

/// <summary>Operator classes of the index methods: which types they take and how many dimensions.</summary>
internal static class OperatorClasses
{
    private static readonly FrozenDictionary<string, TypeKind> Hnsw = new Dictionary<string, TypeKind>
    {
        ["vector_l2_ops"] = TypeKind.Vector,
        ["vector_ip_ops"] = TypeKind.Vector,
        ["vector_cosine_ops"] = TypeKind.Vector,
        ["vector_l1_ops"] = TypeKind.Vector,
        ["halfvec_l2_ops"] = TypeKind.HalfVec,
        ["halfvec_ip_ops"] = TypeKind.HalfVec,
        ["halfvec_cosine_ops"] = TypeKind.HalfVec,
        ["halfvec_l1_ops"] = TypeKind.HalfVec,
        ["sparsevec_l2_ops"] = TypeKind.SparseVec,
        ["sparsevec_ip_ops"] = TypeKind.SparseVec,
        ["sparsevec_cosine_ops"] = TypeKind.SparseVec,
        ["sparsevec_l1_ops"] = TypeKind.SparseVec,
        ["bit_hamming_ops"] = TypeKind.Bit,
        ["bit_jaccard_ops"] = TypeKind.Bit,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, ImmutableArray<TypeKind>> Ordering = new Dictionary<string, ImmutableArray<TypeKind>>
    {
        ["bool_ops"] = [TypeKind.Boolean],
        ["int2_ops"] = [TypeKind.SmallInt],
        ["int4_ops"] = [TypeKind.Integer],
        ["int8_ops"] = [TypeKind.BigInt],
        ["float4_ops"] = [TypeKind.Real],
        ["float8_ops"] = [TypeKind.Double],
        ["numeric_ops"] = [TypeKind.Numeric],
        ["text_ops"] = [TypeKind.Text, TypeKind.VarChar],
        ["varchar_ops"] = [TypeKind.Text, TypeKind.VarChar],
        ["bpchar_ops"] = [TypeKind.Char],
        ["text_pattern_ops"] = [TypeKind.Text, TypeKind.VarChar],
        ["varchar_pattern_ops"] = [TypeKind.Text, TypeKind.VarChar],
        ["bpchar_pattern_ops"] = [TypeKind.Char],
        ["bytea_ops"] = [TypeKind.Bytea],
        ["uuid_ops"] = [TypeKind.Uuid],
        ["date_ops"] = [TypeKind.Date],
        ["time_ops"] = [TypeKind.Time],
        ["timestamp_ops"] = [TypeKind.Timestamp],
        ["timestamptz_ops"] = [TypeKind.TimestampTz],
        ["interval_ops"] = [TypeKind.Interval],
        ["jsonb_ops"] = [TypeKind.Jsonb],
        ["array_ops"] = [TypeKind.Array],
        ["bit_ops"] = [TypeKind.Bit],
        ["varbit_ops"] = [TypeKind.VarBit],
        ["vector_ops"] = [TypeKind.Vector],
        ["halfvec_ops"] = [TypeKind.HalfVec],
        ["sparsevec_ops"] = [TypeKind.SparseVec],
    }.ToFrozenDictionary();

    /// <summary>42704 for a type that has no order of its own.</summary>
    /// <summary>The classes of hnsw and of the ordered methods, with the types they take.</summary>
    public static IEnumerable<(string Name, TypeKind Type, bool IsHnsw)> All =>
        Hnsw.Select(item => (item.Key, item.Value, true)).Concat(Ordering.Select(item => (item.Key, item.Value[0], false))).OrderBy(item => item.Key, StringComparer.Ordinal);

    public static void RequireOrdering(SqlType type, int position)
    {
        if (type.Kind == TypeKind.Json || (type.IsArray && type.ElementType.Kind == TypeKind.Json))
            throw NoDefault(type, "btree", position);
    }

    /// <summary>Checks the class of a btree or hash column; null is the type's own.</summary>
    public static void CheckOrdering(string? name, string method, SqlType type, int position)
    {
        RequireOrdering(type, position);
        if (name is null)
            return;
        if (!Ordering.TryGetValue(name, out var kinds))
            throw Unknown(name, method, position);
        if (!kinds.Contains(type.Kind))
            throw WrongType(name, type, position);
    }

    /// <summary>Checks the class of an hnsw column and the column's dimensions.</summary>
    public static void CheckHnsw(string? name, SqlType type, int position)
    {
        if (name is null)
            throw NoDefault(type, "hnsw", position);
        if (!Hnsw.TryGetValue(name, out var kind))
            throw Unknown(name, "hnsw", position);
        if (type.Kind != kind)
            throw WrongType(name, type, position);
        if (!type.HasModifier)
            throw new VectorDbException(SqlStates.InvalidParameterValue, "column does not have dimensions") { Position = position + 1 };
        var limit = kind switch
        {
            TypeKind.Vector => 2_000,
            TypeKind.HalfVec => 4_000,
            TypeKind.Bit => 64_000,
            _ => 1_000_000_000,
        };
        if (type.Modifier > limit)
        {
            throw new VectorDbException(
                SqlStates.ProgramLimitExceeded,
                string.Create(CultureInfo.InvariantCulture, $"column cannot have more than {limit} dimensions for hnsw index"))
            { Position = position + 1 };
        }
    }

    private static VectorDbException NoDefault(SqlType type, string method, int position) => new(
        SqlStates.UndefinedObject, $"data type {type.Name} has no default operator class for access method \"{method}\"")
    {
        Position = position + 1,
        Hint = "You must specify an operator class for the index or define a default operator class for the data type.",
    };

    private static VectorDbException Unknown(string name, string method, int position) => new(
        SqlStates.UndefinedObject, $"operator class \"{name}\" does not exist for access method \"{method}\"")
    { Position = position + 1 };

    private static VectorDbException WrongType(string name, SqlType type, int position) => new(
        SqlStates.DatatypeMismatch, $"operator class \"{name}\" does not accept data type {type.Name}")
    { Position = position + 1 };
}
