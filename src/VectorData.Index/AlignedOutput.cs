using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VectorData.Index;

/// <summary>Writes the parts of a block and counts the bytes, so that the next part can be aligned.</summary>
internal sealed class AlignedOutput(IBufferWriter<byte> writer)
{
    private const int PieceBytes = 1 << 20;

    private readonly IBufferWriter<byte> _writer = writer;
    private long _position;

    public void Write<T>(T value)
        where T : unmanaged => WriteArray(new ReadOnlySpan<T>(in value));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _writer.Write(bytes);
        _position += bytes.Length;
    }

    public void WriteArray<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        var pieceLength = PieceBytes / Unsafe.SizeOf<T>();
        while (!items.IsEmpty)
        {
            var piece = items[..Math.Min(items.Length, pieceLength)];
            Write(MemoryMarshal.AsBytes(piece));
            items = items[piece.Length..];
        }
    }

    /// <summary>Writes zeros up to the next multiple of <see cref="BlockHeader.Alignment"/>.</summary>
    public void Align()
    {
        Span<byte> zeros = stackalloc byte[BlockHeader.Alignment];
        zeros.Clear();
        Write(zeros[..(int)(BlockHeader.Align(_position) - _position)]);
    }
}
