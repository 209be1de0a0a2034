using VectorData.Core.Errors;

namespace VectorData.AdoNet.Tests.Hostile;

/// <summary>SQL that ends anywhere, or has one character wrong, is refused as SQL is; the session goes on.</summary>
public sealed class CutSqlTests : IDisposable
{
    private readonly VectorDbConnection _connection = new("Data Source=:memory:");

    public CutSqlTests()
    {
        _connection.Open();
        _connection.NonQuery("CREATE TABLE docs (id integer PRIMARY KEY, title text, embedding vector(3)); CREATE TABLE tags (doc integer, tag text)");
    }

    public static TheoryData<string> Statements =>
    [
        "SELECT d.id, count(*) AS n FROM docs AS d LEFT JOIN tags t ON t.doc = d.id WHERE d.title ILIKE 'a%' GROUP BY d.id HAVING count(*) > 0 ORDER BY n DESC NULLS LAST LIMIT 5 OFFSET 1",
        "SELECT id, embedding <-> '[1,2,3]' AS distance FROM docs WHERE id BETWEEN 1 AND 10 ORDER BY embedding <-> '[1,2,3]' LIMIT 3",
        "INSERT INTO docs (id, title, embedding) VALUES (1, 'it''s', '[1,2,3]'), (2, E'a\\n', ARRAY[1,2,3]::vector) ON CONFLICT (id) DO UPDATE SET title = excluded.title WHERE docs.id > 0 RETURNING id, title",
        "UPDATE docs SET title = upper(title), embedding = NULL WHERE id IN (SELECT doc FROM tags WHERE tag = 'x') RETURNING *",
        "DELETE FROM docs USING tags WHERE tags.doc = docs.id AND tags.tag IS NOT NULL RETURNING docs.id",
        "CREATE TABLE other (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, price numeric(10,2) CHECK (price >= 0) DEFAULT 1.5, at timestamptz NOT NULL)",
        "CREATE INDEX docs_embedding ON docs USING hnsw (embedding vector_cosine_ops) WITH (m = 8, ef_construction = 32)",
        "ALTER TABLE docs ADD COLUMN IF NOT EXISTS extra jsonb DEFAULT '{\"a\": [1, 2]}'",
        "WITH x(a) AS (SELECT 1 UNION ALL SELECT 2) SELECT CASE WHEN a > 1 THEN 'b' ELSE 'c' END || $$tail$$ FROM x /* comment */ -- end",
        "SELECT ARRAY[[1,2],[3,4]]::int[][], (now() - interval '1 day')::date, CAST('12.5' AS numeric), 1.5e3 % 7, NOT EXISTS (SELECT 1)",
        "EXPLAIN (ANALYZE, COSTS off) SELECT * FROM docs WHERE id = 1 FOR UPDATE",
        "SET hnsw.ef_search = 100; SHOW hnsw.ef_search; RESET ALL",
        "BEGIN ISOLATION LEVEL REPEATABLE READ; SAVEPOINT a; ROLLBACK TO SAVEPOINT a; COMMIT",
        "CREATE SEQUENCE IF NOT EXISTS s START WITH 5 INCREMENT BY 2 MAXVALUE 100 CYCLE",
    ];

    public void Dispose() => _connection.Dispose();

    [Theory]
    [MemberData(nameof(Statements))]
    public void Cut_anywhere_it_is_an_error_of_SQL_or_a_shorter_statement(string sql)
    {
        for (var length = 1; length <= sql.Length; length++)
            Try(sql[..length]);
        for (var start = 1; start < sql.Length; start++)
            Try(sql[start..]);
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void With_a_wrong_character_anywhere_too(string sql)
    {
        var random = new Random(sql.Length);
        for (var at = 0; at < sql.Length; at++)
            Try(sql[..at] + "'\"();,$\0\u00e9\ud83d?:[{*/\\."[random.Next(18)] + sql[(at + 1)..]);
    }

    private void Try(string sql)
    {
        try
        {
            _connection.NonQuery(sql);
        }
        catch (VectorDbException e)
        {
            // Syntax and names (42), values (22), what is not supported, transaction state, limits: the statement's fault, never ours.
            Assert.True(e.SqlState[..2] is "42" or "22" or "0A" or "25" or "54" or "3B" or "3F" or "23" or "2B" or "26", $"{e.SqlState}: {e.Message} for {sql}");
            if (e.SqlState == SqlStates.SyntaxError)
                Assert.True(e.Position >= 1 && e.Position <= sql.Length + 1, $"position {e.Position} of {sql}");
        }

        Settle();
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    // A cut BEGIN; or CREATE TABLE may have worked.
    private void Settle() => _connection.NonQuery("ROLLBACK; DROP TABLE IF EXISTS other; DROP INDEX IF EXISTS docs_embedding; DROP SEQUENCE IF EXISTS s");
}
