using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.Core.Values;

namespace VectorData.Tests;

/// <summary>Input that must give a specific error and leave the database usable.</summary>
public sealed class HostileInputTests : IDisposable
{
    private readonly VectorDatabase _database = VectorDatabase.OpenInMemory();
    private readonly ISession _session;

    public HostileInputTests() => _session = _database.OpenSession();

    public void Dispose()
    {
        _session.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void More_columns_than_a_table_can_have_are_refused()
    {
        var columns = string.Join(", ", Enumerable.Range(0, 10_000).Select(i => $"c{i} integer"));
        var error = _session.Fails($"CREATE TABLE wide ({columns})");
        Assert.Equal((SqlStates.TooManyColumns, "tables can have at most 1600 columns"), (error.SqlState, error.Message));
        columns = string.Join(", ", Enumerable.Range(0, 1_600).Select(i => $"c{i} integer"));
        _session.Run($"CREATE TABLE wide ({columns}); INSERT INTO wide (c0, c1599) VALUES (1, 2)");
        Assert.Equal("1|2", _session.Scalar("SELECT c0, c1599 FROM wide"));
        Assert.Equal(SqlStates.TooManyColumns, _session.Fails("ALTER TABLE wide ADD COLUMN more integer").SqlState);
    }

    [Fact]
    public void A_text_of_100_MB_is_stored()
    {
        _session.Run("CREATE TABLE t (id integer, body text)");
        var text = new string('x', 100 << 20);
        _session.Run("INSERT INTO t VALUES (1, $1)", Value.Of(text));
        Assert.Equal($"{text.Length}", _session.Scalar("SELECT length(body) FROM t"));
    }

    [Fact]
    public void A_statement_cut_anywhere_fails_or_runs_but_never_breaks_the_session()
    {
        _session.Run("CREATE TABLE t (id integer PRIMARY KEY, a text, v vector(2))");
        string[] statements =
        [
            "INSERT INTO t (id, a, v) VALUES (1, 'it''s', '[1,2]'), (2, DEFAULT, NULL) ON CONFLICT (id) DO UPDATE SET a = excluded.a WHERE t.id > 0 RETURNING *",
            "UPDATE t AS x SET a = lower(x.a) || '!', v = x.v + '[1,1]' FROM generate_series(1, 2) g WHERE g = x.id RETURNING x.id, g",
            "CREATE TABLE u (id serial PRIMARY KEY, t integer REFERENCES t (id) ON DELETE SET NULL, CHECK (id > 0 AND t <> 5))",
            "ALTER TABLE t ADD COLUMN n numeric(10,2) NOT NULL DEFAULT 1.5, ALTER COLUMN a TYPE varchar(20) USING upper(a)",
        ];
        foreach (var statement in statements)
        {
            for (var length = 0; length < statement.Length; length++)
            {
                _session.Run("BEGIN");
                try
                {
                    _session.Run(statement[..length]);
                }
                catch (VectorDbException e)
                {
                    Assert.True(e.SqlState != SqlStates.InternalError, $"{statement[..length]}\n{e}");
                }

                _session.Run("ROLLBACK");
            }
        }

        Assert.Equal("0", _session.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Values_of_every_kind_at_a_wrong_place_give_an_error_of_their_class()
    {
        _session.Run("CREATE TABLE t (i integer, n numeric(4,1), u uuid, d date, b boolean, v vector(2), a integer[], y bytea, j jsonb)");
        Value[] values =
        [
            Value.Of("text"), Value.Of(1.5), Value.Of(true), Value.Of(Guid.Empty), Value.Of(new byte[] { 1 }), Value.Of(new float[] { 1 }), Value.OfDate(5), Value.Of(99999m), Value.Of(long.MaxValue),
        ];
        foreach (var column in new[] { "i", "n", "u", "d", "b", "v", "a", "y", "j" })
        {
            foreach (var value in values)
            {
                try
                {
                    _session.Run($"INSERT INTO t ({column}) VALUES ($1)", value);
                }
                catch (VectorDbException e)
                {
                    Assert.True(e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("42", StringComparison.Ordinal), $"{column} {value.Type}: {e}");
                }
            }
        }
    }

    [Fact]
    public void A_deeply_nested_statement_is_refused()
    {
        var nested = string.Concat(Enumerable.Repeat("(", 100_000)) + "1" + string.Concat(Enumerable.Repeat(")", 100_000));
        Assert.StartsWith("54", _session.Fails("SELECT " + nested).SqlState, StringComparison.Ordinal);
        Assert.Equal("1", _session.Scalar("SELECT 1"));
    }

    [Fact]
    public void Many_rows_in_one_statement_are_taken()
    {
        _session.Run("CREATE TABLE t (id integer PRIMARY KEY, a text)");
        var rows = string.Join(", ", Enumerable.Range(0, 20_000).Select(i => $"({i}, 'row {i}')"));
        Assert.Equal("INSERT 0 20000", _session.Run("INSERT INTO t VALUES " + rows));
    }
}
