using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Execution.Operators;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Constraints;

/// <summary>A row found by key: its address and which key it has.</summary>
internal readonly record struct FoundRow(RowId Row, int Key);

/// <summary>Finds the rows of a table whose columns have one of given keys: by index where a segment has one, else by reading the key columns.</summary>
internal sealed class KeyFinder
{
    private readonly TableDefinition _table;
    private readonly ColumnDefinition[] _columns;
    private readonly IndexDefinition? _index;
    private readonly int[] _partOfIndexColumn = [];

    public KeyFinder(TableDefinition table, ImmutableArray<ColumnId> columns)
    {
        _table = table;
        _columns = [.. columns.Select(table.Column)];
        _index = BestIndex(table, columns);
        if (_index is not null)
            _partOfIndexColumn = [.. _index.Columns.Take(columns.Length).Select(key => columns.IndexOf(key.Column))];
    }

    public IReadOnlyList<SqlType> Types => Array.ConvertAll(_columns, column => column.Type);

    /// <summary>The rows that have one of the keys (of <see cref="Types"/>), at most <paramref name="most"/>.</summary>
    public List<FoundRow> Find(TableSnapshot table, KeySet keys, CancellationToken cancellationToken, int most = int.MaxValue)
    {
        var found = new List<FoundRow>();
        if (keys.Count == 0)
            return found;
        KeyTable? hashed = null;
        foreach (var segment in table.Segments)
        {
            if (segment.LiveCount == 0)
                continue;
            if (!ByIndex(segment, keys, found, most))
                ByReading(segment, hashed ??= Hash(keys), found, most, cancellationToken);
            if (found.Count >= most)
                break;
        }

        return found;
    }

    // An index over exactly the columns is best; one that starts with them also serves.
    private static IndexDefinition? BestIndex(TableDefinition table, ImmutableArray<ColumnId> columns)
    {
        IndexDefinition? best = null;
        foreach (var index in table.Indexes)
        {
            if (index.Method == IndexMethod.Hnsw || index.Columns.Length < columns.Length)
                continue;
            if (index.Method == IndexMethod.Hash && index.Columns.Length != columns.Length)
                continue;
            if (!index.Columns.Take(columns.Length).All(key => columns.Contains(key.Column)))
                continue;
            if (best is null || index.Columns.Length < best.Columns.Length || (index.Columns.Length == best.Columns.Length && index.IsUnique && !best.IsUnique))
                best = index;
        }

        return best;
    }

    private bool ByIndex(SegmentSnapshot segment, KeySet keys, List<FoundRow> found, int most)
    {
        if (_index is null)
            return false;
        var ordinals = new List<int>();
        var key = new Value[_partOfIndexColumn.Length];
        for (var number = 0; number < keys.Count && found.Count < most; number++)
        {
            for (var i = 0; i < key.Length; i++)
                key[i] = keys.Columns[_partOfIndexColumn[i]].GetValue(number);
            ordinals.Clear();
            if (_index.Columns.Length == key.Length)
            {
                if (!segment.FindEqual(_index, key, ordinals))
                    return false;
            }
            else
            {
                var bound = new KeyBound([.. key], true);
                if (!segment.FindRange(_index, bound, bound, ordinals))
                    return false;
            }

            foreach (var ordinal in ordinals)
                found.Add(new FoundRow(new RowId(segment.Id, ordinal), number));
        }

        return true;
    }

    private void ByReading(SegmentSnapshot segment, KeyTable keys, List<FoundRow> found, int most, CancellationToken cancellationToken)
    {
        var rows = new int[SegmentSnapshot.BlockRows];
        var numbers = new int[SegmentSnapshot.BlockRows];
        var columns = new ColumnVector[_columns.Length];
        for (var start = 0; start < segment.RowCount && found.Count < most; start += SegmentSnapshot.BlockRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(SegmentSnapshot.BlockRows, segment.RowCount - start);
            var live = segment.Deletes.LiveRows(start, count, rows);
            if (live == 0)
                continue;
            for (var i = 0; i < columns.Length; i++)
                columns[i] = segment.Read(_columns[i], start, count);
            keys.Find(columns, rows.AsSpan(0, live), numbers.AsSpan(0, live));
            for (var i = 0; i < live; i++)
                if (numbers[i] >= 0)
                    found.Add(new FoundRow(new RowId(segment.Id, start + rows[i]), numbers[i]));
        }
    }

    private KeyTable Hash(KeySet keys)
    {
        var table = new KeyTable(Array.ConvertAll(_columns, column => column.Type));
        table.FindOrAdd(keys.Columns, Enumerable.Range(0, keys.Count).ToArray(), new int[keys.Count]);
        return table;
    }
}
