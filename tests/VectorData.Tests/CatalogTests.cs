using VectorData.Core.Sessions;

namespace VectorData.Tests;

/// <summary>pg_catalog: what psql, Npgsql and EF Core ask, and what the rows say.</summary>
public sealed class CatalogTests : IDisposable
{
    private readonly VectorDatabase _database = VectorDatabase.OpenInMemory();
    private readonly ISession _session;

    public CatalogTests()
    {
        _session = _database.OpenSession(new SessionOptions { UserName = "ann", DatabaseName = "shop", ApplicationName = "tests", ProcessId = 77 });
        _session.Run("""
            CREATE TABLE p (id integer PRIMARY KEY, name varchar(10) NOT NULL DEFAULT 'x' UNIQUE CHECK (name <> ''));
            CREATE TABLE c (id bigint GENERATED ALWAYS AS IDENTITY, p integer REFERENCES p ON DELETE CASCADE, v numeric(10,2), e vector(3));
            CREATE INDEX c_v_idx ON c (v DESC);
            CREATE INDEX c_e_idx ON c USING hnsw (e vector_cosine_ops) WITH (m = 8);
            """);
    }

    public static TheoryData<string> Questions =>
        [.. File.ReadAllText(Path.Combine(Folder(), "Catalogs", "tools.sql")).Split("\n----\n").Select(question => question.Trim())];

    public void Dispose()
    {
        _session.Dispose();
        _database.Dispose();
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void Questions_of_tools_are_answered(string question)
    {
        foreach (var (mark, name) in (ReadOnlySpan<(string, string)>)[("{p}", "p"), ("{c}", "c"), ("{s}", "c_id_seq"), ("{i}", "p_pkey")])
            question = question.Replace(mark, Row($"SELECT '{name}'::regclass::oid"), StringComparison.Ordinal);
        _session.Query(question);
    }

    [Theory]
    [InlineData("SELECT 'p'::regclass, 'p'::regclass::oid = c.oid, c.oid::regclass::text, relkind, relnatts FROM pg_class c WHERE relname = 'p'", "p|t|p|r|2")]
    [InlineData("SELECT 25::oid::regtype, '1007'::regtype, 'vector'::regtype::oid, 'pg_class'::regclass::oid", "text|integer[]|16400|1259")]
    [InlineData("SELECT to_regclass('nothing') IS NULL, to_regclass('public.c'), to_regtype('int8')", "t|c|bigint")]
    [InlineData("SELECT pg_typeof(1), pg_typeof('a'::name), pg_typeof(1) = 'integer'::regtype", "integer|name|t")]
    [InlineData("SELECT format_type(atttypid, atttypmod), attnotnull, atthasdef FROM pg_attribute WHERE attrelid = 'p'::regclass AND attname = 'name'", "character varying(10)|t|t")]
    [InlineData("SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'c'::regclass AND attnum > 0", "id,p,v,e")]
    [InlineData("SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'p'::regclass", "'x'")]
    [InlineData("SELECT pg_get_indexdef('c_e_idx'::regclass)", "CREATE INDEX c_e_idx ON public.c USING hnsw (e vector_cosine_ops) WITH (m='8')")]
    [InlineData("SELECT pg_get_indexdef('c_v_idx'::regclass)", "CREATE INDEX c_v_idx ON public.c USING btree (v DESC)")]
    [InlineData("SELECT pg_get_indexdef('c_v_idx'::regclass, 1, true)", "v")]
    [InlineData("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'c'::regclass", "FOREIGN KEY (p) REFERENCES p(id) ON DELETE CASCADE")]
    [InlineData("SELECT string_agg(pg_get_constraintdef(oid), '; ' ORDER BY contype) FROM pg_constraint WHERE conrelid = 'p'::regclass AND contype IN ('p', 'u')", "PRIMARY KEY (id); UNIQUE (name)")]
    [InlineData("SELECT indkey, indkey[0], indoption FROM pg_index WHERE indexrelid = 'c_v_idx'::regclass", "3|3|3")]
    [InlineData("SELECT opcname FROM pg_opclass WHERE oid = (SELECT indclass[0] FROM pg_index WHERE indexrelid = 'c_e_idx'::regclass)", "vector_cosine_ops")]
    [InlineData("SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) WHERE i.indrelid = 'p'::regclass AND i.indisprimary", "id")]
    [InlineData("SELECT extname, extversion FROM pg_extension", "vector|0.8.0")]
    [InlineData("SELECT typname, typelem::regtype, typcategory FROM pg_type WHERE oid = 16401", "_vector|vector|A")]
    [InlineData("SELECT current_user, session_user, current_database(), pg_backend_pid()", "ann|ann|shop|77")]
    [InlineData("SELECT usename, datname, application_name, state FROM pg_stat_activity WHERE pid = 77", "ann|shop|tests|active")]
    [InlineData("SELECT pg_get_serial_sequence('c', 'id'), 'c_id_seq'::regclass", "public.c_id_seq|c_id_seq")]
    [InlineData("SELECT nextval('c_id_seq'::regclass)", "1")]
    [InlineData("SELECT pg_size_pretty(10::bigint), pg_size_pretty(12345678::bigint)", "10 bytes|12 MB")]
    [InlineData("SELECT left(version(), 13)", "PostgreSQL 15")]
    [InlineData("SELECT count(*) > 0 FROM pg_proc WHERE proname = 'array_recv'", "t")]
    [InlineData("SELECT udt_name FROM information_schema.columns WHERE table_name = 'c' AND column_name = 'id'", "int8")]
    public void What_the_catalog_says(string question, string answer) => Assert.Equal(answer, Row(question));

    [Fact]
    public void Names_are_quoted_and_qualified_where_needed()
    {
        _session.Run("CREATE SCHEMA s; CREATE TABLE s.\"Big T\" (a integer)");
        Assert.Equal("s.\"Big T\"", Row("SELECT 's.\"Big T\"'::regclass"));
        Assert.Equal("f", Row("SELECT pg_table_is_visible('s.\"Big T\"'::regclass)"));
        _session.Run("SET search_path = s");
        Assert.Equal("\"Big T\"", Row("SELECT '\"Big T\"'::regclass"));
    }

    [Theory]
    [InlineData("SELECT 'nothing'::regclass", "42P01")]
    [InlineData("SELECT 'nothing'::regtype", "42704")]
    [InlineData("SELECT 'x'::oid", "22P02")]
    public void What_is_not_there_is_an_error(string question, string state) =>
        Assert.Equal(state, Assert.Throws<Core.Errors.VectorDbException>(() => _session.Query(question)).SqlState);

    private string Row(string question) => _session.Scalar(question);

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
