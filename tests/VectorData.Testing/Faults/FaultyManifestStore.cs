using VectorData.Storage.Files;

namespace VectorData.Testing.Faults;

/// <summary>A manifest store that fails as a <see cref="FaultPlan"/> says.</summary>
public sealed class FaultyManifestStore(IManifestStore inner, FaultPlan faults) : IManifestStore
{
    private readonly List<(int Offset, byte Mask)> _flips = [];

    public string Location => inner.Location;

    /// <summary>The manifest as it is durable.</summary>
    internal ManifestImage Image
    {
        get
        {
            var image = inner.Read();
            if (_flips.Count == 0 || image.Tag == ManifestTag.None)
                return image;
            var bytes = image.Bytes.ToArray();
            foreach (var (offset, mask) in _flips)
                bytes[offset] ^= mask;
            return image with { Bytes = bytes };
        }
    }

    public ManifestImage Read()
    {
        faults.ThrowIfDead(Location);
        return Image;
    }

    public bool TryReplace(ManifestTag expected, ReadOnlyMemory<byte> bytes, out ManifestTag tag)
    {
        var failure = faults.PassWrite(FaultOperation.ReplaceManifest, Location, bytes.Length, out _);
        faults.Delay();
        tag = default;
        if (failure is not null && (faults.IsDead || !faults.ManifestFailsAfterwards))
            throw failure;
        var replaced = inner.TryReplace(expected, bytes, out tag);
        if (failure is not null)
            throw failure;
        faults.GiveBack(bytes.Length);
        return replaced;
    }

    public void Flip(int offset, byte mask) => _flips.Add((offset, mask));

    public void Dispose() => inner.Dispose();
}
