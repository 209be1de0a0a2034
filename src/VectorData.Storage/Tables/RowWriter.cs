using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Storage.Memory;

namespace VectorData.Storage.Tables;

/// <summary>Inserts a transaction's rows into segments of its own and keeps unique keys unique.</summary>
internal sealed class RowWriter(StorageTransaction own)
{
    private readonly List<int> _candidates = [];

    public List<RowRange> Insert(TableDefinition table, Batch batch, CancellationToken cancellationToken)
    {
        var ranges = new List<RowRange>();
        if (batch.Count == 0)
            return ranges;
        if (!own.HasExclusiveLock)
            own.State.Memory.WaitForRoom(cancellationToken);
        var columns = RowsThatCount(table, batch);
        for (var start = 0; start < batch.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var segment = Segment(table, out var place, cancellationToken);
            var count = Math.Min(batch.Count - start, Math.Max(1, own.State.Options.GrowingSegmentRows - segment.RowCount));
            var part = count == batch.Count ? columns : Array.ConvertAll(columns, column => column.Slice(start, count));
            ranges.Add(Insert(table, segment, place, part, count, cancellationToken));
            start += count;
        }

        return ranges;
    }

    public InsertConflict[] FindConflicts(TableDefinition table, IndexId? arbiter, Batch batch, CancellationToken cancellationToken)
    {
        var conflicts = new InsertConflict[batch.Count];
        Array.Fill(conflicts, InsertConflict.None);
        var keys = own.State.KeysOf(table).Where(key => key.Index.IsUnique && (arbiter is null || key.Index.Id == arbiter)).ToArray();
        if (batch.Count == 0 || keys.Length == 0)
            return conflicts;
        var columns = RowsThatCount(table, batch);
        var hashes = HashAll(keys, columns, batch.Count, out var skipped);
        var locks = own.State.Locks.Of(table.Id);
        Wait(locks, keys, hashes, skipped, cancellationToken, pending =>
        {
            for (var k = 0; k < keys.Length; k++)
                for (var row = 0; row < batch.Count; row++)
                    if (!skipped[k][row])
                        pending.Reserve(keys[k].Index.Id, hashes[k][row]);
        });
        for (var k = 0; k < keys.Length; k++)
            FindConflicts(table, keys[k], columns, hashes[k], skipped[k], conflicts, cancellationToken);
        return conflicts;
    }

    private RowRange Insert(TableDefinition table, MemorySegment segment, int place, ColumnVector[] columns, int count, CancellationToken cancellationToken)
    {
        var keys = own.State.KeysOf(table).Where(key => key.Index.IsUnique).ToArray();
        var first = segment.RowCount;
        if (keys.Length == 0)
        {
            segment.Append(columns, 0, count);
        }
        else
        {
            var hashes = HashAll(keys, columns, count, out var skipped);
            Wait(own.State.Locks.Of(table.Id), keys, hashes, skipped, cancellationToken, pending =>
            {
                pending.Add(segment);
                segment.EnterKeys(columns, 0, count);
            });
            segment.AppendRows(columns, 0, count);
            for (var k = 0; k < keys.Length; k++)
                CheckUnique(table, keys[k], segment, first, columns, hashes[k], skipped[k], cancellationToken);
        }

        var changes = own.Changes.Of(table.Id);
        var inserted = place < 0
            ? changes.Inserted.Add(new SegmentVersion(segment, segment.RowCount))
            : changes.Inserted.SetItem(place, changes.Inserted[place].WithRows(segment.RowCount));
        own.Changes = own.Changes.With(table.Id, changes with { Inserted = inserted });
        ChunkWriter.WriteFull(own, segment);
        return new RowRange(segment.Id, first, count);
    }

    /// <summary>The private segment that takes the next rows. One with rows that were rolled back takes no more.</summary>
    private MemorySegment Segment(TableDefinition table, out int place, CancellationToken cancellationToken)
    {
        var inserted = own.Changes.Of(table.Id).Inserted;
        place = inserted.Length - 1;
        if (place >= 0)
        {
            if (inserted[place].Segment is MemorySegment { IsClosed: false } last && last.RowCount == inserted[place].Rows && last.RowCount < own.State.Options.GrowingSegmentRows
                && last.Bytes < own.State.Options.GrowingSegmentBytes && ReferenceEquals(last.Definition, table))
                return last;
        }

        if (place >= 0)
            own.Spill.WriteFull(cancellationToken);
        place = -1;
        return new MemorySegment(own.State.Ids.NextSegment(), table);
    }

