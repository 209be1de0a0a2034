using VectorData.Core.Errors;
using VectorData.Sql.Syntax;
using VectorData.Storage.Tables;

namespace VectorData.Query.Sessions;

/// <summary>
/// The transaction that several statements share: between BEGIN and COMMIT, or (implicit) a pipeline's. The storage transaction begins
/// with the first statement that needs it, so that its level can still be set before.
/// </summary>
internal sealed class TransactionBlock(IsolationLevel isolation, bool isReadOnly, long timestamp, SessionSettings.State settingsBefore) : IDisposable
{
    private readonly List<(string Name, Savepoint Storage, SessionSettings.State Settings)> _savepoints = [];

    /// <summary>A pipeline's, not begun by BEGIN.</summary>
    public bool IsImplicit { get; set; }

    public IsolationLevel Isolation { get; set; } = isolation;

    public bool IsReadOnly { get; set; } = isReadOnly;

    /// <summary>now() of its statements.</summary>
    public long Timestamp { get; } = timestamp;

    public SessionSettings.State SettingsBefore { get; } = settingsBefore;

    /// <summary>A statement failed: only ROLLBACK is taken.</summary>
    public bool IsFailed { get; set; }

    public StorageTransaction? Storage { get; private set; }

    public StorageTransaction Begin(StorageEngine engine)
    {
        if (Storage is { } begun)
        {
            begun.BeginStatement();
            return begun;
        }

        return Storage = engine.Begin(Level(Isolation), IsReadOnly);
    }

    public void Save(string name, StorageEngine engine, SessionSettings.State settings) =>
        _savepoints.Add((name, Begin(engine).Save(), settings));

    /// <summary>Goes back to the newest savepoint of that name, which stays; 3B001. Gives the settings of then.</summary>
    public SessionSettings.State RollbackTo(Identifier name)
    {
        var at = Find(name);
        _savepoints.RemoveRange(at + 1, _savepoints.Count - at - 1);
        Storage!.RollbackTo(_savepoints[at].Storage);
        IsFailed = false;
        return _savepoints[at].Settings;
    }

    public void Release(Identifier name)
    {
        var at = Find(name);
        _savepoints.RemoveRange(at, _savepoints.Count - at);
    }

    /// <summary>
    /// A statement failed. What was done since the last savepoint is undone; without one nothing can be kept, so the transaction ends and
    /// others need not wait for its locks.
    /// </summary>
    public void Fail()
    {
        if (IsFailed)
            return;
        IsFailed = true;
        if (_savepoints.Count > 0)
            Storage!.RollbackTo(_savepoints[^1].Storage);
        else
            Storage?.Dispose();
    }

    public void Dispose() => Storage?.Dispose();

    /// <summary>What the storage makes of a level: 0A000 for serializable, which is never silently weakened.</summary>
    public static TransactionIsolation Level(IsolationLevel level) => level switch
    {
        IsolationLevel.ReadUncommitted or IsolationLevel.ReadCommitted => TransactionIsolation.ReadCommitted,
        IsolationLevel.RepeatableRead or IsolationLevel.Snapshot => TransactionIsolation.Snapshot,
        _ => throw new VectorDbException(SqlStates.FeatureNotSupported, "transaction isolation level serializable is not supported")
        {
            Hint = "Use REPEATABLE READ, which gives each transaction a snapshot and refuses lost updates.",
        },
    };

    private int Find(Identifier name)
    {
        var at = _savepoints.FindLastIndex(savepoint => savepoint.Name == name.Name);
        return at >= 0
            ? at
            : throw new VectorDbException(SqlStates.InvalidSavepointSpecification, $"savepoint \"{name.Name}\" does not exist") { Position = name.Position + 1 };
    }
}
