using System.Buffers;
using System.Globalization;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Index.Scalar;
using VectorData.Storage.Memory;
using VectorData.Storage.Segments;

namespace VectorData.Storage.Tables;

/// <summary>
/// The blocks of a segment's indexes. They stand in the segment's own file, or, when the index was built later, in a file
/// of kind "index" beside it.
/// <code>
/// index.{id}.hash     HashIndex: key hash to ordinals (btree and hash indexes); hashes of KeyHash
/// index.{id}.bloom    BloomFilter over the same hashes (unique indexes)
/// index.{id}.sorted   SortedIndex: ordinals in key order, NULLs last (btree indexes of ordered types)
/// index.{id}.graph    HnswGraph (hnsw indexes)
/// </code>
/// </summary>
internal static class SegmentIndexFormat
{
    public static BlockFileKind Kind => new("index", 1);

    public static string HashBlock(IndexId index) => Name(index, "hash");

    public static string BloomBlock(IndexId index) => Name(index, "bloom");

    public static string SortedBlock(IndexId index) => Name(index, "sorted");

    public static string GraphBlock(IndexId index) => Name(index, "graph");

    /// <summary>Whether the keys have a sorted block, too.</summary>
    public static bool IsSorted(IndexKey key) =>
        key.Index.Method == IndexMethod.BTree && key.Columns.All(column => KeyColumn.IsOrdered(column.Type));

    /// <summary>Writes the blocks of a btree or hash index over columns that hold all rows of the segment in order.</summary>
    public static void WriteKeys(IndexKey key, int rows, Func<ColumnDefinition, ColumnVector> column, Action<string, Action<IBufferWriter<byte>>> addBlock)
    {
        var columns = Array.ConvertAll(key.Columns, definition => column(definition));
        var hashes = new ulong[rows];
        var skipped = new bool[rows];
        hashes.AsSpan().Fill(KeyHash.Seed);
        foreach (var values in columns)
            KeyHash.Add(values, hashes, skipped);
        if (key.EntersNulls)
            skipped.AsSpan().Clear();
        var ordinals = new int[rows];
        var count = 0;
        for (var row = 0; row < rows; row++)
        {
            if (skipped[row])
                continue;
            hashes[count] = hashes[row];
            ordinals[count++] = row;
        }

        if (key.Index.IsUnique)
            addBlock(BloomBlock(key.Index.Id), writer => BloomFilter.Write(hashes.AsSpan(0, count), writer));
        addBlock(HashBlock(key.Index.Id), writer => HashIndex.Write(hashes.AsSpan(0, count), ordinals.AsSpan(0, count), writer));
        if (!IsSorted(key))
            return;
        var order = new KeyRowComparer(Array.ConvertAll(columns, KeyColumn.Of));
        var all = new int[rows];
        for (var row = 0; row < rows; row++)
            all[row] = row;
        addBlock(SortedBlock(key.Index.Id), writer => SortedIndex.Write(all, order, writer));
    }

    private static string Name(IndexId index, string part) => string.Create(CultureInfo.InvariantCulture, $"index.{index.Value}.{part}");
}

/// <summary>Rows in the order of a key of one or more columns.</summary>
internal readonly struct KeyRowComparer(KeyColumn[] columns) : IComparer<int>
{
    public int Compare(int left, int right)
    {
        foreach (var column in columns)
        {
            var order = column.Compare(left, right);
            if (order != 0)
                return order;
        }

        return 0;
    }
}

/// <summary>A bound over the first columns of a key.</summary>
internal readonly struct KeyRowBound(KeyColumn[] columns, KeyValue[] values) : IKeyBound
{
    public int CompareKeyAt(int ordinal)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var order = columns[i].CompareTo(ordinal, values[i]);
            if (order != 0)
                return order;
        }

        return 0;
    }
}
