using System.Buffers;
using System.Globalization;
using VectorData.Core.Schema;
using VectorData.Index;
using VectorData.Index.Hnsw;
using VectorData.Numerics;

namespace VectorData.Storage.Memory;

/// <summary>
/// The graph of a vector index over a segment in memory. Rows are taken in order, so that <see cref="CoveredRows"/> says which
/// are in it (but for NULLs and vectors that cannot be indexed); searches run meanwhile.
/// </summary>
internal sealed class MemoryGraph
{
    private const int Step = 256;

    private readonly Lock _building = new();
    private readonly MemorySegment _segment;
    private readonly ColumnDefinition _column;
    private readonly HnswGraphBuilder _builder;
    private int _covered;

    public MemoryGraph(MemorySegment segment, IndexDefinition index, ColumnDefinition column)
    {
        _segment = segment;
        _column = column;
        Index = index;
        _builder = HnswGraphBuilder.Create(segment.Vectors(column)!, VectorOperators.MetricOf(index), VectorOperators.OptionsOf(index));
    }

    public IndexDefinition Index { get; }

    public int CoveredRows => Volatile.Read(ref _covered);

    public long Bytes => _builder.AllocatedBytes;

    public HnswSearcher Searcher => _builder.Searcher;

    /// <summary>Takes the rows below <paramref name="rows"/> that are not in the graph yet.</summary>
    public void Extend(int rows, int threads, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        lock (_building)
        {
            if (_covered == 0 && threads > 1)
            {
                _builder.AddAll(rows, new NotNull(_segment, _column), threads, progress, cancellationToken);
                Volatile.Write(ref _covered, rows);
                return;
            }

            while (_covered < rows)
            {
                var end = Math.Min(rows, _covered + Step);
                for (var ordinal = _covered; ordinal < end; ordinal++)
                {
                    if (!_segment.IsNull(_column, ordinal))
                        _builder.Add(ordinal, cancellationToken);
                    Volatile.Write(ref _covered, ordinal + 1);
                }

                progress?.Report(end);
            }
        }
    }

    /// <summary>Writes the graph as an immutable one for rows below <paramref name="rows"/>, all of which it covers.</summary>
    public void Write(IBufferWriter<byte> writer, int rows)
    {
        lock (_building)
            _builder.WriteTo(writer, rows);
    }

    private sealed class NotNull(Segment segment, ColumnDefinition column) : IOrdinalFilter
    {
        public int? AllowedCount => null;

        public bool Allows(int ordinal) => !segment.IsNull(column, ordinal);
    }
}

/// <summary>What an hnsw index's definition says to searches and builds.</summary>
internal static class VectorOperators
{
    /// <summary>The metric of the index's operator class, by pgvector's names.</summary>
    public static VectorMetric MetricOf(IndexDefinition index)
    {
        var name = index.Columns[0].OperatorClass ?? "";
        if (name.EndsWith("_l2_ops", StringComparison.Ordinal))
            return VectorMetric.L2;
        if (name.EndsWith("_ip_ops", StringComparison.Ordinal))
            return VectorMetric.InnerProduct;
        if (name.EndsWith("_cosine_ops", StringComparison.Ordinal))
            return VectorMetric.Cosine;
        if (name.EndsWith("_l1_ops", StringComparison.Ordinal))
            return VectorMetric.L1;
        if (name.EndsWith("_hamming_ops", StringComparison.Ordinal))
            return VectorMetric.Hamming;
        return name.EndsWith("_jaccard_ops", StringComparison.Ordinal)
            ? VectorMetric.Jaccard
            : throw new ArgumentException($"operator class \"{name}\" of index \"{index.Name}\" is not known", nameof(index));
    }

    public static HnswOptions OptionsOf(IndexDefinition index) => new()
    {
        M = Option(index, "m", HnswOptions.Default.M),
        EfConstruction = Option(index, "ef_construction", HnswOptions.Default.EfConstruction),
    };

    private static int Option(IndexDefinition index, string name, int missing) =>
        index.Options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : missing;
}
