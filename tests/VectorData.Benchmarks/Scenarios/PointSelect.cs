using System.Data.Common;

namespace VectorData.Benchmarks.Scenarios;

/// <summary>A prepared SELECT by primary key through ADO.NET over 200,000 rows, random keys.</summary>
internal static class PointSelect
{
    private const int Rows = 200_000;
    private const int Queries = 200_000;

    public static void Run(Report report)
    {
        using var databases = new Databases();
        using var sqlite = databases.NewSqlite();
        Databases.Execute(sqlite, "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, score REAL)");
        Databases.Execute(sqlite, $"INSERT INTO t WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i < {Rows - 1}) SELECT i, 'name ' || i, i * 0.5 FROM s");
        using var ours = Databases.OpenVectorData(databases.NewVectorData());
        Databases.Execute(ours, "CREATE TABLE t (id integer PRIMARY KEY, name text, score double precision)");
        Databases.Execute(ours, $"INSERT INTO t SELECT i, 'name ' || i, i * 0.5 FROM generate_series(0, {Rows - 1}) AS s(i)");
        report.Compare(
            "point select by primary key, prepared (rows in the growing segment)",
            "queries",
            7,
            ("Microsoft.Data.Sqlite", () => Select(sqlite)),
            ("VectorData", () => Select(ours)));
        Databases.Execute(ours, "CHECKPOINT");
        report.Compare(
            "point select by primary key, prepared (rows in sealed segments)",
            "queries",
            7,
            ("Microsoft.Data.Sqlite", () => Select(sqlite)),
            ("VectorData", () => Select(ours)));
    }

    private static long Select(DbConnection connection)
    {
        var random = new Random(7);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, name, score FROM t WHERE id = @id";
        var id = Databases.AddParameter(command, "id", 0);
        command.Prepare();
        for (var i = 0; i < Queries; i++)
        {
            var key = random.Next(Rows);
            id.Value = key;
            using var reader = command.ExecuteReader();
            if (!reader.Read() || reader.GetInt32(0) != key || reader.GetString(1).Length == 0 || reader.GetDouble(2) != key * 0.5)
                throw new InvalidOperationException($"wrong row for {key}");
        }

        return Queries;
    }
}
