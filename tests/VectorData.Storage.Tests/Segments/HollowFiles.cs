using VectorData.Storage.Files;

namespace VectorData.Storage.Tests.Segments;

/// <summary>Writes one object as a sparse file: runs of zeros take no room on disk, so that files of many gigabytes are cheap.</summary>
internal sealed class HollowFiles(string folder) : IObjectFiles
{
    public IObjectWriter Create(string name) => new Writer(name, Path.Combine(folder, name));

    public ObjectReader Open(string name) => throw new NotSupportedException();

    public long GetLength(string name) => throw new NotSupportedException();

    public IReadOnlyList<string> List() => throw new NotSupportedException();

    public void Delete(string name) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private sealed class Writer(string name, string path) : IObjectWriter
    {
        private readonly FileStream _file = new(path, FileMode.CreateNew);

        public string Name => name;

        public long Position { get; private set; }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            if (bytes.ContainsAnyExcept((byte)0))
            {
                _file.Position = Position;
                _file.Write(bytes);
            }

            Position += bytes.Length;
        }

        public void Complete() => _file.Dispose();

        public void Dispose() => _file.Dispose();
    }
}