    private static ColumnVector[] RowsThatCount(TableDefinition table, Batch batch)
    {
        if (batch.Columns.Length != table.Columns.Length)
            throw new ArgumentException($"table \"{table.Name}\" has {table.Columns.Length} columns, the rows have {batch.Columns.Length}", nameof(batch));
        for (var i = 0; i < batch.Columns.Length; i++)
            if (batch.Columns[i].Type.Physical != table.Columns[i].Type.Physical || batch.Columns[i].Type.FixedWidth != table.Columns[i].Type.FixedWidth)
                throw new ArgumentException($"column \"{table.Columns[i].Name}\" is of type {table.Columns[i].Type}, the rows have {batch.Columns[i].Type}", nameof(batch));
        if (!batch.HasSelection)
            return batch.Columns;
        return Array.ConvertAll(batch.Columns, column =>
        {
            var builder = ColumnBuilder.For(column.Type, batch.Count);
            builder.AppendFrom(column, batch.Selection.Span);
            return builder.Build();
        });
    }

    private static ulong[][] HashAll(IndexKey[] keys, ColumnVector[] columns, int count, out bool[][] skipped)
    {
        var hashes = new ulong[keys.Length][];
        skipped = new bool[keys.Length][];
        for (var k = 0; k < keys.Length; k++)
        {
            hashes[k] = new ulong[count];
            skipped[k] = new bool[count];
            keys[k].Hash(columns, hashes[k], skipped[k]);
        }

        return hashes;
    }

    /// <summary>Waits until no other running transaction has one of the keys, then lists them as this transaction's.</summary>
    private void Wait(TableLocks locks, IndexKey[] keys, ulong[][] hashes, bool[][] skipped, CancellationToken cancellationToken, Action<PendingKeys> enter)
    {
        while (true)
        {
            StorageTransaction? holder = null;
            lock (locks.Gate)
            {
                for (var k = 0; k < keys.Length && holder is null; k++)
                    holder = locks.KeyHolder(keys[k].Index.Id, hashes[k], skipped[k], own);
                if (holder is null)
                {
                    enter(locks.PendingOf(own));
                    return;
                }
            }

            own.State.Locks.WaitFor(own, holder, cancellationToken);
        }
    }

    // The keys are listed by now: no other transaction can bring in an equal one, and who did has published it.
    private void CheckUnique(
        TableDefinition table,
        IndexKey key,
        MemorySegment segment,
        int first,
        ColumnVector[] columns,
        ulong[] hashes,
        bool[] skipped,
        CancellationToken cancellationToken)
    {
        var changes = own.Changes.Of(table.Id);
        var ownIndex = segment.Key(key.Index.Id)!;
        var deletes = changes.PlaceOf(segment.Id) is >= 0 and var place ? changes.Inserted[place].Deletes : DeleteBitmap.Empty;
        for (var row = 0; row < hashes.Length; row++)
        {
            if (skipped[row])
                continue;
            _candidates.Clear();
            ownIndex.Find(hashes[row], first + row, _candidates);
            foreach (var ordinal in _candidates)
                if (!deletes.IsDeleted(ordinal) && (ordinal >= first ? key.RowsEqual(columns, ordinal - first, row) : key.RowsEqual(segment, ordinal, columns, row)))
                    throw Duplicate(table, key, columns, row);
        }

        foreach (var other in changes.Inserted)
        {
            if (other.Id == segment.Id)
                continue;
            for (var row = 0; row < hashes.Length; row++)
                if (!skipped[row] && FindIn(other, key, hashes[row], columns, row) is not null)
                    throw Duplicate(table, key, columns, row);
        }

        for (var row = 0; row < hashes.Length && !changes.Truncated; row++)
            if (!skipped[row] && FindCommitted(table, key, hashes[row], columns, row, cancellationToken) is not null)
                throw Duplicate(table, key, columns, row);
    }

