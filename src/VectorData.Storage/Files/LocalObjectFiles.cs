using Microsoft.Win32.SafeHandles;
using VectorData.Core.Errors;

namespace VectorData.Storage.Files;

/// <summary>Objects as files of one folder. An object under way has the ending <c>.partial</c>; leftovers of a crash are removed at open.</summary>
public sealed class LocalObjectFiles : IObjectFiles
{
    private const string Partial = ".partial";

    private readonly string _folder;

    public LocalObjectFiles(string folder)
    {
        _folder = folder;
        try
        {
            foreach (var leftover in Directory.EnumerateFiles(folder, "*" + Partial))
                File.Delete(leftover);
        }
        catch (Exception e) when (IoErrors.IsIoFailure(e))
        {
            throw IoErrors.From(e, "clean folder", folder);
        }
    }

    public IObjectWriter Create(string name)
    {
        ObjectNames.Check(name);
        var path = PathOf(name);
        if (File.Exists(path))
            throw new VectorDbException(SqlStates.IoError, $"could not create \"{path}\": it is there already");
        return new Writer(name, path);
    }

    public ObjectReader Open(string name)
    {
        ObjectNames.Check(name);
        var path = PathOf(name);
        try
        {
            return new ObjectReader(path, new MappedRegion(path));
        }
        catch (Exception e) when (IoErrors.IsIoFailure(e))
        {
            throw IoErrors.From(e, "open", path);
        }
    }

    public long GetLength(string name)
    {
        ObjectNames.Check(name);
        var file = new FileInfo(PathOf(name));
        return file.Exists ? file.Length : -1;
    }

    public IReadOnlyList<string> List()
    {
        try
        {
            var names = Directory.EnumerateFiles(_folder).Select(Path.GetFileName).OfType<string>()
                .Where(name => !name.EndsWith(Partial, StringComparison.Ordinal)).ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (Exception e) when (IoErrors.IsIoFailure(e))
        {
            throw IoErrors.From(e, "list folder", _folder);
        }
    }

    public void Delete(string name)
    {
        ObjectNames.Check(name);
        var path = PathOf(name);
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (IoErrors.IsIoFailure(e))
        {
            throw IoErrors.From(e, "delete", path);
        }
    }

    public void Dispose()
    {
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private sealed class Writer : IObjectWriter
    {
        private const int BufferSize = 1 << 18;

        private readonly string _path;
        private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        private SafeFileHandle? _file;
        private int _buffered;
        private long _flushed;

        public Writer(string name, string path)
        {
            Name = name;
            _path = path;
            try
            {
                _file = File.OpenHandle(path + Partial, FileMode.Create, FileAccess.Write, FileShare.None);
            }
            catch (Exception e) when (IoErrors.IsIoFailure(e))
            {
                throw IoErrors.From(e, "create", path);
            }
        }

        public string Name { get; }

        public long Position => _flushed + _buffered;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length > _buffer.Length - _buffered)
                FlushBuffer();
            if (bytes.Length >= _buffer.Length)
            {
                WriteThrough(bytes);
                return;
            }

            bytes.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += bytes.Length;
        }

        public void Complete()
        {
            FlushBuffer();
            var file = Open;
            try
            {
                RandomAccess.FlushToDisk(file);
                file.Dispose();
                File.Move(_path + Partial, _path, overwrite: false);
                _file = null;
                FileSystemCalls.SyncFolder(Path.GetDirectoryName(_path));
            }
            catch (Exception e) when (IoErrors.IsIoFailure(e))
            {
                throw IoErrors.From(e, "complete", _path);
            }
        }

        public void Dispose()
        {
            if (_file is null)
                return;
            _file.Dispose();
            _file = null;
            try
            {
                File.Delete(_path + Partial);
            }
            catch (Exception e) when (IoErrors.IsIoFailure(e))
            {
                // What is left is removed at the next open.
            }
        }

        private SafeFileHandle Open => _file ?? throw new ObjectDisposedException(nameof(IObjectWriter));

        private void FlushBuffer()
        {
            if (_buffered == 0)
                return;
            var buffered = _buffered;
            _buffered = 0;
            WriteThrough(_buffer.AsSpan(0, buffered));
        }

        private void WriteThrough(ReadOnlySpan<byte> bytes)
        {
            try
            {
                RandomAccess.Write(Open, bytes, _flushed);
                _flushed += bytes.Length;
            }
            catch (Exception e) when (IoErrors.IsIoFailure(e))
            {
                throw IoErrors.From(e, "write", _path);
            }
        }
    }
}
