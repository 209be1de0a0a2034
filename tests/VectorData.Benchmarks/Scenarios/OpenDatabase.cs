using System.Diagnostics;
using System.Globalization;
using VectorData.AdoNet;

namespace VectorData.Benchmarks.Scenarios;

/// <summary>Opening a closed database of 1,000,000 x 128 vectors, to the first answer, on a warm file cache.</summary>
internal static class OpenDatabase
{
    private const int Rows = 1_000_000;
    private const int Dimensions = 128;

    public static void Run(Report report)
    {
        using var databases = new Databases();
        var connectionString = databases.NewVectorData();
        var vectors = Vectors.Random(10_000, Dimensions);
        using (var connection = Databases.OpenVectorData(connectionString))
        {
            Databases.Execute(connection, $"CREATE TABLE t (id integer PRIMARY KEY, embedding vector({Dimensions}))");
            using var writer = connection.BeginBulkInsert("t");
            var vector = new float[Dimensions];
            for (var i = 0; i < Rows; i++)
            {
                vectors[i % vectors.Length].CopyTo(vector, 0);
                vector[i % Dimensions] += i / (float)Rows;
                writer.StartRow();
                writer.Write(i);
                writer.Write(vector);
            }

            writer.Complete();
        }

        VectorDbConnection.ClearAllPools();
        var times = new List<double>();
        var residentBefore = 0L;
        var residentAfter = 0L;
        for (var round = 0; round < 7; round++)
        {
            residentBefore = Resident();
            var clock = Stopwatch.StartNew();
            using (var connection = Databases.OpenVectorData(connectionString))
            {
                if (Databases.Scalar(connection, "SELECT (embedding::real[])[1] FROM t WHERE id = 765432") is not float)
                    throw new InvalidOperationException("the row is not there");
                times.Add(clock.Elapsed.TotalMilliseconds);
                residentAfter = Resident();
            }

            VectorDbConnection.ClearAllPools();
        }

        times.Sort();
        report.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"open to first answer, {Rows:N0} x {Dimensions}: median {times[times.Count / 2]:F1} ms (first {times.Max():F1} ms at most); resident memory grew by {(residentAfter - residentBefore) / 1048576.0:F1} MiB of {Rows * Dimensions * 4L / 1048576} MiB of vectors"));
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
