using VectorData.AdoNet.Bulk;
using VectorData.AdoNet.Tests.Scripted;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Tests;

public sealed class BulkWriterTests
{
    private readonly ScriptedDatabase _database = new();
    private readonly ScriptedInsert _insert = new(
        new("id", SqlType.Integer), new("name", SqlType.Text), new("embedding", SqlType.VectorOf(2)));

    public BulkWriterTests() => _database.BulkInsert = (schema, table, columns) => _insert.Started(schema, table, columns);

    public static TheoryData<bool> Both => BothWays.Data;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Rows_are_sent_in_batches_and_added_when_complete(bool isAsync)
    {
        using var connection = _database.Connect();
        await using var writer = connection.BeginBulkInsert("Items", "ID", "name", "\"Embedding\"");
        Assert.Equal(("public", "items", "id,name,Embedding"), (_insert.Schema, _insert.Table, string.Join(',', _insert.Names!)));
        for (var i = 0; i < 20_000; i++)
        {
            writer.StartRow();
            writer.Write(i);
            if (i % 3 == 0)
                writer.WriteNull();
            else
                writer.Write("name" + i);
            writer.Write(new[] { i, 2f * i });
        }

        Assert.Equal(20_000, isAsync ? await writer.CompleteAsync() : writer.Complete());
        Assert.Equal(20_000, writer.RowCount);
        Assert.Equal([8192, 8192, 3616], _insert.Batches.Select(batch => batch.Length));
        var last = _insert.Batches[2];
        Assert.Equal("19999", last.Columns[0].GetValue(3615).ToString());
        Assert.Equal("name19999", last.Columns[1].GetValue(3615).AsString());
        Assert.True(_insert.Batches[0].Columns[1].IsNull(0));
        Assert.Equal([19_999f, 39_998f], last.Columns[2].GetValue(3615).AsVector());
        Assert.True(_insert.IsComplete);
        connection.NonQuery("COMMIT");
    }

    [Fact]
    public void Without_complete_nothing_is_added()
    {
        using var connection = _database.Connect();
        using (var writer = connection.BeginBulkInsert("items"))
        {
            Assert.Null(_insert.Names);
            writer.WriteRow(1, "a", new[] { 1f, 2f });
            Assert.Contains("bulk insert is under way", Assert.Throws<InvalidOperationException>(() => connection.NonQuery("COMMIT")).Message);
        }

        Assert.False(_insert.IsComplete);
        Assert.True(_insert.IsDisposed);
        connection.NonQuery("COMMIT");
    }

    [Fact]
    public void Closing_the_connection_drops_it()
    {
        var connection = _database.Connect();
        var writer = connection.BeginBulkInsert("items");
        connection.Close();
        Assert.True(_insert.IsDisposed);
        Assert.Contains("was dropped", Assert.Throws<InvalidOperationException>(writer.StartRow).Message);
    }

    [Fact]
    public void Rows_must_be_whole()
    {
        using var connection = _database.Connect();
        using var writer = connection.BeginBulkInsert("items");
        Assert.Contains("StartRow first", Assert.Throws<InvalidOperationException>(() => writer.Write(1)).Message);
        writer.StartRow();
        writer.Write(1);
        Assert.Equal("The row has 1 of 3 values: column 'name' is next.", Assert.Throws<InvalidOperationException>(() => writer.Complete()).Message);
        Assert.Throws<InvalidOperationException>(writer.StartRow);
        Assert.Throws<InvalidOperationException>(() => writer.WriteColumns(VectorDbColumnData.Of([1]), VectorDbColumnData.Of(["a"]), VectorDbColumnData.Vectors(new float[2], 2)));
        writer.WriteNull();
        writer.WriteNull();
        Assert.Throws<InvalidOperationException>(writer.WriteNull);
        Assert.Throws<ArgumentException>(() => writer.WriteRow(1, 2));
        Assert.Equal(1, writer.Complete());
        Assert.Contains("is complete", Assert.Throws<InvalidOperationException>(() => writer.Complete()).Message);
    }

