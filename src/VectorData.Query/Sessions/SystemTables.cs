using System.Collections.Frozen;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Binding.Statements;

namespace VectorData.Query.Sessions;

/// <summary>The tables that are made when they are read: information_schema on the definitions, vectordata on the engine.</summary>
internal sealed class SystemTables : IVirtualTables
{
    private readonly FrozenDictionary<(string Schema, string Name), VirtualTable> _tables;

    public SystemTables(SqlEngine engine)
    {
        IEnumerable<SystemTable> tables = [.. InformationSchema.Tables(engine.Name), .. EngineTables.Tables(engine)];
        _tables = tables.ToFrozenDictionary(
            table => (table.Schema, table.Name),
            table => new VirtualTable(table.Schema, table.Name, [.. table.Columns.Select(column => (column.Name, column.Type))])
            {
                Read = catalog => Build(table, catalog),
            });
    }

    public IEnumerable<(string Schema, string Name)> Names => _tables.Keys;

    public VirtualTable? Find(string schema, string name) => _tables.GetValueOrDefault((schema, name));

    private static Batch Build(SystemTable table, Catalog catalog)
    {
        var builders = table.Columns.Select(column => ColumnBuilder.For(column.Type)).ToArray();
        var count = 0;
        foreach (var row in table.Rows(catalog))
        {
            for (var i = 0; i < builders.Length; i++)
                builders[i].Append(ToValue(row[i], table.Columns[i].Type));
            count++;
        }

        return new Batch(Array.ConvertAll(builders, builder => builder.Build()), count);
    }

    private static Value ToValue(object? content, SqlType type) => content switch
    {
        null => Value.Null(type),
        string text => Value.Of(text),
        bool flag => Value.Of(flag),
        int number => Value.Of(number),
        long number => Value.Of(number),
        double number => Value.Of(number),
        DateTimeOffset time => Value.OfTimestampTz((time - DateTimeOffset.UnixEpoch.AddYears(30)).Ticks / TimeSpan.TicksPerMicrosecond),
        _ => throw new ArgumentException($"a {content.GetType().Name} in a system table", nameof(content)),
    };
}

/// <summary>A system table: columns, and the rows for a catalog in their order.</summary>
internal sealed record SystemTable(string Schema, string Name, IReadOnlyList<(string Name, SqlType Type)> Columns, Func<Catalog, IEnumerable<object?[]>> Rows);
