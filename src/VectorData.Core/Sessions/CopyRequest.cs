namespace VectorData.Core.Sessions;

public enum CopyDirection : byte
{
    /// <summary>COPY … FROM STDIN.</summary>
    In = 0,

    /// <summary>COPY … TO STDOUT.</summary>
    Out = 1,
}

public enum CopyFormat : byte
{
    Text = 0,
    Csv = 1,
    Binary = 2,
}

public enum CopyHeader : byte
{
    None = 0,

    /// <summary>A line of column names: skipped when reading, written when writing.</summary>
    Present = 1,

    /// <summary>Reading only: the names must be those of the columns, in order (22P04).</summary>
    Match = 2,
}

/// <summary>What a COPY statement asks for, options checked and names resolved; the way in moves the bytes.</summary>
public sealed record CopyRequest(CopyDirection Direction, CopyFormat Format)
{
    /// <summary>One single-byte character: tab for text, comma for CSV.</summary>
    public char Delimiter { get; init; } = '\t';

    /// <summary>What stands for NULL: <c>\N</c> for text, nothing (unquoted) for CSV.</summary>
    public string Null { get; init; } = @"\N";

    public CopyHeader Header { get; init; }

    /// <summary>CSV only.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>CSV only: what a quote within a quoted value is preceded by.</summary>
    public char Escape { get; init; } = '"';

    /// <summary>CSV, out: columns whose values that are not NULL are always quoted.</summary>
    public IReadOnlyList<string> ForceQuote { get; init; } = [];

    /// <summary>CSV, in: columns where a quoted NULL text is NULL too.</summary>
    public IReadOnlyList<string> ForceNull { get; init; } = [];

    /// <summary>CSV, in: columns where the NULL text is a value.</summary>
    public IReadOnlyList<string> ForceNotNull { get; init; } = [];

    /// <summary>Always UTF8: other encodings are refused.</summary>
    public string Encoding { get; init; } = "UTF8";

    /// <summary>The table's schema; null for COPY (query) TO.</summary>
    public string? Schema { get; init; }

    /// <summary>The table; null for COPY (query) TO.</summary>
    public string? Table { get; init; }

    /// <summary>The columns that are moved, in order: those named, or all that are not generated. For a query its result columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Out: gives the rows to write. Null for in.</summary>
    public IStatement? Query { get; init; }
}
