using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.PgWire.Framing;

namespace VectorData.PgWire.Types;

/// <summary>vector. Binary as pgvector's: int16 dimensions, int16 unused (0), float32 elements.</summary>
internal sealed class VectorCodec : TypeCodec
{
    public static readonly VectorCodec Instance = new();

    internal override bool NeedsQuotesInArray => true;

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output)
    {
        var elements = MemoryMarshal.Cast<byte, int>(content);
        output.WriteInt16((short)elements.Length);
        output.WriteInt16(0);
        VectorBytes.Reverse(elements, output);
    }

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings)
    {
        var elements = MemoryMarshal.Cast<byte, float>(content);
        output.WriteByte((byte)'[');
        for (var i = 0; i < elements.Length; i++)
        {
            if (i > 0)
                output.WriteByte((byte)',');
            output.Advance(NumberText.FormatSingle(elements[i], output.GetSpan(NumberText.MaxFloatChars)));
        }

        output.WriteByte((byte)']');
    }

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        var elements = VectorBytes.Header(wire, type, 4);
        var bytes = content.GetSpan(elements.Length)[..elements.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int>(elements), MemoryMarshal.Cast<byte, int>(bytes));
        VectorText.CheckElements(MemoryMarshal.Cast<byte, float>(bytes), "vector");
        content.Advance(elements.Length);
    }
}

/// <summary>halfvec. Binary as pgvector's: int16 dimensions, int16 unused (0), float16 elements.</summary>
internal sealed class HalfVecCodec : TypeCodec
{
    public static readonly HalfVecCodec Instance = new();

    internal override bool NeedsQuotesInArray => true;

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output)
    {
        var elements = MemoryMarshal.Cast<byte, short>(content);
        output.WriteInt16((short)elements.Length);
        output.WriteInt16(0);
        BinaryPrimitives.ReverseEndianness(elements, MemoryMarshal.Cast<byte, short>(output.GetSpan(Math.Max(1, content.Length))));
        output.Advance(content.Length);
    }

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings)
    {
        var elements = MemoryMarshal.Cast<byte, Half>(content);
        output.WriteByte((byte)'[');
        for (var i = 0; i < elements.Length; i++)
        {
            if (i > 0)
                output.WriteByte((byte)',');
            output.Advance(NumberText.FormatSingle((float)elements[i], output.GetSpan(NumberText.MaxFloatChars)));
        }

        output.WriteByte((byte)']');
    }

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        var elements = VectorBytes.Header(wire, type, 2);
        var bytes = content.GetSpan(elements.Length)[..elements.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, short>(elements), MemoryMarshal.Cast<byte, short>(bytes));
        foreach (var element in MemoryMarshal.Cast<byte, Half>(bytes))
            VectorText.CheckElement((float)element, "halfvec");
        content.Advance(elements.Length);
    }
}

/// <summary>sparsevec. Binary as pgvector's: int32 dimensions, int32 elements, int32 unused (0), 0-based int32 indices, float32 values.</summary>
internal sealed class SparseVecCodec : TypeCodec
{
    public static readonly SparseVecCodec Instance = new();

    internal override bool NeedsQuotesInArray => true;

    public override void WriteBinary(ReadOnlySpan<byte> content, MessageBuffer output)
    {
        var (dimensions, count) = BytesCodec.SparseParts(content, out var indices, out var values);
        output.WriteInt32(dimensions);
        output.WriteInt32(count);
        output.WriteInt32(0);
        VectorBytes.Reverse(indices, output);
        VectorBytes.Reverse(MemoryMarshal.Cast<float, int>(values), output);
    }

    public override void WriteText(ReadOnlySpan<byte> content, MessageBuffer output, FormatSettings settings)
    {
        var (dimensions, count) = BytesCodec.SparseParts(content, out var indices, out var values);
        output.WriteByte((byte)'{');
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                output.WriteByte((byte)',');
            TextWriting.Write(output, indices[i] + 1);
            output.WriteByte((byte)':');
            output.Advance(NumberText.FormatSingle(values[i], output.GetSpan(NumberText.MaxFloatChars)));
        }

        output.WriteBytes("}/"u8);
        TextWriting.Write(output, dimensions);
    }

    internal override void ReadBinary(ReadOnlySpan<byte> wire, SqlType type, IBufferWriter<byte> content)
    {
        if (wire.Length < 12)
            throw Invalid("incorrect binary data format: sparsevec takes 12 bytes at least");
        var reader = new MessageReader(wire);
        var dimensions = reader.ReadInt32();
        var count = reader.ReadInt32();
        if (reader.ReadInt32() != 0)
            throw Invalid("expected unused to be 0");
        if (count < 0 || count > dimensions || reader.Remaining != count * 8L)
            throw Invalid($"incorrect binary data format: {count} elements of sparsevec with {reader.Remaining} bytes");
        VectorText.CheckDimensions(type, dimensions);
        var elements = new List<(int Index, float Value)>(count);
        for (var i = 0; i < count; i++)
        {
            var index = reader.ReadInt32();
            if (index < 0 || index >= dimensions || (i > 0 && index <= elements[i - 1].Index))
                throw Invalid("sparsevec indices must be in ascending order and below the dimensions");
            elements.Add((index, 0));
        }

        for (var i = 0; i < count; i++)
        {
            var value = reader.ReadSingle();
            VectorText.CheckElement(value, "sparsevec");
            if (value == 0)
                throw Invalid("binary representation of sparsevec cannot contain zero values");
            elements[i] = (elements[i].Index, value);
        }

        BytesCodec.Encode(Value.Of(VectorText.FromElements(dimensions, elements, type)), content);
    }
}

internal static class VectorBytes
{
    public static void Reverse(ReadOnlySpan<int> elements, MessageBuffer output)
    {
        BinaryPrimitives.ReverseEndianness(elements, MemoryMarshal.Cast<byte, int>(output.GetSpan(Math.Max(4, elements.Length * 4))));
        output.Advance(elements.Length * 4);
    }

    /// <summary>Checks the header of a dense vector and gives the bytes of its elements.</summary>
    public static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> wire, SqlType type, int width)
    {
        var reader = new MessageReader(wire);
        if (wire.Length < 4)
            throw Malformed(type, $"{type.Name} takes 4 bytes at least");
        var dimensions = reader.ReadInt16();
        if (reader.ReadInt16() is not 0 and var unused)
            throw Malformed(type, $"expected unused to be 0, not {unused}");
        VectorText.CheckDimensions(type, dimensions);
        if (reader.Remaining != dimensions * width)
            throw Malformed(type, $"{dimensions} dimensions of {type.Name} take {dimensions * width} bytes, not {reader.Remaining}");
        return reader.ReadRest();
    }

    private static Core.Errors.VectorDbException Malformed(SqlType type, string what) =>
        new(Core.Errors.SqlStates.InvalidBinaryRepresentation, $"incorrect binary data format: {what}") { DataTypeName = type.Name };
}
