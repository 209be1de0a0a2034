using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Memory;

namespace VectorData.Storage.Tables;

/// <summary>Turns a transaction's changes into its commit, serialised but for the addresses, outside of all locks.</summary>
internal static class CommitPreparation
{
    public static TransactionCommit Prepare(StorageTransaction transaction)
    {
        var state = transaction.State;
        var changes = transaction.Changes;
        var commit = new TransactionCommit(state, transaction, changes.Catalog);
        foreach (var (id, table) in changes.Tables)
        {
            if (transaction.Catalog.FindTable(id) is not { } definition)
                continue;
            var part = new TableCommit(definition, table.Truncated);
            foreach (var inserted in table.Inserted)
                Add(state, commit, part, inserted);
            AddDeletes(state.Current, part, table);
            AddIndexes(part, table);
            if (!part.IsEmpty)
                commit.Add(part);
        }

        commit.Prepare();
        return commit;
    }

    private static void Add(DatabaseState state, TransactionCommit commit, TableCommit part, SegmentVersion inserted)
    {
        if (inserted.LiveRows == 0)
            return;
        if (inserted.Segment is not MemorySegment segment)
        {
            part.Adopted.Add(inserted);
            return;
        }

        if (!ChunkWriter.IsAdopted(state.Options, segment))
        {
            part.Inserts.Add(Copy(part.Definition, inserted));
            return;
        }

        segment.Close();
        if (state.IsDurable)
            commit.Chunks.AddRange(ChunkWriter.Encode(segment, inserted.Rows));
        part.Adopted.Add(inserted);
    }

    private static RowInsert Copy(TableDefinition definition, SegmentVersion inserted)
    {
        var columns = new ColumnVector[definition.Columns.Length];
        if (inserted.Deletes.IsEmpty)
        {
            for (var i = 0; i < columns.Length; i++)
                columns[i] = inserted.Segment.Read(definition.Columns[i], 0, inserted.Rows);
            return new RowInsert(columns, inserted.Rows);
        }

        var live = new int[inserted.Rows];
        var count = inserted.Deletes.LiveRows(0, inserted.Rows, live);
        for (var i = 0; i < columns.Length; i++)
            columns[i] = inserted.Segment.Gather(definition.Columns[i], live.AsSpan(0, count));
        return new RowInsert(columns, count);
    }

    private static void AddDeletes(DatabaseSnapshot current, TableCommit part, TableChanges table)
    {
        if (table.Truncated || !current.Tables.TryGetValue(part.Definition.Id, out var version))
            return;
        // Rows of a segment that was compacted away stand here under their new address, too.
        foreach (var (segment, ordinals) in table.Deleted)
            if (version.PlaceOf(segment) >= 0)
                part.Deletes.Add((segment, ordinals));
    }

    private static void AddIndexes(TableCommit part, TableChanges table)
    {
        foreach (var (segment, index) in table.Built)
            if (index.File is { } file && part.Definition.Indexes.Any(definition => definition.Id == index.Id))
                part.Indexes.Add((segment, index, file));
    }
}
