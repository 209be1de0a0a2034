using VectorData.Numerics;
using VectorData.Testing.Recall;

namespace VectorData.Index.Tests;

/// <summary>Rows and queries of one element kind, made from clustered floats.</summary>
internal sealed class TestVectors
{
    private readonly float[] _queries;
    private readonly int _dimensions;

    public TestVectors(VectorElement element, int rows, int queries, int dimensions, int seed, int clusters = 50)
    {
        var all = ClusteredVectors.Floats(new Random(seed), rows + queries, dimensions, clusters);
        _queries = all[(rows * dimensions)..];
        _dimensions = dimensions;
        QueryCount = queries;
        Rows = rows;
        Source = MakeSource(element, all.AsSpan(0, rows * dimensions), rows, dimensions);
    }

    public delegate T QueryUse<T>(VectorQuery query);

    public IVectorSource Source { get; }

    public int Rows { get; }

    public int QueryCount { get; }

    public T Use<T>(int query, QueryUse<T> use)
    {
        var floats = _queries.AsSpan(query * _dimensions, _dimensions);
        switch (Source.Element)
        {
            case VectorElement.Float32:
                return use(VectorQuery.FromFloats(floats));
            case VectorElement.Float16:
                return use(VectorQuery.FromHalves(Halves(floats)));
            case VectorElement.Bit:
                return use(VectorQuery.FromBits(Bits(floats, 1, _dimensions), _dimensions));
            default:
                var (indices, values) = Sparse(floats);
                return use(VectorQuery.FromSparse(new SparseVectorView(indices, values), _dimensions));
        }
    }

    public static IVectorSource MakeSource(VectorElement element, ReadOnlySpan<float> floats, int rows, int dimensions) => element switch
    {
        VectorElement.Float32 => Pinned<float>(floats, rows, dimensions),
        VectorElement.Float16 => Pinned<Half>(Halves(floats), rows, dimensions),
        VectorElement.Bit => new CallbackBits(Bits(floats, rows, dimensions), dimensions),
        _ => new CallbackSparse(floats, rows, dimensions),
    };

    /// <summary>Chunks of 256 rows, so that searches cross chunks.</summary>
    public static VectorMemory<T> Pinned<T>(ReadOnlySpan<T> elements, int rows, int dimensions)
        where T : unmanaged
    {
        const int chunkRows = 256;
        var memory = new VectorMemory<T>(dimensions, chunkRows);
        for (var row = 0; row < rows; row += chunkRows)
        {
            var chunk = GC.AllocateArray<T>(chunkRows * memory.Stride, pinned: true);
            var part = elements[(row * memory.Stride)..];
            part[..Math.Min(part.Length, chunk.Length)].CopyTo(chunk);
            memory.AddChunk(chunk);
        }

        return memory;
    }

    private static Half[] Halves(ReadOnlySpan<float> floats)
    {
        var halves = new Half[floats.Length];
        HalfKernels.FromSingle(floats, halves);
        return halves;
    }

    private static byte[] Bits(ReadOnlySpan<float> floats, int rows, int dimensions)
    {
        var stride = (dimensions + 7) / 8;
        var bits = new byte[rows * stride];
        for (var row = 0; row < rows; row++)
            BitKernels.Quantize(floats.Slice(row * dimensions, dimensions), bits.AsSpan(row * stride, stride));
        return bits;
    }

    private static (int[] Indices, float[] Values) Sparse(ReadOnlySpan<float> floats)
    {
        var indices = new List<int>();
        var values = new List<float>();
        for (var i = 0; i < floats.Length; i++)
        {
            if (floats[i] <= 0.5f)
                continue;
            indices.Add(i);
            values.Add(floats[i]);
        }

        return (indices.ToArray(), values.ToArray());
    }

    private sealed class CallbackBits(byte[] bits, int dimensions) : IDenseVectorSource<byte>
    {
        private readonly int _stride = (dimensions + 7) / 8;

        public VectorElement Element => VectorElement.Bit;

        public int Dimensions => dimensions;

        public ReadOnlySpan<byte> GetVector(int ordinal) => bits.AsSpan(ordinal * _stride, _stride);
    }

    private sealed class CallbackSparse : ISparseVectorSource
    {
        private readonly (int[] Indices, float[] Values)[] _rows;

        public CallbackSparse(ReadOnlySpan<float> floats, int rows, int dimensions)
        {
            _rows = new (int[], float[])[rows];
            for (var row = 0; row < rows; row++)
                _rows[row] = Sparse(floats.Slice(row * dimensions, dimensions));
            Dimensions = dimensions;
        }

        public VectorElement Element => VectorElement.Sparse;

        public int Dimensions { get; }

        public SparseVectorView GetVector(int ordinal) => new(_rows[ordinal].Indices, _rows[ordinal].Values);
    }
}

/// <summary>A filter over a set, with or without a known count.</summary>
internal sealed class SetFilter(bool[] allowed, bool counted = true) : IOrdinalFilter
{
    public int? AllowedCount { get; } = counted ? allowed.Count(a => a) : null;

    public bool Allows(int ordinal) => ordinal < allowed.Length && allowed[ordinal];
}
