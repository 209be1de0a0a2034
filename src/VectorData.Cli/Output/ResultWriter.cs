using System.Data.Common;

namespace VectorData.Cli.Output;

/// <summary>Writes a result set in one format.</summary>
internal abstract class ResultWriter(TextWriter output)
{
    protected TextWriter Output { get; } = output;

    public static ResultWriter Create(OutputFormat format, TextWriter output) => format switch
    {
        OutputFormat.Csv => new CsvResultWriter(output),
        OutputFormat.Json => new JsonResultWriter(output),
        _ => new TableResultWriter(output),
    };

    public abstract Task WriteAsync(DbDataReader reader, CancellationToken cancellationToken);

    /// <summary>Says how many rows were written, where the format has a place for it.</summary>
    public virtual void WriteRowsAffected(int rows)
    {
    }
}
