using System.Globalization;
using VectorData.Core.Schema;

namespace VectorData.Query.Sessions;

/// <summary>The schema vectordata: how tables are stored and what runs in the background.</summary>
internal static class EngineTables
{
    private const string Schema = "vectordata";

    public static IEnumerable<SystemTable> Tables(SqlEngine engine) =>
    [
        new(
            Schema,
            "tables",
            [Text("table_schema"), Text("table_name"), Long("live_rows"), Long("deleted_rows"), Int("segments"), Long("file_bytes"), Long("memory_bytes")],
            _ => engine.Storage.Statistics().Tables.Select(table => new object?[]
            {
                table.Table.Schema, table.Table.Name, table.LiveRows, table.DeletedRows, table.Segments.Count, table.FileBytes, table.MemoryBytes,
            })),
        new(
            Schema,
            "segments",
            [Text("table_schema"), Text("table_name"), Long("segment"), ("sealed", SqlType.Boolean), Int("rows"), Int("deleted_rows"), Long("bytes"), Text("file")],
            _ => engine.Storage.Statistics().Tables.SelectMany(table => table.Segments, (table, segment) => new object?[]
            {
                table.Table.Schema, table.Table.Name, segment.Segment.Value, segment.IsSealed, segment.Rows, segment.DeletedRows, segment.Bytes, segment.File,
            })),
        new(
            Schema,
            "indexes",
            [Text("table_schema"), Text("table_name"), Text("index_name"), Text("method"), ("is_unique", SqlType.Boolean), Text("options"), Long("indexed_rows"), Long("rows"), Long("bytes")],
            _ => Indexes(engine)),
        new(
            Schema,
            "maintenance",
            [Long("id"), Text("kind"), Text("table_name"), Text("subject"), ("started", SqlType.TimestampTz), ("progress", SqlType.Double)],
            catalog => engine.Storage.MaintenanceTasks.Select(task => new object?[]
            {
                task.Id,
                task.Kind.ToString().ToLowerInvariant(),
                task.Table is { } id ? catalog.FindTable(id)?.Name : null,
                task.Subject,
                task.Started,
                task.Progress,
            })),
    ];

    private static IEnumerable<object?[]> Indexes(SqlEngine engine)
    {
        foreach (var table in engine.Storage.Statistics().Tables)
        {
            foreach (var index in table.Table.Indexes)
            {
                var parts = table.Segments.SelectMany(segment => segment.Indexes).Where(part => part.Index.Id == index.Id).ToList();
                yield return
                [
                    table.Table.Schema,
                    table.Table.Name,
                    index.Name,
                    index.Method.ToString().ToLowerInvariant(),
                    index.IsUnique,
                    index.Options.Count == 0 ? null : string.Join(", ", index.Options.Select(option => string.Create(CultureInfo.InvariantCulture, $"{option.Key}={option.Value}"))),
                    parts.Sum(part => (long)part.IndexedRows),
                    table.LiveRows + table.DeletedRows,
                    parts.Sum(part => part.Bytes),
                ];
            }
        }
    }

    private static (string Name, SqlType Type) Text(string name) => (name, SqlType.Text);

    private static (string Name, SqlType Type) Int(string name) => (name, SqlType.Integer);

    private static (string Name, SqlType Type) Long(string name) => (name, SqlType.BigInt);
}
