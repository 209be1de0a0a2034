using VectorData.Core.Errors;
using VectorData.Storage.Files;

namespace VectorData.Storage.Manifest;

/// <summary>
/// The current manifest and its replacement by the next version. When <see cref="Replace"/> throws, the old or the new
/// manifest may be the durable one: what either names must stay until the next replacement succeeded.
/// </summary>
internal sealed class ManifestStore(IManifestStore store)
{
    private readonly Lock _replacing = new();
    private ManifestTag _tag;

    /// <summary>Version of the manifest read or written last; 0 when there is none.</summary>
    public long Version { get; private set; }

    /// <summary>The current manifest, null when none was ever written.</summary>
    public ManifestContent? Read()
    {
        lock (_replacing)
        {
            var image = store.Read();
            if (image.Tag == ManifestTag.None)
                return null;
            var content = ManifestHeader.Decode(store.Location, image.Bytes);
            _tag = image.Tag;
            Version = content.Version;
            return content;
        }
    }

    /// <summary>Replaces the manifest and gives the new version; returns when it is durable. 55006 when somebody else replaced it meanwhile.</summary>
    public long Replace(ReadOnlySpan<byte> payload)
    {
        lock (_replacing)
        {
            var bytes = ManifestHeader.Encode(Version + 1, payload);
            try
            {
                if (!store.TryReplace(_tag, bytes, out var tag))
                    throw ReplacedByOther();
                _tag = tag;
            }
            catch (VectorDbException e) when (e.SqlState != SqlStates.ObjectInUse)
            {
                AdoptIfCurrent(bytes);
                throw;
            }

            return ++Version;
        }
    }

    // The failure may have come after the new manifest took the old one's place: go on from what is there.
    private void AdoptIfCurrent(byte[] bytes)
    {
        try
        {
            var image = store.Read();
            if (image.Tag == _tag || !image.Bytes.Span.SequenceEqual(bytes))
                return;
            _tag = image.Tag;
            Version++;
        }
        catch (VectorDbException)
        {
            // The next replacement finds out.
        }
    }

    private VectorDbException ReplacedByOther() =>
        new(SqlStates.ObjectInUse, $"manifest \"{store.Location}\" was replaced by another owner of the database")
        {
            Hint = "Close this database and open it again; one owner writes at a time.",
        };
}
