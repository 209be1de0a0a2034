using System.Collections;
using System.Text;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace VectorData.EntityFrameworkCore.Storage;

/// <summary>A collection of scalars as an array of the database.</summary>
internal sealed class VectorDataArrayTypeMapping : RelationalTypeMapping
{
    public VectorDataArrayTypeMapping(
        string storeType,
        Type collectionType,
        ValueConverter? converter,
        ValueComparer? comparer,
        RelationalTypeMapping elementMapping,
        JsonValueReaderWriter? json)
        : base(new RelationalTypeMappingParameters(
            new CoreTypeMappingParameters(
                collectionType, converter, comparer, elementMapping: elementMapping, jsonValueReaderWriter: json),
            storeType))
    {
    }

    private VectorDataArrayTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new VectorDataArrayTypeMapping(parameters);

    protected override string GenerateNonNullSqlLiteral(object value)
    {
        var element = (RelationalTypeMapping)ElementTypeMapping!;
        var text = new StringBuilder("ARRAY[");
        foreach (var item in (IEnumerable)value)
        {
            if (text.Length > 6)
                text.Append(',');
            text.Append(item is null ? "NULL" : element.GenerateProviderValueSqlLiteral(item));
        }

        return text.Append("]::").Append(StoreType).ToString();
    }
}
