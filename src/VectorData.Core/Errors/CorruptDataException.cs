namespace VectorData.Core.Errors;

/// <summary>Bytes on storage that are not what was written: names the file and the byte offset.</summary>
public sealed class CorruptDataException : VectorDbException
{
    public CorruptDataException(string file, long offset, string what, Exception? innerException = null)
        : base(SqlStates.DataCorrupted, $"file \"{file}\" is damaged at offset {offset}: {what}", innerException)
    {
        File = file;
        Offset = offset;
        What = what;
    }

    public string File { get; }

    /// <summary>What is wrong there.</summary>
    public string What { get; }

    /// <summary>Byte offset in the file.</summary>
    public long Offset { get; }
}
