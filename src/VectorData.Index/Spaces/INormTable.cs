namespace VectorData.Index.Spaces;

/// <summary>Inverse norms by ordinal: of a growing graph, or of a serialised one.</summary>
internal interface INormTable
{
    float InverseNorm(int ordinal);
}

/// <summary>The inverse norms in a graph's block.</summary>
internal sealed unsafe class MappedNorms(float* norms) : INormTable
{
    private readonly float* _norms = norms;

    public float InverseNorm(int ordinal) => _norms[ordinal];
}
