using System.Globalization;
using Microsoft.Win32.SafeHandles;
using VectorData.Core.Errors;

namespace VectorData.Storage.Files;

/// <summary>
/// A log as files <c>{first position, 20 digits}.wal</c> of one folder. A file that is full is synced before the next one
/// begins, and a file's header is durable before anything follows it: only the last file can have a torn end.
/// </summary>
public sealed class LocalLog : ILog
{
    private const string Ending = ".wal";

    private readonly string _folder;
    private readonly long _fileBytes;
    private readonly Lock _listing = new();
    private List<LogFile> _files = [];
    private string? _torn;
    private long _end;
    private long _durable;

    private LocalLog(string folder, long fileBytes, Guid id)
    {
        _folder = folder;
        _fileBytes = fileBytes;
        Id = id;
    }

    public Guid Id { get; private set; }

    public long Start => Files is [var first, ..] ? first.First : 0;

    public long End => Volatile.Read(ref _end);

    public long Durable => Volatile.Read(ref _durable);

    private List<LogFile> Files => Volatile.Read(ref _files);

    /// <summary>Opens the log of a folder; without files it is a new log, whose first file comes with the first append or sync.</summary>
    public static LocalLog Open(string folder, long fileBytes = 64 << 20)
    {
        var log = new LocalLog(folder, fileBytes, Guid.NewGuid());
        try
        {
            log.OpenFiles();
            return log;
        }
        catch (Exception e)
        {
            log.Dispose();
            if (IoErrors.IsIoFailure(e))
                throw IoErrors.From(e, "open log folder", folder);
            throw;
        }
    }

    public void Append(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var bytes = parts.Sum(part => (long)part.Length);
        if (bytes == 0)
            return;
        DropTorn();
        var file = Files is [.., var last] && End - last.First < _fileBytes ? last : StartFile();
        try
        {
            RandomAccess.Write(file.Handle, parts, LogFileHeader.Size + (End - file.First));
            Volatile.Write(ref _end, End + bytes);
        }
        catch (Exception e) when (IoErrors.IsIoFailure(e))
        {
            throw IoErrors.From(e, "append to", file.Path);
        }
    }

    public void Sync()
    {
        if (Files is not [.., var last])
        {
            DropTorn();
            StartFile();
            return;
        }

        if (Durable == End)
            return;
        var end = End;
        try
        {
            RandomAccess.FlushToDisk(last.Handle);
        }
        catch (Exception e) when (IoErrors.IsIoFailure(e))
        {
            throw IoErrors.From(e, "sync", last.Path);
        }

        Volatile.Write(ref _durable, end);
    }

    public int Read(long position, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position, Start);
        var read = 0;
        while (read < destination.Length && position + read < End)
        {
            var file = FileOf(position + read, out var end);
            var wanted = (int)Math.Min(destination.Length - read, end - position - read);
            try
            {
                var got = RandomAccess.Read(file.Handle, destination.Slice(read, wanted), LogFileHeader.Size + (position + read - file.First));
                if (got == 0)
                    throw new CorruptDataException(file.Path, RandomAccess.GetLength(file.Handle), "the file became shorter while it was in use");
                read += got;
            }
            catch (Exception e) when (IoErrors.IsIoFailure(e))
            {
                throw IoErrors.From(e, "read", file.Path);
            }
        }

