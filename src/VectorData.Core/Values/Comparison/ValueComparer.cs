using System.Text;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Comparison;

/// <summary>
/// The total order of values of one type (modifiers aside) as PostgreSQL sorts them: NaN greatest and equal to itself, text by UTF-8 bytes,
/// char without trailing blanks, vectors element by element then by length. NULLs are equal and greatest.
/// </summary>
public sealed class ValueComparer : IComparer<Value>, IEqualityComparer<Value>
{
    public static ValueComparer Instance { get; } = new();

    public int Compare(Value x, Value y) => CompareValues(x, y);

    public bool Equals(Value x, Value y) => Same(x, y);

    public int GetHashCode(Value obj) => Hash(obj);

    /// <summary>Equal as keys: NULL is equal to NULL.</summary>
    public static bool Same(in Value x, in Value y)
    {
        if (x.IsNull || y.IsNull)
            return x.IsNull && y.IsNull;
        return x.Type.Kind == y.Type.Kind && (x.Type.IsText || x.Type.Kind is TypeKind.Json or TypeKind.Unknown
            ? Trimmed(x).Equals(Trimmed(y), StringComparison.Ordinal)
            : CompareValues(x, y) == 0);
    }

    /// <summary>Equal for values that are the same; equal in all processes.</summary>
    public static int Hash(in Value value) => (int)Hash64(value);

    /// <summary>64 bits of hash: what <see cref="ColumnComparer"/> gives for the same value.</summary>
    public static ulong Hash64(in Value value)
    {
        if (value.IsNull)
            return ValueHash.Null;
        switch (value.Type.Kind)
        {
            case TypeKind.Real:
                return ValueHash.Of(value.AsSingle());
            case TypeKind.Double:
                return ValueHash.Of(value.AsDouble());
            case TypeKind.Numeric:
                return ValueHash.Of(value.AsDecimal());
            case TypeKind.Uuid:
                return ValueHash.Of(value.AsGuid());
            case TypeKind.Interval:
                return ValueHash.Of(value.AsInterval());
            case TypeKind.Bytea:
                return ValueHash.Of(value.AsBytes());
            case TypeKind.Vector:
                return ValueHash.OfFloats(value.AsVector());
            case TypeKind.HalfVec:
                return ValueHash.OfHalves(value.AsHalfVector());
            case TypeKind.SparseVec or TypeKind.Bit or TypeKind.VarBit:
                return ValueHash.Of(BytesCodec.Encode(value));
            case >= TypeKind.RegClass and <= TypeKind.RegCollation:
                return ValueHash.Of((long)value.AsObjectName().Oid);
            case TypeKind.Array or TypeKind.Int2Vector or TypeKind.OidVector:
                return OfArray(value.AsArray());
            case TypeKind.Jsonb:
                return JsonOrder.Hash(value.AsString());
            case TypeKind.Text or TypeKind.VarChar or TypeKind.Char or TypeKind.Json or TypeKind.Unknown or TypeKind.Name or TypeKind.InternalChar:
                return OfText(Trimmed(value));
            default:
                return ValueHash.Of(value.AsInt64());
        }
    }

    internal static int CompareValues(in Value x, in Value y)
    {
        if (x.IsNull || y.IsNull)
            return x.IsNull.CompareTo(y.IsNull);
        if (x.Type.Kind != y.Type.Kind)
            return x.Type.IsText && y.Type.IsText ? CompareText(Trimmed(x), Trimmed(y)) : x.Type.Kind.CompareTo(y.Type.Kind);
        switch (x.Type.Kind)
        {
            case TypeKind.Real:
                return CompareFloats(x.AsSingle(), y.AsSingle());
            case TypeKind.Double:
                return CompareFloats(x.AsDouble(), y.AsDouble());
            case TypeKind.Numeric:
                return x.AsDecimal().CompareTo(y.AsDecimal());
            case TypeKind.Uuid:
                return x.AsGuid().CompareTo(y.AsGuid());
            case TypeKind.Interval:
                return x.AsInterval().CompareTo(y.AsInterval());
            case TypeKind.Bytea:
                return x.AsBytes().AsSpan().SequenceCompareTo(y.AsBytes());
            case TypeKind.Vector:
                return VectorOrder.Compare(x.AsVector(), y.AsVector());
            case TypeKind.HalfVec:
                return VectorOrder.Compare(x.AsHalfVector(), y.AsHalfVector());
            case TypeKind.SparseVec:
                return VectorOrder.Compare(x.AsSparseVector(), y.AsSparseVector());
            case >= TypeKind.RegClass and <= TypeKind.RegCollation:
                return x.AsObjectName().Oid.CompareTo(y.AsObjectName().Oid);
            case TypeKind.Bit or TypeKind.VarBit:
                return VectorOrder.Compare(x.AsBitString(), y.AsBitString());
            case TypeKind.Array or TypeKind.Int2Vector or TypeKind.OidVector:
                return CompareArrays(x.AsArray(), y.AsArray());
            case TypeKind.Jsonb:
                return JsonOrder.Compare(x.AsString(), y.AsString());
            case TypeKind.Text or TypeKind.VarChar or TypeKind.Char or TypeKind.Json or TypeKind.Unknown or TypeKind.Name or TypeKind.InternalChar:
                return CompareText(Trimmed(x), Trimmed(y));
            default:
                return x.AsInt64().CompareTo(y.AsInt64());
        }
    }

    /// <summary>NaN is equal to NaN and greater than all others; -0 equals 0.</summary>
    public static int CompareFloats(double x, double y) =>
        x < y ? -1 : x > y ? 1 : x == y ? 0 : double.IsNaN(x) ? (double.IsNaN(y) ? 0 : 1) : -1;

    // UTF-8 byte order is code point order; UTF-16 order differs only where surrogates are.
    private static int CompareText(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        var at = x.CommonPrefixLength(y);
        if (at == x.Length || at == y.Length)
            return x.Length.CompareTo(y.Length);
        var left = x[at];
        var right = y[at];
        return char.IsSurrogate(left) == char.IsSurrogate(right) ? left.CompareTo(right) : char.IsSurrogate(left) ? 1 : -1;
    }

    private static ReadOnlySpan<char> Trimmed(in Value value) =>
        value.Type.Kind == TypeKind.Char ? value.AsString().AsSpan().TrimEnd(' ') : value.AsString();

    private static ulong OfText(ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= 512 ? stackalloc byte[512] : new byte[most];
        return ValueHash.Of(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private static ulong OfArray(SqlArray array)
    {
        var hash = ValueHash.Of(array.Rank);
        foreach (var length in array.Lengths)
            hash = ValueHash.Mix(hash, ValueHash.Of(length));
        foreach (var element in array.Elements)
            hash = ValueHash.Mix(hash, Hash64(element));
        return hash;
    }

    private static int CompareArrays(SqlArray x, SqlArray y)
    {
        var common = Math.Min(x.Elements.Length, y.Elements.Length);
        for (var i = 0; i < common; i++)
        {
            var order = CompareValues(x.Elements[i], y.Elements[i]);
            if (order != 0)
                return order;
        }

        var sizes = x.Elements.Length.CompareTo(y.Elements.Length);
        if (sizes != 0)
            return sizes;
        var ranks = x.Rank.CompareTo(y.Rank);
        if (ranks != 0)
            return ranks;
        var lengths = x.Lengths.AsSpan().SequenceCompareTo(y.Lengths);
        return lengths != 0 ? lengths : x.LowerBounds.AsSpan().SequenceCompareTo(y.LowerBounds);
    }
}
