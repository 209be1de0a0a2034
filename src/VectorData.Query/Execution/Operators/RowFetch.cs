using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Operators;

/// <summary>Reads columns of rows that stand anywhere in a table.</summary>
internal static class RowFetch
{
    /// <summary>A row for each place (number of the segment, ordinal), in the order given.</summary>
    public static ColumnVector[] Read(TableSnapshot table, ReadOnlySpan<ColumnDefinition> columns, IReadOnlyList<(int Segment, int Ordinal)> places)
    {
        // Segment by segment, then back into the order asked for.
        var order = new int[places.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        order.AsSpan().Sort((left, right) => places[left].Segment.CompareTo(places[right].Segment) is var segments and not 0 ? segments : left.CompareTo(right));
        var back = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
            back[order[i]] = i;
        var ordinals = Array.ConvertAll(order, place => places[place].Ordinal);
        var result = new ColumnVector[columns.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var builder = ColumnBuilder.For(columns[i].Type, order.Length);
            for (var start = 0; start < order.Length;)
            {
                var segment = places[order[start]].Segment;
                var end = start + 1;
                while (end < order.Length && places[order[end]].Segment == segment)
                    end++;
                builder.AppendAll(table.Segments[segment].Gather(columns[i], ordinals.AsSpan(start, end - start)));
                start = end;
            }

            result[i] = ColumnGather.Gather(builder.Build(), back);
        }

        return result;
    }
}
