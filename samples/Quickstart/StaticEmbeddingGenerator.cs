using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Quickstart;

/// <summary>
/// An offline embedding model: the normalised sum of static word vectors, 192 dimensions.
/// Stands where your own model would: anything that implements IEmbeddingGenerator fits.
/// </summary>
internal sealed partial class StaticEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    public const int Dimensions = 192;

    private readonly Dictionary<string, int> _words;
    private readonly sbyte[] _vectors;
    private readonly float[] _scales;

    public StaticEmbeddingGenerator(string folder)
    {
        _words = File.ReadLines(Path.Combine(folder, "vocabulary.txt"))
            .Select((word, row) => (word, row))
            .ToDictionary(entry => entry.word, entry => entry.row);
        _vectors = MemoryMarshal.Cast<byte, sbyte>(File.ReadAllBytes(Path.Combine(folder, "vectors.i8"))).ToArray();
        _scales = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "scales.f32"))).ToArray();
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(Embed(text)))));

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private float[] Embed(string text)
    {
        var sum = new float[Dimensions];
        foreach (Match token in Token().Matches(text.ToLowerInvariant()))
        {
            if (!_words.TryGetValue(token.Value, out var row))
                continue;
            for (var i = 0; i < Dimensions; i++)
                sum[i] += _vectors[(row * Dimensions) + i] * _scales[row];
        }

        var norm = TensorPrimitives.Norm<float>(sum);
        if (norm == 0)
            throw new ArgumentException($"no known word in \"{text}\"", nameof(text));
        TensorPrimitives.Divide(sum, norm, sum);
        return sum;
    }

    [GeneratedRegex("[a-z]+(?:['-][a-z]+)*")]
    private static partial Regex Token();
}
