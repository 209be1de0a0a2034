using VectorData.Core.Errors;

namespace VectorData.Storage.Files;

/// <summary>One place where a file is not what it should be.</summary>
public sealed record FileDefect(string File, long Offset, string What)
{
    /// <summary>The defect an open or read reported by exception; one that names no offset gets 0.</summary>
    public static FileDefect From(string file, VectorDbException error) =>
        error is CorruptDataException corrupt ? new FileDefect(corrupt.File, corrupt.Offset, corrupt.What) : new FileDefect(file, 0, error.Message);

    public override string ToString() => $"{File} at offset {Offset}: {What}";
}
