using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Files;
using VectorData.Storage.Tables;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Tables;

/// <summary>Tables and rows for tests: items (id integer primary key, name text, embedding vector(4)).</summary>
internal static class TestTables
{
    public const int Dimensions = 4;

    public static readonly ColumnId Id = new(1);
    public static readonly ColumnId Name = new(2);
    public static readonly ColumnId Embedding = new(3);

    /// <summary>Small segments and no background threads: what happens is what a test asks for.</summary>
    public static StorageOptions Options => new()
    {
        BackgroundMaintenance = false,
        GrowingSegmentBytes = 1 << 20,
        GrowingSegmentRows = 10_000,
        MaxUnflushedBytes = 64 << 20,
        LogChunkBytes = 64 << 10,
        AdoptRows = 1000,
        GraphRows = SegmentSnapshot.BlockRows,
    };

    public static StorageEngine InMemory(StorageOptions? options = null) => StorageEngine.OpenInMemory(options ?? Options);

    public static StorageEngine Open(FaultyFiles files, StorageOptions? options = null) => Open(files.Files, options);

    public static StorageEngine Open(DatabaseFiles files, StorageOptions? options = null) => StorageEngine.Open(files, options ?? Options, TimeProvider.System);

    /// <summary>Creates items in a transaction of its own.</summary>
    public static TableId CreateItems(this StorageEngine engine, string name = "items", bool withKey = true)
    {
        using var transaction = engine.Begin();
        var table = transaction.CreateItems(name, withKey);
        transaction.Commit();
        return table;
    }

    public static TableId CreateItems(this StorageTransaction transaction, string name = "items", bool withKey = true)
    {
        transaction.LockCatalog(CancellationToken.None);
        var definition = new TableDefinition(transaction.NewTableId(), "public", name)
        {
            Columns =
            [
                new ColumnDefinition(Id, "id", SqlType.Integer) { NotNull = withKey },
                new ColumnDefinition(Name, "name", SqlType.Text),
                new ColumnDefinition(Embedding, "embedding", SqlType.VectorOf(Dimensions)),
            ],
            NextColumnId = 4,
        };
        if (withKey)
            definition = definition with
            {
                Indexes = [new IndexDefinition(transaction.NewIndexId(), name + "_pkey", IndexMethod.BTree, [new IndexColumn(Id)]) { IsUnique = true, IsPrimaryKey = true, IsConstraint = true }],
            };
        transaction.SetCatalog(transaction.Catalog.WithTable(definition), null, CancellationToken.None);
        return definition.Id;
    }

    public static void Alter(this StorageTransaction transaction, TableId table, Func<TableDefinition, TableDefinition> change)
    {
        transaction.LockCatalog(CancellationToken.None);
        transaction.SetCatalog(transaction.Catalog.WithTable(change(transaction.Catalog.FindTable(table)!)), null, CancellationToken.None);
    }

    public static IndexDefinition Index(this StorageTransaction transaction, string name, IndexMethod method, ColumnId column, string? operatorClass = null) =>
        new(transaction.NewIndexId(), name, method, [new IndexColumn(column) { OperatorClass = operatorClass }]);

    public static TableDefinition With(this TableDefinition table, IndexDefinition index) => table with { Indexes = table.Indexes.Add(index) };

    /// <summary>Rows (id, name); the vector is made from the id.</summary>
    public static Batch Rows(params (int? Id, string? Name)[] rows)
    {
        var ids = ColumnBuilder.For(SqlType.Integer);
        var names = ColumnBuilder.For(SqlType.Text);
        var vectors = ColumnBuilder.For(SqlType.VectorOf(Dimensions));
        foreach (var (id, name) in rows)
        {
            ids.Append(id is { } number ? Value.Of(number) : Value.Null(SqlType.Integer));
            names.Append(name is null ? Value.Null(SqlType.Text) : Value.Of(name));
            vectors.Append(Value.Of(VectorOf(id ?? 0)));
        }

        return new Batch([ids.Build(), names.Build(), vectors.Build()], rows.Length);
    }

