using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace VectorData.Storage.Files;

/// <summary>
/// Bytes outside the managed heap. They are given back when the owner has closed the region and no lease is left,
/// or by the finaliser once nothing refers to the region any more.
/// </summary>
internal abstract unsafe class ByteRegion(long length)
{
    // A span over the region does not keep it alive. A method that still reads one after its last reference went
    // finishes long before this time is over, so the finaliser waits it out before it gives the bytes back.
    private const long GraceMilliseconds = 10_000;

    private byte* _address;
    private int _leases = 1;
    private bool _closed;
    private long _unreachableSince;

    ~ByteRegion()
    {
        var now = Environment.TickCount64;
        if (_unreachableSince == 0)
            _unreachableSince = now;
        if (_address == null)
            return;
        if (now - _unreachableSince < GraceMilliseconds && !Environment.HasShutdownStarted)
            GC.ReRegisterForFinalize(this);
        else
            Free();
    }

    public long Length { get; } = length;

    /// <summary>The first byte; an <see cref="ObjectDisposedException"/> once closed and given back.</summary>
    public byte* Address
    {
        get
        {
            var address = _address;
            ObjectDisposedException.ThrowIf(address == null, typeof(ObjectReader));
            return address;
        }
    }

    /// <summary>Keeps the bytes in place until <see cref="Release"/>.</summary>
    public void Lease()
    {
        int leases;
        do
        {
            leases = Volatile.Read(ref _leases);
            ObjectDisposedException.ThrowIf(leases == 0, typeof(ObjectReader));
        }
        while (Interlocked.CompareExchange(ref _leases, leases + 1, leases) != leases);
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _leases) == 0)
        {
            Free();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>The owner's end of use.</summary>
    public void Close()
    {
        if (!Interlocked.Exchange(ref _closed, true))
            Release();
    }

    protected void SetAddress(byte* address) => _address = address;

    protected abstract void Free(byte* address);

    private void Free()
    {
        var address = _address;
        _address = null;
        if (address != null)
            Free(address);
    }
}

/// <summary>A file mapped for reading.</summary>
internal sealed unsafe class MappedRegion : ByteRegion
{
    private readonly SafeBuffer? _view;

    public MappedRegion(string path)
        : this(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete))
    {
    }

    private MappedRegion(Microsoft.Win32.SafeHandles.SafeFileHandle file)
        : base(RandomAccess.GetLength(file))
    {
        using (file)
        {
            if (Length == 0)
            {
                SetAddress(EmptyRegion.Anywhere);
                return;
            }

            using var mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read).SafeMemoryMappedViewHandle;
            byte* address = null;
            _view.AcquirePointer(ref address);
            SetAddress(address);
        }
    }

    protected override void Free(byte* address)
    {
        if (_view is null)
            return;
        _view.ReleasePointer();
        _view.Dispose();
    }
}

/// <summary>Native memory, 64-byte aligned.</summary>
internal sealed unsafe class NativeRegion : ByteRegion
{
    private readonly bool _owned;

    /// <summary>Takes over memory of <see cref="NativeMemory.AlignedAlloc"/>; null for no bytes.</summary>
    public NativeRegion(byte* memory, long length)
        : base(length)
    {
        _owned = memory != null;
        SetAddress(_owned ? memory : EmptyRegion.Anywhere);
        if (length > 0)
            GC.AddMemoryPressure(length);
    }

    public static NativeRegion CopyOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return new NativeRegion(null, 0);
        var memory = (byte*)NativeMemory.AlignedAlloc((nuint)bytes.Length, 64);
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        return new NativeRegion(memory, bytes.Length);
    }

    protected override void Free(byte* address)
    {
        if (!_owned)
            return;
        NativeMemory.AlignedFree(address);
        GC.RemoveMemoryPressure(Length);
    }
}

/// <summary>The address of no bytes: not null, never read.</summary>
internal static unsafe class EmptyRegion
{
    public static byte* Anywhere => (byte*)64;
}
