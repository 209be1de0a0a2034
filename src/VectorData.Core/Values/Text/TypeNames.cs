using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

/// <summary>Types by their SQL names.</summary>
public static class TypeNames
{
    /// <summary>
    /// The type of a name (any case, all aliases: int4, float8, decimal, bpchar, timestamptz …) with its modifiers and array dimensions.
    /// 42704 when there is no such type, 22023 for bad modifiers. serial types are the caller's.
    /// </summary>
    public static SqlType Resolve(string name, IReadOnlyList<int> modifiers, int arrayDimensions) => throw new NotImplementedException();
}
