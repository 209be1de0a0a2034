using System.Collections;
using System.Text.Json;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Reading;

/// <summary>The table of contents: which CLR types a field can be read as, and by what.</summary>
internal static class FieldReaders
{
    public static object? Create(Type type)
    {
        if (Scalars.TryGetValue(type, out var reader))
            return reader;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Create(underlying) is null ? null : Make(typeof(NullableReader<>), underlying);
        if (type.IsEnum)
            return Make(typeof(EnumReader<,>), type, Enum.GetUnderlyingType(type));
        if (type.IsArray)
            return Create(type.GetElementType()!) is null ? null
                : type.GetArrayRank() == 1 ? Make(typeof(ArrayReader<>), type.GetElementType()!)
                : Make(typeof(MultiDimensionalArrayReader<,>), type, type.GetElementType()!);
        if (type.IsGenericType && ListTypes.Contains(type.GetGenericTypeDefinition()))
        {
            var element = type.GetGenericArguments()[0];
            return Create(element) is null ? null : Make(typeof(ListReader<,>), type, element);
        }

        return null;
    }

    private static object? Make(Type definition, params Type[] arguments) =>
        Activator.CreateInstance(definition.MakeGenericType(arguments), nonPublic: true);

    private static readonly Type[] ListTypes =
    [
        typeof(List<>), typeof(IList<>), typeof(ICollection<>), typeof(IEnumerable<>), typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>),
    ];

    private static readonly Dictionary<Type, object> Scalars = new()
    {
        [typeof(bool)] = new BooleanReader(),
        [typeof(byte)] = new IntegerReader<byte>(),
        [typeof(sbyte)] = new IntegerReader<sbyte>(),
        [typeof(short)] = new IntegerReader<short>(),
        [typeof(ushort)] = new IntegerReader<ushort>(),
        [typeof(int)] = new IntegerReader<int>(),
        [typeof(uint)] = new IntegerReader<uint>(),
        [typeof(long)] = new IntegerReader<long>(),
        [typeof(ulong)] = new IntegerReader<ulong>(),
        [typeof(Int128)] = new IntegerReader<Int128>(),
        [typeof(decimal)] = new DecimalReader(),
        [typeof(double)] = new DoubleReader(),
        [typeof(float)] = new SingleReader(),
        [typeof(Half)] = new HalfReader(),
        [typeof(string)] = new StringReader(),
        [typeof(char)] = new CharReader(),
        [typeof(char[])] = new CharArrayReader(),
        [typeof(Guid)] = new GuidReader(),
        [typeof(DateOnly)] = new DateOnlyReader(),
        [typeof(TimeOnly)] = new TimeOnlyReader(),
        [typeof(DateTime)] = new DateTimeReader(),
        [typeof(DateTimeOffset)] = new DateTimeOffsetReader(),
        [typeof(TimeSpan)] = new TimeSpanReader(),
        [typeof(Interval)] = new IntervalReader(),
        [typeof(byte[])] = new ByteArrayReader(),
        [typeof(ReadOnlyMemory<byte>)] = new MappedReader<byte[], ReadOnlyMemory<byte>>(new ByteArrayReader(), bytes => bytes),
        [typeof(Memory<byte>)] = new MappedReader<byte[], Memory<byte>>(new ByteArrayReader(), bytes => bytes),
        [typeof(Stream)] = new StreamFieldReader(),
        [typeof(TextReader)] = new TextFieldReader(),
        [typeof(JsonDocument)] = new JsonDocumentReader(),
        [typeof(JsonElement)] = new MappedReader<JsonDocument, JsonElement>(new JsonDocumentReader(), document => document.RootElement),
        [typeof(float[])] = new SingleArrayReader(),
        [typeof(ReadOnlyMemory<float>)] = new MappedReader<float[], ReadOnlyMemory<float>>(new SingleArrayReader(), vector => vector),
        [typeof(Memory<float>)] = new MappedReader<float[], Memory<float>>(new SingleArrayReader(), vector => vector),
        [typeof(Half[])] = new HalfArrayReader(),
        [typeof(ReadOnlyMemory<Half>)] = new MappedReader<Half[], ReadOnlyMemory<Half>>(new HalfArrayReader(), vector => vector),
        [typeof(Memory<Half>)] = new MappedReader<Half[], Memory<Half>>(new HalfArrayReader(), vector => vector),
        [typeof(SparseVector)] = new SparseVectorReader(),
        [typeof(BitString)] = new BitStringReader(),
        [typeof(BitArray)] = new MappedReader<BitString, BitArray>(new BitStringReader(), bits => bits.ToBitArray()),
        [typeof(SqlArray)] = new SqlArrayReader(),
        [typeof(Array)] = new AnyArrayReader(),
        [typeof(Value)] = new ValueReader(),
        [typeof(object)] = new ObjectReader(),
    };
}
