using System.Runtime.CompilerServices;
using VectorData.Index;
using VectorData.Numerics;

namespace VectorData.Storage.Segments;

/// <summary>
/// The dense vectors of a segment by ordinal, over the mapped file. Pages are checked at their first touch; once
/// <see cref="VerifyAll"/> has checked them all, <see cref="ToMemory"/> gives the same vectors without any check per row.
/// </summary>
internal sealed unsafe class SegmentVectors<T> : IDenseVectorSource<T>
    where T : unmanaged
{
    private readonly BlockFileReader _file;
    private readonly FileBlock _block;
    private readonly int _rows;
    private readonly long _stride;
    private volatile bool _allVerified;

    public SegmentVectors(BlockFileReader file, FileBlock block, int rows, int dimensions)
    {
        _file = file;
        _block = block;
        _rows = rows;
        Dimensions = dimensions;
        _stride = (long)dimensions * Unsafe.SizeOf<T>();
    }

    public VectorElement Element => typeof(T) == typeof(float) ? VectorElement.Float32 : VectorElement.Float16;

    public int Dimensions { get; }

    /// <summary>Whether every page was checked.</summary>
    public bool IsVerified => _allVerified;

    /// <summary>The vector of a row; this object must stay referenced while the span is in use.</summary>
    public ReadOnlySpan<T> GetVector(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)_rows, nameof(ordinal));
        var offset = ordinal * _stride;
        if (!_allVerified)
            _file.EnsureVerified(_block.Offset + offset, _stride);
        return new ReadOnlySpan<T>(_file.AddressOf(_block) + offset, Dimensions);
    }

    /// <summary>Checks all pages that were not checked before: reads the whole column once.</summary>
    public void VerifyAll()
    {
        if (_allVerified)
            return;
        if (_block.Length > 0)
            _file.EnsureVerified(_block.Offset, _block.Length);
        _allVerified = true;
    }

    /// <summary>The same vectors as one block of memory, kept mapped by this object; all pages are checked first.</summary>
    public VectorMemory<T> ToMemory()
    {
        VerifyAll();
        return new VectorMemory<T>(Dimensions, (T*)_file.AddressOf(_block), _file);
    }
}
