namespace VectorData.AdoNet.Reading;

/// <summary>The copying half of GetBytes and GetChars.</summary>
internal static class FieldChunk
{
    /// <summary>Copies what there is from an offset, at most <paramref name="length"/>; gives the whole length when there is no buffer.</summary>
    public static long Copy<T>(ReadOnlySpan<T> source, long dataOffset, T[]? buffer, int bufferOffset, int length)
    {
        if (dataOffset is < 0 or > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(dataOffset), dataOffset, $"expected an offset from 0 to {int.MaxValue}");
        if (buffer is null)
            return source.Length;
        if (bufferOffset < 0 || bufferOffset > buffer.Length)
            throw new ArgumentOutOfRangeException(nameof(bufferOffset), bufferOffset, $"expected an offset from 0 to {buffer.Length}");
        if (length < 0 || length > buffer.Length - bufferOffset)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"expected a length from 0 to {buffer.Length - bufferOffset}");
        if (dataOffset >= source.Length)
            return 0;
        var count = Math.Min(length, source.Length - (int)dataOffset);
        source.Slice((int)dataOffset, count).CopyTo(buffer.AsSpan(bufferOffset));
        return count;
    }
}
