using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;

namespace VectorData.Tests;

public sealed class BulkInsertTests : IDisposable
{
    private readonly VectorDatabase _database = VectorDatabase.OpenInMemory();
    private readonly ISession _session;

    public BulkInsertTests()
    {
        _session = _database.OpenSession();
        _session.Run("""
            CREATE TABLE kind (id integer PRIMARY KEY);
            INSERT INTO kind VALUES (1), (2);
            CREATE TABLE t (
                id integer PRIMARY KEY,
                name varchar(5) DEFAULT 'none',
                kind integer REFERENCES kind,
                n integer NOT NULL DEFAULT 7 CHECK (n > 0),
                twice integer GENERATED ALWAYS AS (n * 2) STORED,
                v vector(2));
            """);
    }

    public void Dispose()
    {
        _session.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Rows_get_defaults_and_generated_values()
    {
        using var bulk = _session.BeginBulkInsert("public", "t", ["id", "v"]);
        Assert.Equal(["id", "v"], bulk.Columns.Select(column => column.Name));
        bulk.Write(new Batch([Ints(1, 2, 3), Vectors(1, 2, 3, 4, 5, 6)], 3), CancellationToken.None);
        bulk.Write(new Batch([Ints(4, 5), Vectors(7, 8, 9, 10)], 2, new[] { 1 }, hasSelection: true), CancellationToken.None);
        Assert.Equal("0", Count());
        Assert.Equal(4, bulk.Complete(CancellationToken.None));
        Assert.Equal(["1|none|NULL|7|14|[1,2]", "2|none|NULL|7|14|[3,4]", "3|none|NULL|7|14|[5,6]", "5|none|NULL|7|14|[9,10]"], _session.Query("SELECT * FROM t ORDER BY id"));
    }

    [Fact]
    public void Without_column_names_all_but_generated_ones_are_given()
    {
        using var bulk = _session.BeginBulkInsert("public", "t", null);
        Assert.Equal(["id", "name", "kind", "n", "v"], bulk.Columns.Select(column => column.Name));
    }

    [Theory]
    [InlineData("1,1", "1,1", "1,1", SqlStates.UniqueViolation)]
    [InlineData("1,2", "1,9", "1,1", SqlStates.ForeignKeyViolation)]
    [InlineData("1,2", "1,2", "1,0", SqlStates.CheckViolation)]
    public void Constraints_hold_and_a_failure_leaves_nothing(string ids, string kinds, string numbers, string sqlState)
    {
        using var bulk = _session.BeginBulkInsert("public", "t", ["id", "kind", "n"]);
        var error = Assert.Throws<VectorDbException>(() =>
        {
            bulk.Write(new Batch([Parse(ids), Parse(kinds), Parse(numbers)], 2), CancellationToken.None);
            bulk.Complete(CancellationToken.None);
        });
        Assert.Equal(sqlState, error.SqlState);
        Assert.Equal("0", Count());
    }

    [Fact]
    public void Null_in_a_not_null_column_is_refused()
    {
        using var bulk = _session.BeginBulkInsert("public", "t", ["id", "n"]);
        var error = Assert.Throws<VectorDbException>(() =>
            bulk.Write(new Batch([Ints(1, 2), new FixedColumn<int>(SqlType.Integer, new[] { 1, 0 }, new byte[] { 0, 1 })], 2), CancellationToken.None));
        Assert.Equal(SqlStates.NotNullViolation, error.SqlState);
        Assert.Equal("Failing row contains (2, none, null, null, null, null).", error.Detail);
    }

    [Fact]
    public void Vectors_must_be_finite_and_of_the_right_dimensions()
    {
        using (var bulk = _session.BeginBulkInsert("public", "t", ["id", "v"]))
        {
            var error = Assert.Throws<VectorDbException>(() => bulk.Write(new Batch([Ints(1), Vectors(1, float.NaN)], 1), CancellationToken.None));
            Assert.Equal("NaN not allowed in vector", error.Message);
        }

        using (var bulk = _session.BeginBulkInsert("public", "t", ["id", "v"]))
        {
            var three = new DenseVectorColumn<float>(SqlType.VectorOf(3), new float[3], 1);
            Assert.Equal("expected 2 dimensions, not 3", Assert.Throws<VectorDbException>(() => bulk.Write(new Batch([Ints(1), three], 1), CancellationToken.None)).Message);
        }
    }

    [Fact]
    public void What_stands_at_a_null_does_not_matter()
    {
        using var bulk = _session.BeginBulkInsert("public", "t", ["id", "v"]);
        var vectors = new DenseVectorColumn<float>(SqlType.VectorOf(2), new[] { 1f, 2f, float.NaN, float.NaN }, 2, new byte[] { 0, 1 });
        bulk.Write(new Batch([Ints(1, 2), vectors], 2), CancellationToken.None);
        bulk.Complete(CancellationToken.None);
        Assert.Equal(["1|[1,2]", "2|NULL"], _session.Query("SELECT id, v FROM t ORDER BY id"));
    }

    [Fact]
    public void Text_longer_than_its_column_is_refused()
    {
        using var bulk = _session.BeginBulkInsert("public", "t", ["id", "name"]);
        var text = ColumnBuilder.Repeat(Value.Of("too long"), SqlType.Text, 1);
        Assert.Equal(SqlStates.StringDataRightTruncation, Assert.Throws<VectorDbException>(() => bulk.Write(new Batch([Ints(1), text], 1), CancellationToken.None)).SqlState);
    }

    [Fact]
    public void Columns_of_another_type_are_refused()
    {
        using var bulk = _session.BeginBulkInsert("public", "t", ["id", "n"]);
        var longs = new FixedColumn<long>(SqlType.BigInt, new long[] { 1 });
        Assert.Equal(SqlStates.DatatypeMismatch, Assert.Throws<VectorDbException>(() => bulk.Write(new Batch([Ints(1), longs], 1), CancellationToken.None)).SqlState);
    }

    [Fact]
    public void The_memory_of_a_batch_may_be_used_again()
    {
        using var bulk = _session.BeginBulkInsert("public", "t", ["id"]);
        var memory = new int[2];
        for (var i = 0; i < 10; i++)
        {
            (memory[0], memory[1]) = (i * 2, (i * 2) + 1);
            bulk.Write(new Batch([new FixedColumn<int>(SqlType.Integer, memory)], 2), CancellationToken.None);
        }

        bulk.Complete(CancellationToken.None);
        Assert.Equal("20|190", _session.Scalar("SELECT count(*), sum(id) FROM t"));
    }

    [Fact]
    public void An_unfinished_bulk_insert_leaves_nothing()
    {
        using (var bulk = _session.BeginBulkInsert("public", "t", ["id"]))
            bulk.Write(new Batch([Ints(1, 2)], 2), CancellationToken.None);
        Assert.Equal("0", Count());
    }

    [Fact]
    public void In_a_block_it_is_part_of_the_block()
    {
        _session.Run("BEGIN");
        using (var bulk = _session.BeginBulkInsert("public", "t", ["id"]))
        {
            bulk.Write(new Batch([Ints(1, 2)], 2), CancellationToken.None);
            bulk.Complete(CancellationToken.None);
        }

        Assert.Equal("2", Count());
        _session.Run("ROLLBACK");
        Assert.Equal("0", Count());
    }

    [Theory]
    [InlineData("missing", "id", SqlStates.UndefinedTable)]
    [InlineData("t", "missing", SqlStates.UndefinedColumn)]
    [InlineData("t", "twice", SqlStates.InvalidColumnReference)]
    public void Wrong_names_are_refused_at_the_start(string table, string column, string sqlState)
    {
        Assert.Equal(sqlState, Assert.Throws<VectorDbException>(() => _session.BeginBulkInsert("public", table, [column])).SqlState);
    }

    private static FixedColumn<int> Ints(params int[] values) => new(SqlType.Integer, values);

    private static FixedColumn<int> Parse(string values) => Ints([.. values.Split(',').Select(int.Parse)]);

    private static DenseVectorColumn<float> Vectors(params float[] values) => new(SqlType.VectorOf(2), values, values.Length / 2);

    private string Count() => _session.Scalar("SELECT count(*) FROM t");
}
