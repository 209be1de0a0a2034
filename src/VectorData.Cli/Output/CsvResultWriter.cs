using System.Data.Common;
using CsvHelper;

namespace VectorData.Cli.Output;

/// <summary>RFC 4180 with a header line; NULL is an empty field.</summary>
internal sealed class CsvResultWriter(TextWriter output) : ResultWriter(output)
{
    public override async Task WriteAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(Output, new CsvWriterOptions(), leaveOpen: true);
        csv.WriteRecord(Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray());
        while (await reader.ReadAsync(cancellationToken))
            csv.WriteRecord(Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : FieldText.Of(reader, i)).ToArray());
    }
}
