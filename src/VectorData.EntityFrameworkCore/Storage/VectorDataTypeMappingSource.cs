using System.Collections;
using System.Data;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using VectorData.AdoNet;
using VectorData.Core.Values;

namespace VectorData.EntityFrameworkCore.Storage;

/// <summary>Which SQL type stands for which CLR type.</summary>
internal sealed class VectorDataTypeMappingSource(
    TypeMappingSourceDependencies dependencies,
    RelationalTypeMappingSourceDependencies relationalDependencies)
    : RelationalTypeMappingSource(dependencies, relationalDependencies)
{
    private static readonly Dictionary<string, string> StoreTypeNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bool"] = "boolean",
        ["int2"] = "smallint",
        ["int"] = "integer",
        ["int4"] = "integer",
        ["int8"] = "bigint",
        ["float4"] = "real",
        ["float8"] = "double precision",
        ["float"] = "double precision",
        ["decimal"] = "numeric",
        ["varchar"] = "character varying",
        ["char"] = "character",
        ["bpchar"] = "character",
        ["time without time zone"] = "time",
        ["timestamp without time zone"] = "timestamp",
        ["timestamptz"] = "timestamp with time zone",
        ["varbit"] = "bit varying",
    };

    private static readonly Dictionary<string, VectorDataTypeMapping[]> ByStoreType = Mappings()
        .GroupBy(mapping => mapping.StoreTypeNameBase, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<Type, VectorDataTypeMapping> ByClrType = Mappings()
        .DistinctBy(mapping => mapping.ClrType)
        .ToDictionary(mapping => mapping.ClrType);

    private static readonly VectorDataJsonTypeMapping Jsonb = new("jsonb");
    private static readonly VectorDataJsonTypeMapping Json = new("json");

    protected override RelationalTypeMapping? FindMapping(in RelationalTypeMappingInfo mappingInfo)
    {
        var clrType = mappingInfo.ClrType;
        clrType = clrType is null ? null : Nullable.GetUnderlyingType(clrType) ?? clrType;
        if (clrType == typeof(JsonTypePlaceholder))
            return mappingInfo.StoreTypeName == "json" ? Json : Jsonb;
        if (base.FindMapping(mappingInfo) is { } given)
            return given;
        return mappingInfo.StoreTypeName is { } storeType
            ? FindByStoreType(storeType, mappingInfo.StoreTypeNameBase ?? storeType, clrType, mappingInfo)
            : FindByClrType(clrType, mappingInfo);
    }

    protected override RelationalTypeMapping? FindCollectionMapping(
        RelationalTypeMappingInfo info, Type modelType, Type? providerType, CoreTypeMapping? elementMapping)
    {
        if (modelType.IsArray && modelType.GetArrayRank() > 1)
            return null;
        var storeType = info.StoreTypeName;
        if (storeType is not null && !storeType.EndsWith("[]", StringComparison.Ordinal))
            return null;
        if (elementMapping is null && storeType is not null && ElementTypeOf(modelType) is { } given)
            elementMapping = FindMapping(given, storeType[..^2]);
        if (!TryFindJsonCollectionMapping(info.CoreTypeMappingInfo, modelType, providerType, ref elementMapping, out var comparer, out var json)
            || elementMapping is not RelationalTypeMapping { ElementTypeMapping: null } element
            || IsVector(element.StoreTypeNameBase)
            || ElementTypeOf(modelType) is not { } elementType)
            return null;
        var providerElement = element.Converter?.ProviderClrType ?? Nullable.GetUnderlyingType(elementType) ?? elementType;
        if (providerElement.IsValueType && Nullable.GetUnderlyingType(elementType) is not null)
            providerElement = typeof(Nullable<>).MakeGenericType(providerElement);
        var converter = element.Converter is null && modelType.IsArray
            ? null
            : (ValueConverter)Activator.CreateInstance(
                typeof(CollectionToArrayConverter<,,>).MakeGenericType(modelType, elementType, providerElement), [element.Converter])!;
        return new VectorDataArrayTypeMapping(storeType ?? element.StoreType + "[]", modelType, converter, comparer, element, json);
    }

    private static Type? ElementTypeOf(Type collection) => collection.IsArray
        ? collection.GetElementType()
        : collection.GetInterfaces().Append(collection)
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            ?.GetGenericArguments()[0];

    private static bool IsVector(string storeType) => storeType is "vector" or "halfvec" or "sparsevec" or "bit" or "bit varying";

    private static RelationalTypeMapping? FindByStoreType(string storeType, string nameBase, Type? clrType, in RelationalTypeMappingInfo info)
    {
        var isArray = storeType.EndsWith("[]", StringComparison.Ordinal);
        if (isArray && clrType == typeof(float[]))
            return RealArray(storeType);
        if (isArray)
            return null;
        var name = StoreTypeNames.GetValueOrDefault(nameBase, nameBase);
        if (!ByStoreType.TryGetValue(name, out var mappings))
            return null;
        var mapping = clrType is null ? mappings[0] : Array.Find(mappings, mapping => mapping.ClrType == clrType);
        return mapping?.WithStoreTypeAndSize(storeType, info.Size);
    }

    private static RelationalTypeMapping? FindByClrType(Type? clrType, in RelationalTypeMappingInfo info)
    {
        if (clrType is null || !ByClrType.TryGetValue(clrType, out var mapping))
            return null;
        if (clrType == typeof(string) && info.Size is { } length)
            return mapping.WithStoreTypeAndSize(info.IsFixedLength == true ? $"character({length})" : $"character varying({length})", length);
        if (clrType == typeof(decimal) && (info.Precision is not null || info.Scale is not null))
            return mapping.WithStoreTypeAndSize(info.Scale is { } scale
                ? string.Create(CultureInfo.InvariantCulture, $"numeric({info.Precision ?? 28},{scale})")
                : string.Create(CultureInfo.InvariantCulture, $"numeric({info.Precision})"), null);
        return mapping;
    }

    private static VectorDataTypeMapping RealArray(string storeType) => new(
        storeType,
        typeof(float[]),
        value => $"ARRAY[{string.Join(',', Array.ConvertAll((float[])value, element => element.ToString("R", CultureInfo.InvariantCulture)))}]::real[]",
        parameterType: VectorDbType.Array | VectorDbType.Real,
        comparer: VectorComparers.Floats);

    private static VectorDataTypeMapping[] Mappings() =>
    [
        new("boolean", typeof(bool), value => (bool)value ? "TRUE" : "FALSE", DbType.Boolean, json: JsonBoolReaderWriter.Instance),
        new("smallint", typeof(short), SqlLiterals.Number, DbType.Int16, json: JsonInt16ReaderWriter.Instance),
        new("smallint", typeof(byte), SqlLiterals.Number, DbType.Byte, json: JsonByteReaderWriter.Instance),
        new("smallint", typeof(sbyte), SqlLiterals.Number, DbType.SByte, json: JsonSByteReaderWriter.Instance),
        new("integer", typeof(int), SqlLiterals.Number, DbType.Int32, json: JsonInt32ReaderWriter.Instance),
        new("integer", typeof(ushort), SqlLiterals.Number, DbType.UInt16, json: JsonUInt16ReaderWriter.Instance),
        new("bigint", typeof(long), SqlLiterals.Number, DbType.Int64, json: JsonInt64ReaderWriter.Instance),
        new("bigint", typeof(uint), SqlLiterals.Number, DbType.UInt32, json: JsonUInt32ReaderWriter.Instance),
        new("numeric", typeof(decimal), SqlLiterals.Number, DbType.Decimal, json: JsonDecimalReaderWriter.Instance),
        new("numeric", typeof(ulong), SqlLiterals.Number, DbType.UInt64, json: JsonUInt64ReaderWriter.Instance),
        new("real", typeof(float), SqlLiterals.Real, DbType.Single, json: JsonFloatReaderWriter.Instance),
        new("real", typeof(Half), SqlLiterals.Real, parameterType: VectorDbType.Real),
        new("double precision", typeof(double), SqlLiterals.Double, DbType.Double, json: JsonDoubleReaderWriter.Instance),
        new("text", typeof(string), value => SqlLiterals.Text((string)value), DbType.String, json: JsonStringReaderWriter.Instance),
        new("character varying", typeof(string), value => SqlLiterals.Text((string)value), DbType.String, json: JsonStringReaderWriter.Instance),
        new("character", typeof(string), value => SqlLiterals.Text((string)value), DbType.String, json: JsonStringReaderWriter.Instance),
        new("bytea", typeof(byte[]), SqlLiterals.Bytes, DbType.Binary, comparer: VectorComparers.Bytes, json: JsonByteArrayReaderWriter.Instance),
        new("uuid", typeof(Guid), value => $"'{value}'::uuid", DbType.Guid, json: JsonGuidReaderWriter.Instance),
        new("date", typeof(DateOnly), value => $"'{(DateOnly)value:yyyy-MM-dd}'::date", DbType.Date, json: JsonDateOnlyReaderWriter.Instance),
        new("time", typeof(TimeOnly), value => $"'{(TimeOnly)value:HH:mm:ss.ffffff}'::time", DbType.Time, json: JsonTimeOnlyReaderWriter.Instance),

        // Of every kind: the column has no time zone to keep. The first mapping of a CLR type is its default.
        new("timestamp", typeof(DateTime), value => SqlLiterals.DateTime(value, "timestamp"), DbType.DateTime2, json: JsonDateTimeReaderWriter.Instance,
            toParameter: value => DateTime.SpecifyKind((DateTime)value, DateTimeKind.Unspecified)),
        new("timestamp with time zone", typeof(DateTimeOffset), SqlLiterals.TimestampTz, DbType.DateTimeOffset, json: JsonDateTimeOffsetReaderWriter.Instance),
        new("timestamp with time zone", typeof(DateTime), SqlLiterals.TimestampTz, DbType.DateTimeOffset, json: JsonDateTimeReaderWriter.Instance),
        new("interval", typeof(TimeSpan), SqlLiterals.Interval, parameterType: VectorDbType.Interval, json: JsonTimeSpanReaderWriter.Instance),
        new("interval", typeof(Interval), SqlLiterals.Interval, parameterType: VectorDbType.Interval),
        new("date", typeof(DateTime), value => SqlLiterals.DateTime(value, "date"), DbType.Date, json: JsonDateTimeReaderWriter.Instance),
        new("time", typeof(TimeSpan), value => $@"'{(TimeSpan)value:hh\:mm\:ss\.ffffff}'::time", DbType.Time, json: JsonTimeSpanReaderWriter.Instance),
        new("jsonb", typeof(string), value => SqlLiterals.Json(value) + "::jsonb", parameterType: VectorDbType.Jsonb),
        new("jsonb", typeof(JsonDocument), value => SqlLiterals.Json(value) + "::jsonb", parameterType: VectorDbType.Jsonb),
        new("jsonb", typeof(JsonElement), value => SqlLiterals.Json(value) + "::jsonb", parameterType: VectorDbType.Jsonb),
        new("json", typeof(string), value => SqlLiterals.Json(value) + "::json", parameterType: VectorDbType.Json),
        new("json", typeof(JsonDocument), value => SqlLiterals.Json(value) + "::json", parameterType: VectorDbType.Json),
        new("json", typeof(JsonElement), value => SqlLiterals.Json(value) + "::json", parameterType: VectorDbType.Json),
        new("vector", typeof(float[]), value => SqlLiterals.Vector((float[])value, "vector"), parameterType: VectorDbType.Vector, comparer: VectorComparers.Floats),
        new("vector", typeof(ReadOnlyMemory<float>), value => SqlLiterals.Vector(((ReadOnlyMemory<float>)value).Span, "vector"),
            parameterType: VectorDbType.Vector, comparer: VectorComparers.FloatMemory),
        new("halfvec", typeof(Half[]), value => SqlLiterals.HalfVector((Half[])value), parameterType: VectorDbType.HalfVec, comparer: VectorComparers.Halves),
        new("halfvec", typeof(ReadOnlyMemory<Half>), value => SqlLiterals.HalfVector(((ReadOnlyMemory<Half>)value).Span),
            parameterType: VectorDbType.HalfVec, comparer: VectorComparers.HalfMemory),
        new("halfvec", typeof(float[]), value => SqlLiterals.Vector((float[])value, "halfvec"), parameterType: VectorDbType.HalfVec, comparer: VectorComparers.Floats),
        new("sparsevec", typeof(SparseVector), SqlLiterals.Sparse, parameterType: VectorDbType.SparseVec),
        new("bit varying", typeof(BitArray), SqlLiterals.Bits, comparer: VectorComparers.Bits),
        new("bit", typeof(BitArray), SqlLiterals.Bits, comparer: VectorComparers.Bits),
    ];
}
