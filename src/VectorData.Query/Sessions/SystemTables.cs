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
        All = [.. InformationSchema.Tables(engine.Name), .. EngineTables.Tables(engine), .. PgCatalog.PgCatalogTables.Tables(engine)];
        _tables = All.ToFrozenDictionary(
            table => (table.Schema, table.Name),
            table => new VirtualTable(table.Schema, table.Name, [.. table.Columns.Select(column => (column.Name, column.Type))])
            {
                Read = Reader(table),
            });
    }

    public IReadOnlyList<SystemTable> All { get; }

    public IEnumerable<(string Schema, string Name)> Names => _tables.Keys;

    public VirtualTable? Find(string schema, string name) => _tables.GetValueOrDefault((schema, name));

    // Rows that follow from the definitions alone are kept until these change: joins and subqueries read them again and again.
    private static Func<Catalog, Batch> Reader(SystemTable table)
    {
        if (table.IsLive)
            return catalog => Build(table, catalog);
        (Catalog Catalog, Batch Rows)? kept = null;
        var gate = new Lock();
        return catalog =>
        {
            lock (gate)
            {
                if (kept is { } known && ReferenceEquals(known.Catalog, catalog))
                    return known.Rows;
                var rows = Build(table, catalog);
                kept = (catalog, rows);
                return rows;
            }
        };
    }

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

    private static string Number(uint oid) => oid.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Value OfArray(SqlType type, Value[] elements) =>
        Value.FromContent(type, type.Kind == TypeKind.Array ? new SqlArray(type.ElementType, elements) : ObjectName.Vector(type.ElementType, elements));

    private static Value ToValue(object? content, SqlType type) => content switch
    {
        null => Value.Null(type),
        string text => Value.FromContent(type.IsText ? type : SqlType.Text, text),
        bool flag => Value.Of(flag),
        char letter => Value.FromContent(type, letter.ToString()),
        uint oid when type.IsObjectName => Value.FromContent(type, new ObjectName(oid, oid == 0 ? "-" : PgCatalog.FunctionOids.NameOf(oid) ?? Number(oid))),
        uint oid => Value.FromFixed(type, (long)oid),
        int number when type.Kind == TypeKind.SmallInt => Value.Of((short)number),
        int number when type.Kind == TypeKind.BigInt => Value.Of((long)number),
        int number when type.Kind == TypeKind.Real => Value.Of((float)number),
        int number => Value.Of(number),
        short[] numbers => OfArray(type, Array.ConvertAll(numbers, number => Value.Of(number))),
        uint[] oids => OfArray(type, Array.ConvertAll(oids, Value.OfOid)),
        string[] texts => OfArray(type, Array.ConvertAll(texts, text => Value.FromContent(type.ElementType, text))),
        long number => Value.Of(number),
        double number => Value.Of(number),
        DateTimeOffset time => Value.OfTimestampTz((time - DateTimeOffset.UnixEpoch.AddYears(30)).Ticks / TimeSpan.TicksPerMicrosecond),
        _ => throw new ArgumentException($"a {content.GetType().Name} in a system table", nameof(content)),
    };
}

/// <summary>A system table: columns, and the rows for a catalog in their order.</summary>
internal sealed record SystemTable(string Schema, string Name, IReadOnlyList<(string Name, SqlType Type)> Columns, Func<Catalog, IEnumerable<object?[]>> Rows)
{
    /// <summary>The rows depend on more than the definitions: made anew at each read.</summary>
    public bool IsLive { get; init; } = true;
}