    [Fact]
    public void A_value_that_is_refused_can_be_given_again()
    {
        using var connection = _database.Connect();
        using var writer = connection.BeginBulkInsert("items");
        writer.StartRow();
        Assert.Equal("Column 'id': 3000000000 does not fit type integer.", Assert.Throws<OverflowException>(() => writer.Write(3_000_000_000)).Message);
        Assert.Equal(
            "Column 'id' has a value of type double precision, which cannot be sent as integer.",
            Assert.Throws<InvalidCastException>(() => writer.Write(1.5)).Message);
        writer.Write(7L);
        writer.Write("x");
        Assert.Equal("expected 2 dimensions, not 3", Assert.Throws<VectorDbException>(() => writer.Write(new float[3])).Message);
        writer.Write(new ReadOnlyMemory<float>([1f, 2f]));
        Assert.Equal(1, writer.Complete());
        Assert.Equal(7, _insert.Batches[0].Columns[0].GetValue(0).AsInt32());
    }

    [Fact]
    public void Columns_are_handed_over_without_copies_where_types_agree()
    {
        using var connection = _database.Connect();
        using var writer = connection.BeginBulkInsert("items");
        int[] ids = [1, 2, 3];
        float[] vectors = [1, 2, 3, 4, 5, 6];
        writer.WriteColumns(
            VectorDbColumnData.Of(ids),
            VectorDbColumnData.Of(["a", null, "c"]),
            VectorDbColumnData.Vectors(vectors, 2, new[] { false, true, false }));
        writer.WriteRow(4, "d", DBNull.Value);
        Assert.Equal(4, writer.Complete());
        var batch = _insert.Batches[0];
        var column = Assert.IsType<FixedColumn<int>>(batch.Columns[0]);
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(column.Values, out var segment));
        Assert.Same(ids, segment.Array);
        Assert.Equal(["a", "NULL", "c"], Enumerable.Range(0, 3).Select(i => batch.Columns[1].GetValue(i).ToString()));
        Assert.True(batch.Columns[2].IsNull(1));
        Assert.Equal([5f, 6f], batch.Columns[2].GetValue(2).AsVector());
        Assert.True(_insert.Batches[1].Columns[2].IsNull(0));
    }

    [Fact]
    public void Columns_of_other_types_are_converted_and_cut_into_batches()
    {
        using var connection = _database.Connect();
        using var writer = connection.BeginBulkInsert("items");
        var ids = Enumerable.Range(0, 10_000).Select(i => (long)i).ToArray();
        writer.WriteColumns(
            VectorDbColumnData.Of(ids),
            VectorDbColumnData.Of(Array.ConvertAll(ids, id => id.ToString())),
            VectorDbColumnData.Vectors(Array.ConvertAll(ids, id => (Half)1).Concat(new Half[10_000]).ToArray(), 2));
        writer.Complete();
        Assert.Equal([8192, 1808], _insert.Batches.Select(batch => batch.Length));
        Assert.Equal(9_999, _insert.Batches[1].Columns[0].GetValue(1807).AsInt32());
        Assert.Equal([1f, 1f], _insert.Batches[0].Columns[2].GetValue(0).AsVector());
    }

    [Fact]
    public void Columns_must_agree_with_the_table_and_each_other()
    {
        using var connection = _database.Connect();
        using var writer = connection.BeginBulkInsert("items");
        Assert.Throws<ArgumentException>(() => writer.WriteColumns(VectorDbColumnData.Of([1])));
        Assert.Equal(
            "column 'name' has 1 rows, column 'id' has 2 (Parameter 'columns')",
            Assert.Throws<ArgumentException>(() => writer.WriteColumns(
                VectorDbColumnData.Of([1, 2]), VectorDbColumnData.Of(["a"]), VectorDbColumnData.Vectors(new float[4], 2))).Message);
        Assert.Equal(
            "expected 2 dimensions, not 4",
            Assert.Throws<VectorDbException>(() => writer.WriteColumns(
                VectorDbColumnData.Of([1]), VectorDbColumnData.Of(["a"]), VectorDbColumnData.Vectors(new float[4], 4))).Message);
        Assert.Throws<ArgumentException>(() => VectorDbColumnData.Vectors(new float[5], 2));
        Assert.Throws<ArgumentException>(() => VectorDbColumnData.Of([1, 2], [true]));
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorDbColumnData.Vectors(new float[5], 0));
    }

    [Fact]
    public void An_error_of_the_engine_ends_the_insert()
    {
        using var connection = _database.Connect();
        using var writer = connection.BeginBulkInsert("items");
        _insert.Failure = new VectorDbException(SqlStates.UniqueViolation, "duplicate key");
        writer.WriteRow(1, "a", null);
        Assert.Equal(SqlStates.UniqueViolation, Assert.Throws<VectorDbException>(() => writer.Complete()).SqlState);
        Assert.Throws<InvalidOperationException>(writer.StartRow);
        connection.NonQuery("COMMIT");
    }

    [Fact]
    public async Task Cancelled_tokens_stop_it()
    {
        using var connection = _database.Connect();
        await using var writer = connection.BeginBulkInsert("items");
        var token = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.WriteRowAsync([1, "a", null], token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.CompleteAsync(token));
        await writer.WriteRowAsync([1, "a", null]);
        await writer.WriteColumnsAsync([VectorDbColumnData.Of([1]), VectorDbColumnData.Of(["a"]), VectorDbColumnData.Vectors(new float[2], 2)]);
        Assert.Equal(2, await writer.CompleteAsync());
    }

    [Theory]
    [InlineData("items", null, "items")]
    [InlineData("Items", null, "items")]
    [InlineData("\"Items\"", null, "Items")]
    [InlineData("App.Items", "app", "items")]
    [InlineData("\"My.App\".\"a\"\"b\"", "My.App", "a\"b")]
    public void Table_names_are_read_as_sql_reads_them(string text, string? schema, string table) =>
        Assert.Equal((schema, table), SqlName.ParseTable(text));

    [Theory]
    [InlineData("a.b.c")]
    [InlineData("a.")]
    [InlineData("\"a")]
    [InlineData("\"a\"b")]
    [InlineData("")]
    public void Texts_that_are_no_name_are_refused(string text) => Assert.Throws<ArgumentException>(() => SqlName.ParseTable(text));

    [Fact]
    public void Writing_fixed_width_values_does_not_box()
    {
        using var connection = _database.Connect();
        using var writer = connection.BeginBulkInsert("items");
        float[] vector = [1, 2];
        Write(5_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Write(1_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 60_000);

        void Write(int count)
        {
            for (var i = 0; i < count; i++)
            {
                writer.StartRow();
                writer.Write(i);
                writer.WriteNull();
                writer.Write(vector);
            }
        }
    }

    private sealed class ScriptedInsert(params ResultColumn[] columns) : IBulkInsert
    {
        public IReadOnlyList<ResultColumn> Columns => columns;

        public List<Batch> Batches { get; } = [];

        public string? Schema { get; private set; }

        public string? Table { get; private set; }

        public IReadOnlyList<string>? Names { get; private set; }

        public bool IsComplete { get; private set; }

        public bool IsDisposed { get; private set; }

        public Exception? Failure { get; set; }

        public ScriptedInsert Started(string schema, string table, IReadOnlyList<string>? names)
        {
            (Schema, Table, Names) = (schema, table, names);
            return this;
        }

        public void Write(Batch batch, CancellationToken cancellationToken) => Batches.Add(batch);

        public long Complete(CancellationToken cancellationToken)
        {
            if (Failure is not null)
                throw Failure;
            IsComplete = true;
            return Batches.Sum(batch => (long)batch.Length);
        }

        public void Dispose() => IsDisposed = true;
    }
}
