using VectorData.Core.Schema;
using VectorData.Storage.Memory;

namespace VectorData.Storage.Tables;

/// <summary>
/// Unique keys that others refer to. A key that is shared stays until its sharers have ended, wherever updates that keep it and compactions move its row:
/// who deletes the row or changes the key waits. Tables' gates are held by the caller unless a method says otherwise.
/// </summary>
internal static class KeyLocker
{
    /// <summary>A transaction that has to end before a committed row's keys may be shared, or ended by a deletion or an update of them; or null.</summary>
    public static StorageTransaction? Holder(StorageTransaction own, TableLocks locks, TableVersion latest, RowId row, RowLockMode mode) =>
        mode is RowLockMode.KeyShare or RowLockMode.Update && locks.Keys.Exists(claims => claims.Owner != own)
            ? Holder(own, locks, latest.Definition, latest.Find(row.Segment)!, row.Ordinal, mode)
            : null;

    /// <summary>Shares the keys of a committed row. False when it has none without a NULL: then the row itself has to be claimed.</summary>
    public static bool Share(StorageTransaction own, TableLocks locks, TableVersion latest, RowId row) =>
        Add(own, locks, latest.Definition, latest.Find(row.Segment)!, row.Ordinal, shared: true);

    /// <summary>
    /// Before a transaction deletes rows of its own, or changes their keys: they may stand for committed rows that it updated, whose claims let others share
    /// the keys. Waits for those who do, and keeps others from it. Takes the gate.
    /// </summary>
    public static void EndKeys(StorageTransaction own, TableId table, Dictionary<int, List<int>> rows, CancellationToken cancellationToken)
    {
        var changes = own.Changes.Of(table);
        if (rows.Count == 0 || changes.Deleted.IsEmpty)
            return;
        var definition = own.Definition(table);
        var locks = own.State.Locks.Of(table);
        while (true)
        {
            StorageTransaction? holder = null;
            lock (locks.Gate)
            {
                foreach (var (place, ordinals) in rows)
                    foreach (var ordinal in ordinals)
                        holder ??= Holder(own, locks, definition, changes.Inserted[place], ordinal, RowLockMode.Update);
                if (holder is null)
                {
                    foreach (var (place, ordinals) in rows)
                        foreach (var ordinal in ordinals)
                            Add(own, locks, definition, changes.Inserted[place], ordinal, shared: false);
                    return;
                }
            }

            own.State.Locks.WaitFor(own, holder, cancellationToken);
        }
    }

    private static StorageTransaction? Holder(StorageTransaction own, TableLocks locks, TableDefinition table, SegmentVersion segment, int ordinal, RowLockMode mode)
    {
        if (!locks.Keys.Exists(claims => claims.Owner != own && (mode == RowLockMode.KeyShare || claims.SharesAny)))
            return null;
        foreach (var key in own.State.KeysOf(table))
        {
            if (!TryHash(key, segment, ordinal, out var hash))
                continue;
            foreach (var claims in locks.Keys)
                if (claims.Owner != own && (mode == RowLockMode.KeyShare ? claims.Ends(key.Index.Id, hash) : claims.Shares(key.Index.Id, hash)))
                    return claims.Owner;
        }

        return null;
    }

    private static bool Add(StorageTransaction own, TableLocks locks, TableDefinition table, SegmentVersion segment, int ordinal, bool shared)
    {
        var any = false;
        foreach (var key in own.State.KeysOf(table))
        {
            if (!TryHash(key, segment, ordinal, out var hash))
                continue;
            locks.KeysOf(own).Add(key.Index.Id, hash, shared);
            any = true;
        }

        return any;
    }

    private static bool TryHash(IndexKey key, SegmentVersion segment, int ordinal, out ulong hash)
    {
        hash = 0;
        if (!key.Index.IsUnique)
            return false;
        Span<ulong> hashes = stackalloc ulong[1];
        Span<bool> skipped = stackalloc bool[1];
        key.Hash(segment.Segment, ordinal, hashes, skipped);
        hash = hashes[0];
        return !skipped[0];
    }
}
