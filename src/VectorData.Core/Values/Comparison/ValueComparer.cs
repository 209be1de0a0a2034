namespace VectorData.Core.Values.Comparison;

/// <summary>
/// The total order of values of one type (modifiers aside) as PostgreSQL sorts them: NaN greatest and equal to itself, text by UTF-8 bytes,
/// char without trailing blanks, vectors element by element then by length. NULLs are equal and greatest.
/// </summary>
public sealed class ValueComparer : IComparer<Value>, IEqualityComparer<Value>
{
    public static ValueComparer Instance { get; } = new();

    public int Compare(Value x, Value y) => throw new NotImplementedException();

    public bool Equals(Value x, Value y) => Same(x, y);

    public int GetHashCode(Value obj) => Hash(obj);

    /// <summary>Equal as keys: NULL is equal to NULL.</summary>
    public static bool Same(in Value x, in Value y) => throw new NotImplementedException();

    /// <summary>Equal for values that are <see cref="Same"/>; the same in all processes.</summary>
    public static int Hash(in Value value) => throw new NotImplementedException();
}
