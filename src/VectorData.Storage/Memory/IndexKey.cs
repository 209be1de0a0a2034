using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Storage.Memory;

/// <summary>The key columns of a btree or hash index over its table's definition.</summary>
internal sealed class IndexKey
{
    private IndexKey(IndexDefinition index, ColumnDefinition[] columns, int[] positions)
    {
        Index = index;
        Columns = columns;
        Positions = positions;
    }

    public IndexDefinition Index { get; }

    public ColumnDefinition[] Columns { get; }

    /// <summary>Places of the key columns in the table's columns.</summary>
    public int[] Positions { get; }

    /// <summary>Whether keys with a NULL are entered: only where NULLs are equal.</summary>
    public bool EntersNulls => Index.IsUnique && Index.NullsNotDistinct;

    public static IndexKey Of(TableDefinition table, IndexDefinition index)
    {
        var positions = index.Columns.Select(column => table.IndexOf(column.Column)).ToArray();
        return new IndexKey(index, positions.Select(position => table.Columns[position]).ToArray(), positions);
    }

    /// <summary>The indexes of a table that find rows by key.</summary>
    public static IndexKey[] AllOf(TableDefinition table) =>
        table.Indexes.Where(index => index.Method != IndexMethod.Hnsw).Select(index => Of(table, index)).ToArray();

    /// <summary>Hashes rows; <paramref name="skipped"/> marks those that are not entered. Columns are the table's.</summary>
    public void Hash(ReadOnlySpan<ColumnVector> tableColumns, Span<ulong> hashes, Span<bool> skipped)
    {
        hashes.Fill(KeyHash.Seed);
        skipped.Clear();
        foreach (var position in Positions)
            KeyHash.Add(tableColumns[position], hashes, skipped);
        if (EntersNulls)
            skipped.Clear();
    }

    /// <summary>Hashes rows start..start+hashes.Length of a segment.</summary>
    public void Hash(Segment segment, int start, Span<ulong> hashes, Span<bool> skipped)
    {
        hashes.Fill(KeyHash.Seed);
        skipped.Clear();
        foreach (var column in Columns)
            KeyHash.Add(segment.Read(column, start, hashes.Length), hashes, skipped);
        if (EntersNulls)
            skipped.Clear();
    }

    /// <summary>False for a key with a NULL that no row can equal.</summary>
    public bool TryHash(ReadOnlySpan<Value> key, out ulong hash)
    {
        hash = KeyHash.Seed;
        foreach (var value in key)
        {
            if (value.IsNull && !EntersNulls)
                return false;
            hash = KeyHash.Add(hash, value);
        }

        return true;
    }

    /// <summary>Whether a segment's row has the key of a row of a batch.</summary>
    public bool RowsEqual(Segment segment, int ordinal, ReadOnlySpan<ColumnVector> tableColumns, int row)
    {
        for (var i = 0; i < Columns.Length; i++)
            if (!KeyColumn.RowsEqual(segment.Read(Columns[i], ordinal, 1), 0, tableColumns[Positions[i]], row))
                return false;
        return true;
    }

    public bool RowsEqual(ReadOnlySpan<ColumnVector> tableColumns, int left, int right)
    {
        foreach (var position in Positions)
            if (!KeyColumn.RowsEqual(tableColumns[position], left, tableColumns[position], right))
                return false;
        return true;
    }

    /// <summary>Whether a segment's row has this key.</summary>
    public bool RowEquals(Segment segment, int ordinal, ReadOnlySpan<Value> key)
    {
        for (var i = 0; i < Columns.Length; i++)
            if (!segment.ValueEquals(Columns[i], ordinal, new KeyValue(key[i])))
                return false;
        return true;
    }
}
