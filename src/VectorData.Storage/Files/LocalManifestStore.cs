using System.IO.Hashing;

namespace VectorData.Storage.Files;

/// <summary>The manifest as a file, replaced by renaming a synced new one over it. A tag is the content's hash.</summary>
public sealed class LocalManifestStore(string folder) : IManifestStore
{
    private readonly Lock _replacing = new();

    public string Location { get; } = Path.Combine(folder, LocalFolder.ManifestName);

    public ManifestImage Read()
    {
        try
        {
            var bytes = File.ReadAllBytes(Location);
            return new ManifestImage(TagOf(bytes), bytes);
        }
        catch (FileNotFoundException)
        {
            return new ManifestImage(ManifestTag.None, default);
        }
        catch (Exception e) when (IoErrors.IsIoFailure(e))
        {
            throw IoErrors.From(e, "read", Location);
        }
    }

    public bool TryReplace(ManifestTag expected, ReadOnlyMemory<byte> bytes, out ManifestTag tag)
    {
        lock (_replacing)
        {
            tag = Read().Tag;
            if (tag != expected)
                return false;
            try
            {
                Replace(bytes.Span);
            }
            catch (Exception e) when (IoErrors.IsIoFailure(e))
            {
                throw IoErrors.From(e, "replace", Location);
            }

            tag = TagOf(bytes.Span);
            return true;
        }
    }

    public void Dispose()
    {
    }

    internal static ManifestTag TagOf(ReadOnlySpan<byte> bytes) => new(XxHash3.HashToUInt64(bytes) | 1);

    private void Replace(ReadOnlySpan<byte> bytes)
    {
        var fresh = Location + ".new";
        using (var file = File.OpenHandle(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(fresh, Location, overwrite: true);
        FileSystemCalls.SyncFolder(Path.GetDirectoryName(Location));
    }
}
