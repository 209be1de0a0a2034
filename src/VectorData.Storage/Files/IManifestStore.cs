namespace VectorData.Storage.Files;

/// <summary>One small value that is replaced as a whole: the whole old value or the whole new one is there at any moment.</summary>
public interface IManifestStore : IDisposable
{
    /// <summary>Names the value in messages.</summary>
    string Location { get; }

    /// <summary>The current value; its tag is <see cref="ManifestTag.None"/> when nothing was ever stored.</summary>
    ManifestImage Read();

    /// <summary>
    /// Replaces the value if <paramref name="expected"/> is still the current tag; false when it is not.
    /// After an exception either value may be the current one.
    /// </summary>
    bool TryReplace(ManifestTag expected, ReadOnlyMemory<byte> bytes, out ManifestTag tag);
}

/// <summary>Identifies one stored value; differs for every value.</summary>
public readonly record struct ManifestTag(ulong Value)
{
    public static ManifestTag None => default;
}

/// <summary>A stored value and its tag.</summary>
public readonly record struct ManifestImage(ManifestTag Tag, ReadOnlyMemory<byte> Bytes);
