using System.Data.Common;
using System.Globalization;
using CsvHelper;

namespace VectorData.Cli.Output;

/// <summary>RFC 4180 with a header line; NULL is an empty field.</summary>
internal sealed class CsvResultWriter(TextWriter output) : ResultWriter(output)
{
    public override async Task WriteAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        await using var csv = new CsvWriter(Output, CultureInfo.InvariantCulture, leaveOpen: true);
        for (var i = 0; i < reader.FieldCount; i++)
            csv.WriteField(reader.GetName(i));
        await csv.NextRecordAsync();
        while (await reader.ReadAsync(cancellationToken))
        {
            for (var i = 0; i < reader.FieldCount; i++)
                csv.WriteField(reader.IsDBNull(i) ? "" : FieldText.Of(reader, i));
            await csv.NextRecordAsync();
        }
    }
}