    /// <summary>Rows start..start+count, named "r" and the number.</summary>
    public static Batch Range(int start, int count) => Rows([.. Enumerable.Range(start, count).Select(id => ((int?)id, (string?)$"r{id}"))]);

    public static float[] VectorOf(int id) => [id % 97, id % 13, id / 1000f, 1];

    public static IReadOnlyList<RowRange> Insert(this StorageTransaction transaction, TableId table, params (int? Id, string? Name)[] rows) =>
        transaction.Insert(table, Rows(rows), CancellationToken.None);

    public static void Insert(this StorageEngine engine, TableId table, params (int? Id, string? Name)[] rows) => engine.Insert(table, Rows(rows));

    public static void Insert(this StorageEngine engine, TableId table, Batch rows)
    {
        using var transaction = engine.Begin();
        transaction.Insert(table, rows, CancellationToken.None);
        transaction.Commit();
    }

    public static bool Delete(this StorageTransaction transaction, TableId table, params int[] ids)
    {
        var rows = new List<RowId>();
        foreach (var segment in transaction.Table(table).Segments)
            rows.AddRange(segment.Live().Where(row => ids.Contains(row.Id)).Select(row => new RowId(segment.Id, row.Ordinal)));
        return transaction.TryDelete(table, rows.ToArray(), CancellationToken.None);
    }

    public static void Delete(this StorageEngine engine, TableId table, params int[] ids)
    {
        using var transaction = engine.Begin();
        Assert.True(transaction.Delete(table, ids));
        transaction.Commit();
    }

    /// <summary>Deletes and inserts with another name: an UPDATE.</summary>
    public static bool Rename(this StorageTransaction transaction, TableId table, int id, string name)
    {
        if (!transaction.Delete(table, id))
            return false;
        transaction.Insert(table, (id, name));
        return true;
    }

    public static IEnumerable<(int Ordinal, int Id, string? Name)> Live(this SegmentSnapshot segment)
    {
        var (id, name) = (new ColumnDefinition(Id, "id", SqlType.Integer), new ColumnDefinition(Name, "name", SqlType.Text));
        for (var start = 0; start < segment.RowCount; start += SegmentSnapshot.BlockRows)
        {
            var count = Math.Min(SegmentSnapshot.BlockRows, segment.RowCount - start);
            var (ids, names) = (segment.Read(id, start, count), segment.Read(name, start, count));
            for (var row = 0; row < count; row++)
                if (!segment.Deletes.IsDeleted(start + row))
                    yield return (start + row, ids.IsNull(row) ? -1 : ids.GetValue(row).AsInt32(), names.IsNull(row) ? null : names.GetValue(row).AsString());
        }
    }

    /// <summary>All live rows as "id:name", in order of id.</summary>
    public static string Show(this TableSnapshot table) => string.Join(" ", table.Segments.SelectMany(segment => segment.Live())
        .OrderBy(row => row.Id).ThenBy(row => row.Name, StringComparer.Ordinal).Select(row => $"{row.Id}:{row.Name}"));

    public static string Show(this StorageEngine engine, TableId table) => engine.Current.Table(table).Show();

    public static string Show(this StorageTransaction transaction, TableId table) => transaction.Table(table).Show();

    public static long Count(this StorageEngine engine, TableId table) => engine.Current.Table(table).RowCount;

    /// <summary>The names under which an id is found by the key index.</summary>
    public static string Find(this TableSnapshot table, int id)
    {
        var names = new List<string?>();
        foreach (var segment in table.Segments)
        {
            var found = new List<int>();
            Assert.True(segment.FindEqual(table.Definition.PrimaryKey!, [Value.Of(id)], found));
            foreach (var ordinal in found)
                names.Add(segment.Live().Single(row => row.Ordinal == ordinal).Name);
        }

        return string.Join(",", names);
    }
}
