namespace VectorData.Tests;

public sealed class RowVersionTests
{
    [Fact]
    public void Versions_go_on_rising_when_the_database_is_opened_again()
    {
        using var folder = new TemporaryFolder();
        long last = 0;
        for (var round = 0; round < 3; round++)
        {
            using var database = VectorDatabase.Open(folder.Path);
            using var session = database.OpenSession();
            if (round == 0)
                session.Run("CREATE TABLE t (id integer PRIMARY KEY, v bigint GENERATED ALWAYS AS ROW VERSION); INSERT INTO t SELECT g FROM generate_series(1, 100) g");
            var version = long.Parse(session.Scalar("UPDATE t SET id = id WHERE id = 7 RETURNING v"), System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(version > last);
            last = version;
            Assert.Equal("100", session.Scalar("SELECT count(DISTINCT v) FROM t"));
        }
    }

    [Fact]
    public async Task Rows_of_concurrent_transactions_have_different_versions()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var setup = database.OpenSession();
        setup.Run("CREATE TABLE t (id integer PRIMARY KEY, v bigint GENERATED ALWAYS AS ROW VERSION); INSERT INTO t SELECT g FROM generate_series(1, 200) g");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            using var session = database.OpenSession();
            for (var i = 1; i <= 50; i++)
                session.Run(FormattableString.Invariant($"BEGIN; UPDATE t SET id = id WHERE id = {worker * 50 + i}; COMMIT"));
        })));
        Assert.Equal("200|t", setup.Scalar("SELECT count(DISTINCT v), min(v) > 200 FROM t"));
    }

    [Fact]
    public void An_update_that_expects_an_older_version_finds_no_row()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run("CREATE TABLE t (id integer PRIMARY KEY, a text, v bigint GENERATED ALWAYS AS ROW VERSION)");
        var read = session.Scalar("INSERT INTO t (id, a) VALUES (1, 'x') RETURNING v");
        Assert.Equal("UPDATE 1", session.Run($"UPDATE t SET a = 'y' WHERE id = 1 AND v = {read}"));
        Assert.Equal("UPDATE 0", session.Run($"UPDATE t SET a = 'z' WHERE id = 1 AND v = {read}"));
    }

    [Fact]
    public void Cascades_give_the_rows_they_change_new_versions()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE c (p integer REFERENCES p ON UPDATE CASCADE, v bigint GENERATED ALWAYS AS ROW VERSION)");
        session.Run("INSERT INTO p VALUES (1)");
        var before = session.Scalar("INSERT INTO c VALUES (1) RETURNING v");
        session.Run("UPDATE p SET id = 2");
        Assert.Equal("t", session.Scalar($"SELECT v > {before} FROM c"));
    }

    [Fact]
    public void The_row_version_of_an_insert_is_not_its_last_value()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        session.Run("CREATE TABLE t (v bigint GENERATED ALWAYS AS ROW VERSION, id integer GENERATED ALWAYS AS IDENTITY (START 41), w bigint GENERATED ALWAYS AS ROW VERSION)");
        Assert.Equal("t", session.Scalar("INSERT INTO t DEFAULT VALUES RETURNING v <> w"));
        Assert.Equal("41", session.Scalar("SELECT lastval()"));
    }

    [Fact]
    public void For_update_nowait_fails_where_another_transaction_has_the_row()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var one = database.OpenSession();
        using var other = database.OpenSession();
        one.Run("CREATE TABLE t (id integer PRIMARY KEY); INSERT INTO t VALUES (1), (2); BEGIN; SELECT * FROM t WHERE id = 1 FOR UPDATE");
        Assert.Equal("2", other.Scalar("SELECT id FROM t WHERE id = 2 FOR UPDATE NOWAIT"));
        Assert.Equal("55P03", other.Fails("SELECT id FROM t WHERE id = 1 FOR UPDATE NOWAIT").SqlState);
    }

    [Fact]
    public void A_locked_table_takes_no_writes_until_the_end_of_the_transaction()
    {
        using var database = VectorDatabase.OpenInMemory();
        using var one = database.OpenSession();
        using var other = database.OpenSession();
        one.Run("CREATE TABLE t (id integer); BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
        Assert.Equal("0", other.Scalar("SELECT count(*) FROM t"));
        other.Run("BEGIN");
        Assert.Equal("55P03", other.Fails("LOCK TABLE t IN ROW EXCLUSIVE MODE NOWAIT").SqlState);
        other.Run("ROLLBACK; SET lock_timeout = 20");
        Assert.Equal("55P03", other.Fails("INSERT INTO t VALUES (1)").SqlState);
        one.Run("COMMIT");
        Assert.Equal("INSERT 0 1", other.Run("INSERT INTO t VALUES (1)"));
    }
}
