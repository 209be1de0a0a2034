using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using VectorData.Core.Errors;

namespace VectorData.Storage.Files;

/// <summary>Objects in native memory; reading copies nothing.</summary>
public sealed class MemoryObjectFiles : IObjectFiles
{
    private readonly ConcurrentDictionary<string, ByteRegion> _objects = new(StringComparer.Ordinal);

    public IObjectWriter Create(string name)
    {
        ObjectNames.Check(name);
        if (_objects.ContainsKey(name))
            throw AlreadyThere(name);
        return new Writer(this, name);
    }

    // Readers share the region; it is freed when the object is deleted and the last reader is gone.
    public ObjectReader Open(string name) =>
        _objects.TryGetValue(name, out var region) ? new ObjectReader(name, new SharedRegion(region)) : throw IoErrors.Missing(name);

    public long GetLength(string name) => _objects.TryGetValue(name, out var region) ? region.Length : -1;

    public IReadOnlyList<string> List()
    {
        var names = _objects.Keys.ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    public void Delete(string name) => _objects.TryRemove(name, out _);

    public void Dispose() => _objects.Clear();

    private static VectorDbException AlreadyThere(string name) =>
        new(SqlStates.IoError, $"could not create \"{name}\": it is there already");

    /// <summary>A reader's view on an object's memory: closing it leaves the object in place.</summary>
    private sealed unsafe class SharedRegion : ByteRegion
    {
        private readonly ByteRegion _object;

        public SharedRegion(ByteRegion region)
            : base(region.Length)
        {
            _object = region;
            SetAddress(region.Address);
        }

        // The reference alone keeps the object's memory; this lets go of it.
        protected override void Free(byte* address) => GC.KeepAlive(_object);
    }

    private sealed unsafe class Writer(MemoryObjectFiles files, string name) : IObjectWriter
    {
        private byte* _memory;
        private long _capacity;
        private bool _done;

        ~Writer() => NativeMemory.AlignedFree(_memory);

        public string Name => name;

        public long Position { get; private set; }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            ObjectDisposedException.ThrowIf(_done, this);
            if (bytes.IsEmpty)
                return;
            if (Position + bytes.Length > _capacity)
                Grow(Math.Max(Math.Max(Position + bytes.Length, 4096), Math.Min(_capacity * 2, _capacity + (1L << 30))));
            bytes.CopyTo(new Span<byte>(_memory + Position, bytes.Length));
            Position += bytes.Length;
        }

        public void Complete()
        {
            ObjectDisposedException.ThrowIf(_done, this);
            if (Position > 0)
                Grow(Position);
            var region = new NativeRegion(_memory, Position);
            _memory = null;
            _done = true;
            GC.SuppressFinalize(this);
            if (!files._objects.TryAdd(name, region))
                throw AlreadyThere(name);
        }

        public void Dispose()
        {
            NativeMemory.AlignedFree(_memory);
            _memory = null;
            _done = true;
            GC.SuppressFinalize(this);
        }

        private void Grow(long capacity)
        {
            try
            {
                _memory = (byte*)NativeMemory.AlignedRealloc(_memory, (nuint)capacity, 64);
                _capacity = capacity;
            }
            catch (OutOfMemoryException e)
            {
                throw new VectorDbException(SqlStates.OutOfMemory, $"out of memory: could not grow \"{name}\" to {capacity} bytes", e);
            }
        }
    }
}
