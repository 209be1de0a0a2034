using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace VectorData.EntityFrameworkCore.Migrations;

/// <summary>
/// The table of applied migrations. The lock is a row of a table of its own, held until the migration's transaction ends: a second migrator waits for it,
/// and a process that dies leaves none behind.
/// </summary>
internal sealed class VectorDataHistoryRepository(HistoryRepositoryDependencies dependencies) : HistoryRepository(dependencies)
{
    private const string LockTableName = "__EFMigrationsLock";

    private const string NoScripts =
        "Idempotent scripts need statements that run on a condition, which SQL here does not have. "
        + "Script a range of migrations without --idempotent, or call Database.Migrate().";

    public override LockReleaseBehavior LockReleaseBehavior => LockReleaseBehavior.Transaction;

    protected override string ExistsSql
    {
        get
        {
            var text = Dependencies.TypeMappingSource.GetMapping(typeof(string));
            return "SELECT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = "
                + text.GenerateSqlLiteral(TableSchema ?? "public") + " AND table_name = " + text.GenerateSqlLiteral(TableName) + ")";
        }
    }

    public override IMigrationsDatabaseLock AcquireDatabaseLock()
    {
        Dependencies.MigrationsLogger.AcquiringMigrationLock();
        foreach (var statement in LockStatements())
            Dependencies.RawSqlCommandBuilder.Build(statement).ExecuteNonQuery(Parameters());
        return new MigrationLock(this);
    }

    public override async Task<IMigrationsDatabaseLock> AcquireDatabaseLockAsync(CancellationToken cancellationToken = default)
    {
        Dependencies.MigrationsLogger.AcquiringMigrationLock();
        foreach (var statement in LockStatements())
            await Dependencies.RawSqlCommandBuilder.Build(statement).ExecuteNonQueryAsync(Parameters(), cancellationToken).ConfigureAwait(false);
        return new MigrationLock(this);
    }

    public override string GetCreateIfNotExistsScript()
    {
        var script = GetCreateScript();
        return script.Insert(script.IndexOf("CREATE TABLE", StringComparison.Ordinal) + "CREATE TABLE".Length, " IF NOT EXISTS");
    }

    public override string GetBeginIfNotExistsScript(string migrationId) => throw new NotSupportedException(NoScripts);

    public override string GetBeginIfExistsScript(string migrationId) => throw new NotSupportedException(NoScripts);

    public override string GetEndIfScript() => throw new NotSupportedException(NoScripts);

    protected override bool InterpretExistsResult(object? value) => value is true;

    private string[] LockStatements()
    {
        var table = SqlGenerationHelper.DelimitIdentifier(LockTableName, TableSchema);
        return
        [
            $"CREATE TABLE IF NOT EXISTS {table} (\"Id\" integer PRIMARY KEY)",
            $"INSERT INTO {table} (\"Id\") VALUES (1) ON CONFLICT (\"Id\") DO UPDATE SET \"Id\" = 1",
        ];
    }

    private RelationalCommandParameterObject Parameters() => new(
        Dependencies.Connection, null, null, Dependencies.CurrentContext.Context, Dependencies.CommandLogger, CommandSource.Migrations);

    private sealed class MigrationLock(VectorDataHistoryRepository repository) : IMigrationsDatabaseLock
    {
        public IHistoryRepository HistoryRepository => repository;

        public IMigrationsDatabaseLock ReacquireIfNeeded(bool connectionReopened, bool? transactionRestarted) =>
            connectionReopened || transactionRestarted == true ? repository.AcquireDatabaseLock() : this;

        public Task<IMigrationsDatabaseLock> ReacquireIfNeededAsync(
            bool connectionReopened, bool? transactionRestarted, CancellationToken cancellationToken = default) =>
            connectionReopened || transactionRestarted == true
                ? repository.AcquireDatabaseLockAsync(cancellationToken)
                : Task.FromResult<IMigrationsDatabaseLock>(this);

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
