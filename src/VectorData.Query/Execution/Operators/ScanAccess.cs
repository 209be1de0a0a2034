using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Operators;

/// <summary>How an index answers a scan's conditions: equality on its first columns, then perhaps a range on the next.</summary>
internal sealed class ScanAccess
{
    private const int MostKeys = 100_000;

    private ScanAccess(IndexDefinition index, ImmutableArray<int> equalColumns, int rangeColumn, IReadOnlyList<ScanCondition> conditions)
    {
        Index = index;
        EqualColumns = equalColumns;
        RangeColumn = rangeColumn;
        Conditions = conditions;
    }

    public IndexDefinition Index { get; }

    /// <summary>Positions in the table of the key columns that conditions fix.</summary>
    public ImmutableArray<int> EqualColumns { get; }

    /// <summary>Position in the table of the key column that conditions bound; -1 for none.</summary>
    public int RangeColumn { get; }

    /// <summary>The conditions that the index answers.</summary>
    public IReadOnlyList<ScanCondition> Conditions { get; }

    /// <summary>All key columns are fixed.</summary>
    public bool IsFull => EqualColumns.Length == Index.Columns.Length;

    /// <summary>At most one row can match.</summary>
    public bool IsPoint => IsFull && Index.IsUnique && Conditions.Count == EqualColumns.Length && Conditions.All(condition => condition.IsSingle);

    /// <summary>The index that narrows the scan most, or null.</summary>
    public static ScanAccess? Choose(TableDefinition table, IReadOnlyList<ScanCondition> conditions)
    {
        ScanAccess? best = null;
        foreach (var index in table.Indexes)
            if (index.Method != IndexMethod.Hnsw && Match(table, index, conditions) is { } access && (best is null || access.Rank > best.Rank))
                best = access;
        return best;
    }

    private int Rank => (IsFull ? 1000 : 0) + (IsFull && Index.IsUnique ? 1000 : 0) + (EqualColumns.Length * 10) + (RangeColumn >= 0 ? 1 : 0);

    /// <summary>Adds a segment's candidates; false when it cannot answer by index or a scan is cheaper.</summary>
    public bool Find(SegmentSnapshot segment, TableDefinition table, IReadOnlyDictionary<int, ColumnFilter> filters, bool preferIndex, List<int> ordinals)
    {
        if (RangeColumn >= 0 && EqualColumns.IsEmpty && !preferIndex && !RangeEstimate.IsNarrow(segment, table.Columns[RangeColumn], filters[RangeColumn]))
            return false;
        var combinations = 1L;
        foreach (var column in EqualColumns)
            combinations *= filters[column].Points!.Count;
        if (combinations > MostKeys)
            return false;
        var key = new Value[EqualColumns.Length];
        return Find(segment, filters, key, 0, ordinals);
    }

    private static ScanAccess? Match(TableDefinition table, IndexDefinition index, IReadOnlyList<ScanCondition> conditions)
    {
        var equal = ImmutableArray.CreateBuilder<int>();
        var range = -1;
        var used = new List<ScanCondition>();
        foreach (var key in index.Columns)
        {
            var column = table.IndexOf(key.Column);
            var onColumn = conditions.Where(condition => condition.Column == column).ToArray();
            if (Array.Exists(onColumn, condition => condition.Comparison == ComparisonKind.Equal))
            {
                equal.Add(column);
                used.AddRange(onColumn);
                continue;
            }

            if (index.Method == IndexMethod.BTree && onColumn.Length > 0)
            {
                range = column;
                used.AddRange(onColumn);
            }

            break;
        }

        if (equal.Count == 0 && range < 0)
            return null;
        return index.Method == IndexMethod.Hash && equal.Count < index.Columns.Length ? null : new ScanAccess(index, equal.ToImmutable(), range, used);
    }

    private bool Find(SegmentSnapshot segment, IReadOnlyDictionary<int, ColumnFilter> filters, Value[] key, int depth, List<int> ordinals)
    {
        if (depth < EqualColumns.Length)
        {
            foreach (var point in filters[EqualColumns[depth]].Points!)
            {
                key[depth] = point;
                if (!Find(segment, filters, key, depth + 1, ordinals))
                    return false;
            }

            return true;
        }

        if (IsFull)
            return segment.FindEqual(Index, key, ordinals);
        var prefix = ImmutableArray.Create(key);
        if (RangeColumn < 0)
            return segment.FindRange(Index, new KeyBound(prefix, true), new KeyBound(prefix, true), ordinals);
        var filter = filters[RangeColumn];
        var lower = filter.Lower.IsNull ? new KeyBound(prefix, true) : new KeyBound(prefix.Add(filter.Lower), filter.LowerInclusive);
        var upper = filter.Upper.IsNull ? new KeyBound(prefix, true) : new KeyBound(prefix.Add(filter.Upper), filter.UpperInclusive);
        return segment.FindRange(Index, lower, upper, ordinals);
    }
}

/// <summary>Guesses from zone maps which share of a segment's rows a range covers.</summary>
internal static class RangeEstimate
{
    private const double NarrowShare = 0.05;

    /// <summary>Whether going through an index is cheaper than a scan that skips blocks by zone maps.</summary>
    public static bool IsNarrow(SegmentSnapshot segment, ColumnDefinition column, ColumnFilter filter) =>
        Share(segment, column, filter) is { } share ? share < NarrowShare : !filter.Lower.IsNull && !filter.Upper.IsNull;

    /// <summary>The share, taking values to be spread evenly between the least and the greatest; null when those are not known.</summary>
    public static double? Share(SegmentSnapshot segment, ColumnDefinition column, ColumnFilter filter)
    {
        double? low = null;
        double? high = null;
        for (var block = 0; block * SegmentSnapshot.BlockRows < segment.RowCount; block++)
        {
            if (segment.Zone(column, block) is not { } zone || Number(zone.Minimum) is not { } minimum || Number(zone.Maximum) is not { } maximum)
                return null;
            low = Math.Min(low ?? minimum, minimum);
            high = Math.Max(high ?? maximum, maximum);
        }

        if (low is null || high <= low)
            return null;
        var from = Number(filter.Lower) ?? low.Value;
        var to = Number(filter.Upper) ?? high!.Value;
        return Math.Clamp((Math.Min(to, high!.Value) - Math.Max(from, low.Value)) / (high.Value - low.Value), 0, 1);
    }

    private static double? Number(in Value value) => value.IsNull ? null : value.Type.Kind switch
    {
        TypeKind.SmallInt or TypeKind.Integer or TypeKind.BigInt or TypeKind.Date or TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz => value.AsInt64(),
        TypeKind.Real => value.AsSingle(),
        TypeKind.Double => value.AsDouble(),
        TypeKind.Numeric => (double)value.AsDecimal(),
        _ => null,
    };
}
