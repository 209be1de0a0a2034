using System.Data.Common;

namespace VectorData.Benchmarks.Scenarios;

/// <summary>count(*) with a numeric predicate that no index helps, over 1,000,000 rows; and what a scan allocates.</summary>
internal static class Scan
{
    private const int Rows = 1_000_000;
    private const string Query = "SELECT count(*) FROM t WHERE score > 250000.0 AND score < 400000.0";

    public static void Run(Report report)
    {
        using var databases = new Databases();
        using var sqlite = databases.NewSqlite();
        Databases.Execute(sqlite, "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, score REAL)");
        Databases.Execute(sqlite, $"INSERT INTO t WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i < {Rows - 1}) SELECT i, 'name ' || i, (i * 7919 % {Rows}) * 0.5 FROM s");
        using var ours = Databases.OpenVectorData(databases.NewVectorData());
        Databases.Execute(ours, "CREATE TABLE t (id integer PRIMARY KEY, name text, score double precision)");
        Databases.Execute(ours, $"INSERT INTO t SELECT i, 'name ' || i, (i::bigint * 7919 % {Rows}) * 0.5 FROM generate_series(0, {Rows - 1}) AS s(i)");
        Databases.Execute(ours, "CHECKPOINT");
        if (Convert.ToInt64(Databases.Scalar(sqlite, Query)) != Convert.ToInt64(Databases.Scalar(ours, Query)))
            throw new InvalidOperationException("the two disagree");
        report.Compare(
            "count(*) with a numeric predicate over 1,000,000 rows",
            "scans",
            15,
            ("Microsoft.Data.Sqlite", () => Count(sqlite)),
            ("VectorData", () => Count(ours)));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Count(ours);
        report.Note($"managed memory allocated by one such scan: {GC.GetTotalAllocatedBytes(precise: true) - before:N0} bytes");
    }

    private static long Count(DbConnection connection)
    {
        Databases.Scalar(connection, Query);
        return 1;
    }
}
