using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Binding.Expressions;

/// <summary>From the values a caller gives to the types a statement settled on.</summary>
internal static class ParameterConversion
{
    public static Value[] Convert(IReadOnlyList<SqlType> types, IReadOnlyList<string> names, IReadOnlyList<Value> values, TimeZoneInfo zone) =>
        throw new NotImplementedException();
}
