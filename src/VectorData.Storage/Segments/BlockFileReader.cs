using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Index;
using VectorData.Storage.Files;

namespace VectorData.Storage.Segments;

/// <summary>
/// An open block file. Opening reads header, footer and trailer; data pages are checked against their checksums when they are
/// first touched, so no damaged byte is ever handed out. Thread-safe.
/// </summary>
internal sealed unsafe class BlockFileReader : IDisposable
{
    private readonly ObjectReader _object;
    private readonly Dictionary<string, FileBlock> _blocks = new(StringComparer.Ordinal);
    private readonly ulong[] _verified;
    private long _dataEnd;
    private long _hashesOffset;

    private BlockFileReader(ObjectReader reader, BlockFileKind kind)
    {
        _object = reader;
        BlockFileFormat.CheckHeader(File, reader.GetSpan(0, (int)Math.Min(reader.Length, BlockFileFormat.HeaderSize)), kind);
        ReadFooter(kind);
        _verified = new ulong[(BlockFileFormat.PagesOf(_dataEnd) + 63) >> 6];
    }

    /// <summary>The file's name for messages.</summary>
    public string File => _object.Name;

    public long Length => _object.Length;

    public IReadOnlyCollection<FileBlock> Blocks => _blocks.Values;

    /// <summary>The file's own checksum, as the manifest names it.</summary>
    public ulong Checksum { get; private set; }

