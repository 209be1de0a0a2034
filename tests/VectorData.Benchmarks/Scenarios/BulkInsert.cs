using System.Data.Common;
using System.Runtime.InteropServices;

namespace VectorData.Benchmarks.Scenarios;

/// <summary>100-dimension vectors with 3 scalar columns, durable at the end; SQLite with one transaction, a prepared insert and blobs.</summary>
internal static class BulkInsert
{
    private const int Rows = 200_000;
    private const int Dimensions = 100;

    public static void Run(Report report)
    {
        using var databases = new Databases();
        var vectors = Vectors.Random(10_000, Dimensions);
        report.Compare(
            $"bulk insert of {Rows:N0} rows with vector(100) and 3 scalars",
            "rows",
            5,
            ("Microsoft.Data.Sqlite", () => Sqlite(databases, vectors)),
            ("VectorData, bulk writer", () => Writer(databases, vectors)),
            ("VectorData, prepared INSERT in one transaction", () => Prepared(databases, vectors)));
    }

    private static long Sqlite(Databases databases, float[][] vectors)
    {
        using var connection = databases.NewSqlite();
        Databases.Execute(connection, "CREATE TABLE t (id INTEGER PRIMARY KEY, category TEXT, score REAL, embedding BLOB)");
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO t (id, category, score, embedding) VALUES ($id, $category, $score, $embedding)";
        Insert(command, vectors, vector => MemoryMarshal.AsBytes<float>(vector).ToArray());
        transaction.Commit();
        return Rows;
    }

    private static long Prepared(Databases databases, float[][] vectors)
    {
        using var connection = Create(databases);
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO t (id, category, score, embedding) VALUES (@id, @category, @score, @embedding)";
        Insert(command, vectors, vector => vector);
        transaction.Commit();
        return Rows;
    }

    private static long Writer(Databases databases, float[][] vectors)
    {
        using var connection = Create(databases);
        using var writer = connection.BeginBulkInsert("t");
        for (var i = 0; i < Rows; i++)
        {
            writer.StartRow();
            writer.Write(i);
            writer.Write("category " + (i % 10));
            writer.Write(i * 0.5);
            writer.Write(vectors[i % vectors.Length]);
        }

        writer.Complete();
        return Rows;
    }

    private static AdoNet.VectorDbConnection Create(Databases databases)
    {
        var connection = Databases.OpenVectorData(databases.NewVectorData());
        Databases.Execute(connection, $"CREATE TABLE t (id integer PRIMARY KEY, category text, score double precision, embedding vector({Dimensions}))");
        return connection;
    }

    private static void Insert(DbCommand command, float[][] vectors, Func<float[], object> convert)
    {
        var id = Databases.AddParameter(command, "id", 0);
        var category = Databases.AddParameter(command, "category", "");
        var score = Databases.AddParameter(command, "score", 0.0);
        var embedding = Databases.AddParameter(command, "embedding", convert(vectors[0]));
        command.Prepare();
        for (var i = 0; i < Rows; i++)
        {
            id.Value = i;
            category.Value = "category " + (i % 10);
            score.Value = i * 0.5;
            embedding.Value = convert(vectors[i % vectors.Length]);
            command.ExecuteNonQuery();
        }
    }
}
