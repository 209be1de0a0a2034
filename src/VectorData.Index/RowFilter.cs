using System.Runtime.CompilerServices;

namespace VectorData.Index;

/// <summary>The caller's filter together with the end of what its snapshot sees.</summary>
internal readonly struct RowFilter(IOrdinalFilter? filter, int end)
{
    private readonly IOrdinalFilter? _filter = filter;

    public int End { get; } = end;

    public int? AllowedCount => _filter?.AllowedCount;

    /// <summary>Whether no filter is set.</summary>
    public bool AllowsAll => _filter is null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Allows(int ordinal) => ordinal < End && (_filter is null || _filter.Allows(ordinal));

    /// <summary>First allowed ordinal at or after one, or <paramref name="end"/>.</summary>
    public int NextAllowed(int ordinal, int end) => _filter is null ? ordinal : _filter.NextAllowed(ordinal, end);
}
