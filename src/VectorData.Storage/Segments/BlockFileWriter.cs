using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using VectorData.Storage.Files;

namespace VectorData.Storage.Segments;

/// <summary>
/// Writes named blocks one after another to a new object, hashing each page on the way. Between <see cref="Begin"/> and
/// <see cref="End"/> the writer itself takes the block's bytes. Disposing it without <see cref="Complete"/> drops the file.
/// </summary>
internal sealed class BlockFileWriter : IBufferWriter<byte>, IDisposable
{
    private readonly IObjectWriter _object;
    private readonly BlockFileKind _kind;
    private readonly List<FileBlock> _blocks = [];
    private readonly ArrayBufferWriter<byte> _pageHashes = new();
    private readonly byte[] _page = GC.AllocateUninitializedArray<byte>(BlockFileFormat.PageSize);
    private byte[] _scratch = [];
    private int _pageUsed;
    private string? _open;
    private long _openStart;

    public BlockFileWriter(IObjectFiles files, string name, BlockFileKind kind)
    {
        _object = files.Create(name);
        _kind = kind;
        Append(BlockFileFormat.EncodeHeader(kind));
    }

    /// <summary>Bytes written up to now.</summary>
    public long Position { get; private set; }

    /// <summary>Starts a block at the next multiple of 64; its name is used once in a file.</summary>
    public void Begin(string block)
    {
        if (_open is not null)
            throw new InvalidOperationException($"block {_open} is still open");
        Align();
        _open = block;
        _openStart = Position;
    }

    /// <summary>Appends bytes to the open block.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_open is null)
            throw new InvalidOperationException("no block is open");
        Append(bytes);
    }

    public void End()
    {
        _blocks.Add(new FileBlock(_open ?? throw new InvalidOperationException("no block is open"), _openStart, Position - _openStart));
        _open = null;
    }

    /// <summary>Writes a whole block.</summary>
    public void Add(string block, ReadOnlySpan<byte> bytes)
    {
        Begin(block);
        Write(bytes);
        End();
    }

    /// <summary>Writes footer and trailer and returns when the file is durable and visible.</summary>
    public ObjectFileEntry Complete()
    {
        Align();
        var footerOffset = Position;
        FlushPage();
        var footer = EncodeFooter();
        var trailer = BlockFileFormat.EncodeTrailer(_kind, footerOffset, footer);
        _object.Write(footer);
        _object.Write(trailer);
        _object.Complete();
        return new ObjectFileEntry(_object.Name, footerOffset + footer.Length + trailer.Length, BlockFileFormat.ChecksumIn(trailer));
    }

    public void Dispose() => _object.Dispose();

    void IBufferWriter<byte>.Advance(int count) => Write(_scratch.AsSpan(0, count));

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        if (_scratch.Length < Math.Max(sizeHint, 1))
            _scratch = GC.AllocateUninitializedArray<byte>(Math.Max(sizeHint, BlockFileFormat.PageSize));
        return _scratch;
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => ((IBufferWriter<byte>)this).GetMemory(sizeHint).Span;

    private void Align()
    {
        ReadOnlySpan<byte> zeros = stackalloc byte[BlockFileFormat.Alignment];
        Append(zeros[..(int)(-Position & (BlockFileFormat.Alignment - 1))]);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Position += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_pageUsed == 0 && bytes.Length >= BlockFileFormat.PageSize)
            {
                WritePage(bytes[..BlockFileFormat.PageSize]);
                bytes = bytes[BlockFileFormat.PageSize..];
                continue;
            }

            var take = Math.Min(bytes.Length, BlockFileFormat.PageSize - _pageUsed);
            bytes[..take].CopyTo(_page.AsSpan(_pageUsed));
            _pageUsed += take;
            bytes = bytes[take..];
            if (_pageUsed == BlockFileFormat.PageSize)
                FlushPage();
        }
    }

    private void FlushPage()
    {
        if (_pageUsed > 0)
            WritePage(_page.AsSpan(0, _pageUsed));
        _pageUsed = 0;
    }

    private void WritePage(ReadOnlySpan<byte> page)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_pageHashes.GetSpan(8), XxHash3.HashToUInt64(page));
        _pageHashes.Advance(8);
        _object.Write(page);
    }

    private byte[] EncodeFooter()
    {
        var footer = new ArrayBufferWriter<byte>();
        BinaryPrimitives.WriteInt32LittleEndian(footer.GetSpan(4), _blocks.Count);
        footer.Advance(4);
        foreach (var block in _blocks)
        {
            var nameBytes = Encoding.UTF8.GetByteCount(block.Name);
            var span = footer.GetSpan(18 + nameBytes);
            BinaryPrimitives.WriteInt64LittleEndian(span, block.Offset);
            BinaryPrimitives.WriteInt64LittleEndian(span[8..], block.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(span[16..], checked((ushort)nameBytes));
            Encoding.UTF8.GetBytes(block.Name, span[18..]);
            footer.Advance(18 + nameBytes);
        }

        var padding = -footer.WrittenCount & 7;
        footer.GetSpan(8)[..padding].Clear();
        footer.Advance(padding);
        footer.Write(_pageHashes.WrittenSpan);
        return footer.WrittenSpan.ToArray();
    }
}