        return read;
    }

    public void TrimBefore(long position)
    {
        lock (_listing)
        {
            var files = Files;
            var keep = 0;
            while (keep + 1 < files.Count && files[keep + 1].First <= position)
                keep++;
            if (keep == 0)
                return;
            Volatile.Write(ref _files, files[keep..]);
            foreach (var file in files[..keep])
                Remove(file);
        }
    }

    public void CutTail(long position)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position, Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, End);
        if (Files is not [.., var last])
            return;
        ArgumentOutOfRangeException.ThrowIfLessThan(position, last.First);
        try
        {
            RandomAccess.SetLength(last.Handle, LogFileHeader.Size + (position - last.First));
            RandomAccess.FlushToDisk(last.Handle);
        }
        catch (Exception e) when (IoErrors.IsIoFailure(e))
        {
            throw IoErrors.From(e, "cut back", last.Path);
        }

        Volatile.Write(ref _end, position);
        Volatile.Write(ref _durable, position);
    }

    public LogPlace Locate(long position)
    {
        if (Files.Count == 0 || (_torn is not null && position >= End))
            return new LogPlace(_torn ?? _folder, 0);
        var file = FileOf(position, out _);
        return new LogPlace(file.Path, LogFileHeader.Size + (position - file.First));
    }

    public void Dispose()
    {
        foreach (var file in Files)
            file.Handle.Dispose();
    }

    private void OpenFiles()
    {
        var paths = Directory.EnumerateFiles(_folder, "*" + Ending).ToArray();
        Array.Sort(paths, StringComparer.Ordinal);
        for (var i = 0; i < paths.Length; i++)
            OpenFile(paths[i], isLast: i == paths.Length - 1);
        if (Files is not [.., var last])
            return;
        // What is read from here on must not be lost with the power afterwards.
        RandomAccess.FlushToDisk(last.Handle);
        FileSystemCalls.SyncFolder(_folder);
        _durable = last.First;
    }

    private void OpenFile(string path, bool isLast)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var length = RandomAccess.GetLength(handle);
        var bytes = new byte[LogFileHeader.Size];
        var read = RandomAccess.Read(handle, bytes, 0);
        LogFileHeader header;
        try
        {
            header = LogFileHeader.Parse(path, bytes.AsSpan(0, read));
        }
        catch (CorruptDataException) when (isLast && length <= LogFileHeader.Size && LogFileHeader.MayBeTorn(bytes.AsSpan(0, read)))
        {
            // The process ended while it created the file; nothing was ever appended to it. If the manifest knows better, it is named.
            handle.Dispose();
            _torn = path;
            return;
        }
        catch
        {
            handle.Dispose();
            throw;
        }

        if (_files.Count > 0 && header.LogId != Id)
        {
            handle.Dispose();
            throw new CorruptDataException(path, LogFileHeader.IdOffset, "the file belongs to the log of another database");
        }

        var file = new LogFile(path, header.First, handle);
        _files.Add(file);
        CheckPlace(file, bytesBefore: _files.Count > 1);
        Id = header.LogId;
        _end = header.First + length - LogFileHeader.Size;
    }

    private void CheckPlace(LogFile file, bool bytesBefore)
    {
        if (Path.GetFileName(file.Path) != NameOf(file.First))
            throw new CorruptDataException(file.Path, LogFileHeader.FirstOffset, $"the file begins at log position {file.First}, which is not its name");
        if (bytesBefore && file.First != _end)
        {
            var before = _files[^2];
            throw new CorruptDataException(before.Path, LogFileHeader.Size + (_end - before.First),
                $"the log ends here at position {_end}, but the next file begins at position {file.First}");
        }
    }

    private void DropTorn()
    {
        if (_torn is not { } path)
            return;
        try
        {
            File.Delete(path);
            _torn = null;
        }
        catch (Exception e) when (IoErrors.IsIoFailure(e))
        {
            throw IoErrors.From(e, "delete", path);
        }
    }

    private LogFile StartFile()
    {
        if (Files.Count > 0)
            Sync();
        var first = End;
        var path = Path.Combine(_folder, NameOf(first));
        try
        {
            var handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
            try
            {
                RandomAccess.Write(handle, new LogFileHeader(Id, first).ToBytes(), 0);
                RandomAccess.FlushToDisk(handle);
                FileSystemCalls.SyncFolder(_folder);
            }
            catch
            {
                handle.Dispose();
                File.Delete(path);
                throw;
            }

            var file = new LogFile(path, first, handle);
            lock (_listing)
                Volatile.Write(ref _files, [.. Files, file]);
            return file;
        }
        catch (Exception e) when (IoErrors.IsIoFailure(e))
        {
            throw IoErrors.From(e, "create", path);
        }
    }

    private static void Remove(LogFile file)
    {
        try
        {
            file.Handle.Dispose();
            File.Delete(file.Path);
            // One after another, so that a power cut never leaves a gap.
            FileSystemCalls.SyncFolder(Path.GetDirectoryName(file.Path));
        }
        catch (Exception e) when (IoErrors.IsIoFailure(e))
        {
            throw IoErrors.From(e, "delete", file.Path);
        }
    }

    private LogFile FileOf(long position, out long end)
    {
        var files = Files;
        var i = files.Count - 1;
        while (i > 0 && files[i].First > position)
            i--;
        end = i + 1 < files.Count ? files[i + 1].First : End;
        return files[i];
    }

    private static string NameOf(long first) => first.ToString("D20", CultureInfo.InvariantCulture) + Ending;

    private sealed record LogFile(string Path, long First, SafeFileHandle Handle);
}
