using System.Runtime.InteropServices;
using VectorData.Core.Schema;

namespace VectorData.Storage.Tables;

/// <summary>Deleting and locking rows: who holds them is waited for, who changed them first wins.</summary>
internal static class RowLocker
{
    public static bool TryDelete(StorageTransaction own, TableId table, ReadOnlySpan<RowId> rows, RowLockMode mode, CancellationToken cancellationToken)
    {
        var changes = own.Changes.Of(table);
        var committed = new List<RowId>(rows.Length);
        var inserted = new Dictionary<int, List<int>>();
        foreach (var row in rows)
        {
            if (changes.PlaceOf(row.Segment) is >= 0 and var place)
                Add(inserted, place, row.Ordinal);
            else
                committed.Add(row);
        }

        if (mode == RowLockMode.Update)
            KeyLocker.EndKeys(own, table, inserted, cancellationToken);
        if (Claim(own, table, committed, mode, cancellationToken) is not { } claimed)
            return own.Isolation == TransactionIsolation.ReadCommitted ? false : throw own.Conflict();
        changes = own.Changes.Of(table);
        foreach (var (place, ordinals) in inserted)
        {
            var version = changes.Inserted[place];
            changes = changes with { Inserted = changes.Inserted.SetItem(place, version.WithDeletes(version.Deletes.With(CollectionsMarshal.AsSpan(ordinals)))) };
        }

        foreach (var (segment, ordinals) in claimed)
            changes = changes.WithDeleted(segment, CollectionsMarshal.AsSpan(ordinals));
        own.Changes = own.Changes.With(table, changes);
        return true;
    }

    public static bool TryLock(StorageTransaction own, TableId table, ReadOnlySpan<RowId> rows, RowLockMode mode, CancellationToken cancellationToken)
    {
        var changes = own.Changes.Of(table);
        var committed = new List<RowId>(rows.Length);
        foreach (var row in rows)
            if (changes.PlaceOf(row.Segment) < 0)
                committed.Add(row);
        if (Claim(own, table, committed, mode, cancellationToken) is not null)
            return true;
        return mode == RowLockMode.KeyShare || own.Isolation == TransactionIsolation.ReadCommitted ? false : throw own.Conflict();
    }

    /// <summary>Where rows that the transaction holds are in the newest version: a compaction may have come between the look at them and the lock.</summary>
    public static void Locate(StorageTransaction own, TableId table, Span<RowId> rows)
    {
        if (!own.State.Current.Tables.TryGetValue(table, out var latest))
            return;
        foreach (ref var row in rows)
            row = latest.Resolve(row) ?? row;
    }

    /// <summary>
    /// Claims rows until the transaction ends. Gives the ordinals per segment under every address that counts: the present one, and the
    /// one the transaction's snapshot knows where a compaction came between. Null when a row was deleted meanwhile.
    /// </summary>
    private static Dictionary<SegmentId, List<int>>? Claim(
        StorageTransaction own, TableId table, List<RowId> rows, RowLockMode mode, CancellationToken cancellationToken)
    {
        var claimed = new Dictionary<SegmentId, List<int>>();
        if (rows.Count == 0)
            return claimed;
        var locks = own.State.Locks.Of(table);
        while (true)
        {
            StorageTransaction? holder = null;
            lock (locks.Gate)
            {
                // Read under the gate: who published a change let go of its claims after that.
                if (own.State.Current.Tables.GetValueOrDefault(table) is not { } latest)
                    return null;
                claimed.Clear();
                foreach (var row in rows)
                {
                    if (Resolve(own, table, latest, row, mode) is not { } now)
                        return null;
                    holder = locks.Holder(now.Segment, now.Ordinal, mode, own) ?? KeyLocker.Holder(own, locks, latest, now, mode);
                    if (holder is not null)
                        break;
                    Add(claimed, now.Segment, now.Ordinal);
                    if (KnownAs(own, table, latest, row, now) is { } known)
                        Add(claimed, known.Segment, known.Ordinal);
                }

                if (holder is null)
                {
                    foreach (var (segment, ordinals) in claimed)
                        if (latest.PlaceOf(segment) >= 0)
                            foreach (var ordinal in ordinals)
                                if (mode != RowLockMode.KeyShare || !KeyLocker.Share(own, locks, latest, new RowId(segment, ordinal)))
                                    locks.Claim(segment, ordinal, mode, own);
                    return claimed;
                }
            }

            own.State.Locks.WaitFor(own, holder, cancellationToken);
        }
    }

    /// <summary>Where a row is now; null when it was deleted, or, for a write under snapshot isolation, inserted after the snapshot.</summary>
    private static RowId? Resolve(StorageTransaction own, TableId table, TableVersion latest, RowId row, RowLockMode mode)
    {
        if (latest.Resolve(row) is not { } now)
            return null;
        var version = latest.Find(now.Segment)!;
        if (version.Deletes.IsDeleted(now.Ordinal))
            return null;
        var isWrite = own.Isolation == TransactionIsolation.Snapshot && mode != RowLockMode.KeyShare;
        return isWrite && (own.Base.Tables.GetValueOrDefault(table) is not { } known || (known.Find(row.Segment) is null && latest.Trace(now, known) is null) || IsLater(known, row))
            ? null
            : now;
    }

    private static bool IsLater(TableVersion known, RowId row) => known.Find(row.Segment) is { } version && row.Ordinal >= version.Rows;

    /// <summary>
    /// The other address under which the transaction may read the row again: the given one, or the one in its snapshot when it was given an address that
    /// is newer. Null when there is only one.
    /// </summary>
    private static RowId? KnownAs(StorageTransaction own, TableId table, TableVersion latest, RowId row, RowId now)
    {
        if (now.Segment != row.Segment)
            return row;
        if (latest.Remaps.IsEmpty || own.Base.Tables.GetValueOrDefault(table) is not { } known || known.PlaceOf(now.Segment) >= 0)
            return null;
        return latest.Trace(now, known);
    }

    private static void Add<TKey>(Dictionary<TKey, List<int>> lists, TKey key, int ordinal)
        where TKey : notnull
    {
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(lists, key, out _);
        (list ??= []).Add(ordinal);
    }
}