    public static BlockFileReader Open(IObjectFiles files, string name, BlockFileKind kind)
    {
        var reader = files.Open(name);
        try
        {
            return new BlockFileReader(reader, kind);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that the manifest names and refuses one that is not the same file.</summary>
    public static BlockFileReader Open(IObjectFiles files, ObjectFileEntry entry, BlockFileKind kind)
    {
        var reader = Open(files, entry.File, kind);
        if (reader.Length == entry.Bytes && reader.Checksum == entry.Checksum)
            return reader;
        var (file, length) = (reader.File, reader.Length);
        reader.Dispose();
        throw new CorruptDataException(file, 0, length == entry.Bytes
            ? "it is not the file that the manifest names: its checksum differs"
            : $"it is not the file that the manifest names: it has {length} bytes instead of {entry.Bytes}");
    }

    public bool TryFind(string name, out FileBlock block) => _blocks.TryGetValue(name, out block);

    /// <summary>A block that every file of this kind has.</summary>
    public FileBlock Find(string name) =>
        _blocks.TryGetValue(name, out var block) ? block : throw Corrupt(_dataEnd, $"block {name} is missing");

    /// <summary>count elements of a block from element index first on, without copying.</summary>
    public ReadOnlyMemory<T> GetMemory<T>(in FileBlock block, long first, int count)
        where T : unmanaged
    {
        var offset = CheckElements<T>(block, first, count);
        EnsureVerified(offset, (long)count * Unsafe.SizeOf<T>());
        return _object.GetMemory<T>(offset, count);
    }

    /// <summary>count elements of a block; the reader must stay referenced while the span is in use.</summary>
    public ReadOnlySpan<T> GetSpan<T>(in FileBlock block, long first, int count)
        where T : unmanaged
    {
        var offset = CheckElements<T>(block, first, count);
        EnsureVerified(offset, (long)count * Unsafe.SizeOf<T>());
        return new ReadOnlySpan<T>(_object.Address + offset, count);
    }

    /// <summary>A whole block of up to int.MaxValue bytes.</summary>
    public ReadOnlyMemory<byte> GetMemory(in FileBlock block) =>
        block.Length <= int.MaxValue ? GetMemory<byte>(block, 0, (int)block.Length) : throw new ArgumentOutOfRangeException(nameof(block), $"block {block.Name} has {block.Length} bytes");

    /// <summary>A whole block for an index that reads it in place: all its pages are checked now.</summary>
    public IndexBlock GetIndexBlock(in FileBlock block)
    {
        EnsureVerified(block.Offset, block.Length);
        return new IndexBlock(_object.Address + block.Offset, block.Length, this);
    }

    /// <summary>The address of a block's first byte. Nothing is checked: call <see cref="EnsureVerified"/> for what is read.</summary>
    public byte* AddressOf(in FileBlock block) => _object.Address + block.Offset;

    /// <summary>Checks the pages of a range of the file that were not checked before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EnsureVerified(long offset, long length)
    {
        var last = (offset + length - 1) >> BlockFileFormat.PageShift;
        for (var page = offset >> BlockFileFormat.PageShift; page <= last; page++)
            if (!IsVerified(page))
                VerifyPage(page);
    }

    /// <summary>Keeps the bytes in place, beyond <see cref="Dispose"/>, until the lease is disposed.</summary>
    public IDisposable Lease() => _object.Lease();

    /// <summary>Checks every page, verified before or not, and reports the damaged ones.</summary>
    public IReadOnlyList<FileDefect> Verify(CancellationToken cancellationToken = default)
    {
        var defects = new List<FileDefect>();
        var pages = BlockFileFormat.PagesOf(_dataEnd);
        for (long page = 0; page < pages; page++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!PageMatches(page))
                defects.Add(new FileDefect(File, page << BlockFileFormat.PageShift, PageDamage(page)));
        }

        GC.KeepAlive(this);
        return defects;
    }

    public void Dispose() => _object.Dispose();

    public CorruptDataException Corrupt(long offset, string what) => new(File, offset, what);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsVerified(long page) => (Volatile.Read(ref _verified[page >> 6]) & (1UL << (int)page)) != 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void VerifyPage(long page)
    {
        if (!PageMatches(page))
            throw Corrupt(page << BlockFileFormat.PageShift, PageDamage(page));
        Interlocked.Or(ref _verified[page >> 6], 1UL << (int)page);
    }

    private bool PageMatches(long page)
    {
        var offset = page << BlockFileFormat.PageShift;
        var bytes = _object.GetSpan(offset, (int)Math.Min(BlockFileFormat.PageSize, _dataEnd - offset));
        var expected = BinaryPrimitives.ReadUInt64LittleEndian(_object.GetSpan(_hashesOffset + (page * 8), 8));
        var matches = XxHash3.HashToUInt64(bytes) == expected;
        GC.KeepAlive(this);
        return matches;
    }

    private string PageDamage(long page)
    {
        var start = page << BlockFileFormat.PageShift;
        var end = Math.Min(start + BlockFileFormat.PageSize, _dataEnd);
        var names = _blocks.Values.Where(block => block.Offset < end && block.Offset + block.Length > start).Select(block => block.Name).Take(3);
        return $"the page does not match its checksum ({string.Join(", ", names.DefaultIfEmpty("no block"))})";
    }

    private long CheckElements<T>(in FileBlock block, long first, int count)
        where T : unmanaged
    {
        if (first < 0 || count < 0 || first > block.Length / Unsafe.SizeOf<T>() - count)
            throw new ArgumentOutOfRangeException(nameof(first), $"elements {first}..{first + count} are not in block {block.Name} of \"{File}\"");
        return block.Offset + (first * Unsafe.SizeOf<T>());
    }

    private void ReadFooter(BlockFileKind kind)
    {
        if (Length < BlockFileFormat.HeaderSize + BlockFileFormat.TrailerSize)
            throw Corrupt(Length, $"the file is cut short: it has {Length} bytes");
        var trailerOffset = Length - BlockFileFormat.TrailerSize;
        var trailer = _object.GetSpan(trailerOffset, BlockFileFormat.TrailerSize);
        if (!trailer.EndsWith(BlockFileFormat.TrailerMagic))
            throw Corrupt(Length - BlockFileFormat.TrailerMagic.Length, "the file is cut short or was not written to its end: its last bytes are not those of a trailer");
        var footerOffset = BinaryPrimitives.ReadInt64LittleEndian(trailer);
        var footerLength = BinaryPrimitives.ReadInt64LittleEndian(trailer[8..]);
        var pages = BinaryPrimitives.ReadInt64LittleEndian(trailer[16..]);
        if (footerOffset < BlockFileFormat.HeaderSize || footerLength is < 4 or > int.MaxValue || footerLength != trailerOffset - footerOffset)
            throw Corrupt(trailerOffset, "the trailer names a footer that is not there");
        var footer = _object.GetSpan(footerOffset, (int)footerLength);
        Checksum = BlockFileFormat.ChecksumIn(trailer);
        if (Checksum != BlockFileFormat.FooterHash(footer, trailer))
            throw Corrupt(footerOffset, "the footer does not match its checksum");
        if (!trailer[24..40].SequenceEqual(_object.GetSpan(16, 16)))
            throw Corrupt(trailerOffset + 24, $"the trailer is not that of a {kind.Name} file");
        _dataEnd = footerOffset;
        ReadBlocks(footer, footerOffset, pages);
    }

    private void ReadBlocks(ReadOnlySpan<byte> footer, long footerOffset, long pages)
    {
        var at = 4;
        for (var left = BinaryPrimitives.ReadUInt32LittleEndian(footer); left > 0; left--)
        {
            if (footer.Length - at < 18)
                throw Corrupt(footerOffset + at, "the list of blocks is cut short");
            var offset = BinaryPrimitives.ReadInt64LittleEndian(footer[at..]);
            var length = BinaryPrimitives.ReadInt64LittleEndian(footer[(at + 8)..]);
            var nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(footer[(at + 16)..]);
            if (footer.Length - at - 18 < nameBytes)
                throw Corrupt(footerOffset + at, "the list of blocks is cut short");
            var name = Encoding.UTF8.GetString(footer.Slice(at + 18, nameBytes));
            if (offset < BlockFileFormat.HeaderSize || offset % BlockFileFormat.Alignment != 0 || length < 0 || offset > _dataEnd || length > _dataEnd - offset)
                throw Corrupt(footerOffset + at, $"block {name} lies outside the file");
            if (!_blocks.TryAdd(name, new FileBlock(name, offset, length)))
                throw Corrupt(footerOffset + at, $"block {name} is there twice");
            at += 18 + nameBytes;
        }

        at += -at & 7;
        if (pages != BlockFileFormat.PagesOf(_dataEnd) || footer.Length - at != pages * 8)
            throw Corrupt(footerOffset + at, "the table of page checksums does not fit the file");
        _hashesOffset = footerOffset + at;
    }
}
