using VectorData.Core.Sessions;

namespace VectorData.Tests;

public sealed class CaseTests
{
    public static TheoryData<string> Files => ["insert", "update", "delete", "conflict", "constraints", "foreign_keys", "tables", "alter", "indexes", "sequences", "schemas", "generated", "row_versions", "system_tables", "vectors", "pgvector", "explain"];

    [Theory]
    [MemberData(nameof(Files))]
    [InlineData("settings")]
    [InlineData("transactions")]
    [InlineData("prepared")]
    [InlineData("cursors")]
    public void Statements_give_what_the_file_says(string file)
    {
        using var database = VectorDatabase.OpenInMemory();
        using var session = database.OpenSession();
        Check(file, test => test.Check(session));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_same_with_the_database_reopened_between_statements(string file)
    {
        using var folder = new TemporaryFolder();
        var database = VectorDatabase.Open(folder.Path);
        var session = database.OpenSession();
        try
        {
            Check(file, test =>
            {
                var failure = test.Check(session);
                if (session.Status != TransactionStatus.Idle)
                    return failure;
                session.Dispose();
                database.Dispose();
                database = VectorDatabase.Open(folder.Path);
                session = database.OpenSession();
                return failure;
            });
        }
        finally
        {
            session.Dispose();
            database.Dispose();
        }
    }

    private static void Check(string file, Func<StatementCase, string?> run)
    {
        var failures = StatementCase.Read(file).Select(run).Where(failure => failure is not null).ToList();
        Assert.True(failures.Count == 0, $"{file}: {failures.Count} cases differ\n{string.Join('\n', failures)}");
    }
}
