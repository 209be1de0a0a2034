using System.Collections.Concurrent;
using VectorData.Storage.Files;

namespace VectorData.Testing.Faults;

/// <summary>Object files that fail as a <see cref="FaultPlan"/> says.</summary>
public sealed class FaultyObjectFiles(IObjectFiles inner, FaultPlan faults) : IObjectFiles
{
    private readonly ConcurrentDictionary<string, ObjectReader> _deleted = new();
    private readonly ConcurrentDictionary<string, List<(long Offset, byte Mask)>> _flips = new();

    public IObjectWriter Create(string name)
    {
        faults.Pass(FaultOperation.CreateObject, name);
        return new Writer(inner.Create(name), faults);
    }

    public ObjectReader Open(string name)
    {
        faults.ThrowIfDead(name);
        return _flips.TryGetValue(name, out var flips) ? OpenFlipped(name, flips) : inner.Open(name);
    }

    public long GetLength(string name)
    {
        faults.ThrowIfDead(name);
        return inner.GetLength(name);
    }

    public IReadOnlyList<string> List()
    {
        faults.ThrowIfDead("objects");
        return inner.List();
    }

    public void Delete(string name)
    {
        faults.Pass(FaultOperation.DeleteObject, name);
        var length = inner.GetLength(name);
        if (length < 0)
            return;
        _deleted[name] = inner.Open(name);
        inner.Delete(name);
        faults.GiveBack(length);
    }

    public void Flip(string name, long offset, byte mask) => _flips.GetOrAdd(name, _ => []).Add((offset, mask));

    public void Dispose() => inner.Dispose();

    internal MemoryObjectFiles Survivors(PowerCut cut)
    {
        var survivors = new MemoryObjectFiles();
        foreach (var name in inner.List())
            Copy(survivors, name, inner.Open(name));
        if (cut.DeletedObjectsReturn)
            foreach (var (name, reader) in _deleted)
                if (survivors.GetLength(name) < 0)
                    Copy(survivors, name, reader);
        return survivors;
    }

    private static void Copy(MemoryObjectFiles files, string name, ObjectReader from)
    {
        using var writer = files.Create(name);
        for (long at = 0; at < from.Length; at += 1 << 20)
            writer.Write(from.GetSpan(at, (int)Math.Min(1 << 20, from.Length - at)));
        writer.Complete();
    }

    private ObjectReader OpenFlipped(string name, List<(long Offset, byte Mask)> flips)
    {
        using var reader = inner.Open(name);
        var bytes = reader.GetSpan(0, checked((int)reader.Length)).ToArray();
        foreach (var (offset, mask) in flips)
            bytes[offset] ^= mask;
        return ObjectReader.CopyOf(name, bytes);
    }

    private sealed class Writer(IObjectWriter inner, FaultPlan faults) : IObjectWriter
    {
        private bool _complete;

        public string Name => inner.Name;

        public long Position => inner.Position;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            var failure = faults.PassWrite(FaultOperation.WriteObject, Name, bytes.Length, out var through);
            inner.Write(bytes[..(int)through]);
            if (failure is not null)
                throw failure;
        }

        public void Complete()
        {
            faults.Pass(FaultOperation.CompleteObject, Name);
            faults.Delay();
            inner.Complete();
            _complete = true;
        }

        public void Dispose()
        {
            if (!_complete)
                faults.GiveBack(inner.Position);
            inner.Dispose();
        }
    }
}
