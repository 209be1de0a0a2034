namespace VectorData.Storage.Files;

/// <summary>A manifest in memory; tags count up.</summary>
public sealed class MemoryManifestStore : IManifestStore
{
    private readonly Lock _replacing = new();
    private ManifestImage _current;

    public MemoryManifestStore()
    {
    }

    /// <summary>A store that holds a copy of these bytes.</summary>
    public MemoryManifestStore(ReadOnlyMemory<byte> bytes) => _current = new ManifestImage(new ManifestTag(1), bytes.ToArray());

    public string Location => "manifest";

    public ManifestImage Read()
    {
        lock (_replacing)
            return _current;
    }

    public bool TryReplace(ManifestTag expected, ReadOnlyMemory<byte> bytes, out ManifestTag tag)
    {
        lock (_replacing)
        {
            tag = _current.Tag;
            if (tag != expected)
                return false;
            tag = new ManifestTag(tag.Value + 1);
            _current = new ManifestImage(tag, bytes.ToArray());
            return true;
        }
    }

    public void Dispose()
    {
    }
}
