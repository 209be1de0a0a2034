using VectorData.Storage.Files;

namespace VectorData.Testing.Faults;

/// <summary>
/// A database's storage that fails on demand: give <see cref="Files"/> to the engine and set <see cref="Faults"/>.
/// <see cref="Cut"/> takes the power away and gives the storage as it is found afterwards.
/// </summary>
public sealed class FaultyFiles
{
    private readonly FaultyObjectFiles _objects;
    private readonly FaultyLog _log;
    private readonly FaultyManifestStore _manifest;

    /// <summary>Faulty storage in memory.</summary>
    public FaultyFiles()
        : this(DatabaseFiles.InMemory())
    {
    }

    /// <summary>Faulty storage over other storage.</summary>
    public FaultyFiles(DatabaseFiles inner)
    {
        _objects = new FaultyObjectFiles(inner.Objects, Faults);
        _log = new FaultyLog(inner.Log, Faults);
        _manifest = new FaultyManifestStore(inner.Manifest, Faults);
        Files = new DatabaseFiles(inner.Location, _objects, _log, _manifest, inner);
    }

    public FaultPlan Faults { get; } = new();

    public DatabaseFiles Files { get; }

    /// <summary>
    /// Takes the power away: everything still using <see cref="Files"/> fails from here on. The storage found afterwards, in
    /// memory and with a fresh fault plan, holds what was durable and what the cut lets survive.
    /// </summary>
    public FaultyFiles Cut(PowerCut? cut = null)
    {
        cut ??= PowerCut.LosesAll;
        Faults.IsDead = true;
        var objects = _objects.Survivors(cut);
        var image = _manifest.Image;
        var manifest = image.Tag == ManifestTag.None ? new MemoryManifestStore() : new MemoryManifestStore(image.Bytes);
        return new FaultyFiles(new DatabaseFiles(Files.Location, objects, _log.Survivor(cut), manifest));
    }

    /// <summary>Flips bits of one byte of an object for readers that open it from here on.</summary>
    public void Flip(string objectName, long offset, byte mask = 1) => _objects.Flip(objectName, offset, mask);

    /// <summary>Flips bits of one byte of the log.</summary>
    public void FlipLog(long position, byte mask = 1) => _log.Flip(position, mask);

    /// <summary>Flips bits of one byte of the manifest.</summary>
    public void FlipManifest(int offset, byte mask = 1) => _manifest.Flip(offset, mask);
}
