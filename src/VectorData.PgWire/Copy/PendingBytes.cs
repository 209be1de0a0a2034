namespace VectorData.PgWire.Copy;

/// <summary>The bytes of COPY that have come and belong to no complete row yet, in one piece.</summary>
internal sealed class PendingBytes
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    /// <summary>Valid until the next <see cref="TryAdd"/> or <see cref="Drop"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>False, and nothing is added, where one array cannot hold them all.</summary>
    public bool TryAdd(ReadOnlySpan<byte> data)
    {
        var length = Length + (long)data.Length;
        if (length > Array.MaxLength)
            return false;
        if (_bytes.Length < length)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(length, _bytes.Length * 2L)));
        data.CopyTo(_bytes.AsSpan(Length));
        Length = (int)length;
        return true;
    }

    /// <summary>Forgets the first bytes.</summary>
    public void Drop(int count)
    {
        Length -= count;
        if (count > 0)
            _bytes.AsSpan(count, Length).CopyTo(_bytes);
    }
}