    private void FindConflicts(
        TableDefinition table,
        IndexKey key,
        ColumnVector[] columns,
        ulong[] hashes,
        bool[] skipped,
        InsertConflict[] conflicts,
        CancellationToken cancellationToken)
    {
        var changes = own.Changes.Of(table.Id);
        var earlier = new Dictionary<ulong, List<int>>();
        for (var row = 0; row < hashes.Length; row++)
        {
            if (skipped[row] || conflicts[row].IsConflict)
                continue;
            RowId? found = null;
            foreach (var inserted in changes.Inserted)
                found ??= FindIn(inserted, key, hashes[row], columns, row);
            if (!changes.Truncated)
                found ??= FindCommitted(table, key, hashes[row], columns, row, cancellationToken);
            if (found is not null)
            {
                conflicts[row] = new InsertConflict(key.Index, found, -1);
                continue;
            }

            if (!earlier.TryGetValue(hashes[row], out var rows))
                earlier.Add(hashes[row], rows = []);
            var twin = rows.FindIndex(other => key.RowsEqual(columns, other, row));
            if (twin >= 0)
                conflicts[row] = new InsertConflict(key.Index, null, rows[twin]);
            else
                rows.Add(row);
        }
    }

    private RowId? FindIn(SegmentVersion segment, IndexKey key, ulong hash, ColumnVector[] columns, int row)
    {
        _candidates.Clear();
        segment.FindCandidates(key.Index.Id, hash, _candidates);
        foreach (var ordinal in _candidates)
            if (!segment.Deletes.IsDeleted(ordinal) && key.RowsEqual(segment.Segment, ordinal, columns, row))
                return new RowId(segment.Id, ordinal);
        return null;
    }

    /// <summary>The committed row with the key; waits for a transaction that is deleting it.</summary>
    private RowId? FindCommitted(TableDefinition table, IndexKey key, ulong hash, ColumnVector[] columns, int row, CancellationToken cancellationToken)
    {
        var locks = own.State.Locks.Of(table.Id);
        while (true)
        {
            if (!own.State.Current.Tables.TryGetValue(table.Id, out var latest))
                return null;
            RowId? found = null;
            var changes = own.Changes.Of(table.Id);
            foreach (var segment in latest.Segments)
            {
                _candidates.Clear();
                segment.FindCandidates(key.Index.Id, hash, _candidates);
                foreach (var ordinal in _candidates)
                    if (!segment.Deletes.IsDeleted(ordinal) && !changes.IsDeleted(segment.Id, ordinal) && key.RowsEqual(segment.Segment, ordinal, columns, row))
                        found = new RowId(segment.Id, ordinal);
            }

            if (found is not { } there)
                return null;
            StorageTransaction? deleter;
            lock (locks.Gate)
            {
                deleter = locks.Writer(there.Segment, there.Ordinal, own);
                own.AwaitedKey = deleter is null ? null : (key.Index.Id, hash, deleter);
            }

            if (deleter is null && ReferenceEquals(own.State.Current.Tables.GetValueOrDefault(table.Id), latest))
                return there;
            if (deleter is null)
                continue;
            try
            {
                own.State.Locks.WaitFor(own, deleter, cancellationToken);
            }
            finally
            {
                lock (locks.Gate)
                    own.AwaitedKey = null;
            }
        }
    }

    private static VectorDbException Duplicate(TableDefinition table, IndexKey key, ColumnVector[] columns, int row) =>
        UniqueViolation(table, key, position => columns[key.Positions[position]].GetValue(row), "already exists");

    internal static VectorDbException UniqueViolation(TableDefinition table, IndexKey key, Func<int, Value> value, string what)
    {
        var names = string.Join(", ", key.Columns.Select(column => column.Name));
        var values = string.Join(", ", key.Columns.Select((_, position) => value(position) is { IsNull: false } given ? ValueText.Format(given) : "null"));
        var message = what == "already exists"
            ? $"duplicate key value violates unique constraint \"{key.Index.Name}\""
            : $"could not create unique index \"{key.Index.Name}\"";
        return new VectorDbException(SqlStates.UniqueViolation, message)
        {
            Detail = $"Key ({names})=({values}) {what}.",
            SchemaName = table.Schema,
            TableName = table.Name,
            ConstraintName = key.Index.Name,
        };
    }
}
