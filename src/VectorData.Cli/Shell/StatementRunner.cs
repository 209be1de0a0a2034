using System.Data.Common;
using VectorData.Cli.Output;

namespace VectorData.Cli.Shell;

/// <summary>Runs a text of statements and writes each result.</summary>
internal sealed class StatementRunner(DbConnection connection, ResultWriter writer)
{
    public async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        do
        {
            if (reader.FieldCount > 0)
                await writer.WriteAsync(reader, cancellationToken);
        }
        while (await reader.NextResultAsync(cancellationToken));

        if (reader.RecordsAffected >= 0)
            writer.WriteRowsAffected(reader.RecordsAffected);
    }
}
