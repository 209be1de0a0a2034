using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using VectorData.Core.Schema;
using VectorData.Storage.Files;
using VectorData.Storage.Manifest;
using VectorData.Storage.Memory;
using VectorData.Storage.Wal;

namespace VectorData.Storage.Tables;

/// <summary>What the parts of an open database share. Lock order: <see cref="Publishing"/>, a table's gate, the log.</summary>
internal sealed class DatabaseState
{
    private readonly ConditionalWeakTable<TableDefinition, IndexKey[]> _keys = [];
    private DatabaseSnapshot _current = DatabaseSnapshot.Empty;

    public DatabaseState(DatabaseFiles files, StorageOptions options, TimeProvider clock, bool isDurable)
    {
        Files = files;
        Options = options;
        Clock = clock;
        IsDurable = isDurable;
        Manifest = new ManifestStore(files.Manifest);
        Commits = new CommitQueue(this);
        Memory = new MemoryBudget(options);
        Tasks = new MaintenanceTasks(clock);
    }

    public DatabaseFiles Files { get; }

    public StorageOptions Options { get; }

    public TimeProvider Clock { get; }

    /// <summary>False for a database that ends with its object: nothing is logged.</summary>
    public bool IsDurable { get; }

    public ManifestStore Manifest { get; }

    /// <summary>Null when nothing is logged.</summary>
    public WriteAheadLog? Log { get; set; }

    public IdCounters Ids { get; } = new();

    public SequenceStore Sequences { get; } = new();

    public LockTable Locks { get; } = new();

    public CommitQueue Commits { get; }

    public MemoryBudget Memory { get; }

    public MaintenanceTasks Tasks { get; }

    /// <summary>Transactions that may write, by id.</summary>
    public ConcurrentDictionary<TransactionId, StorageTransaction> Transactions { get; } = new();

    /// <summary>Object files that a record of the log names: they stay at least until a manifest is newer than that record.</summary>
    public ConcurrentDictionary<string, bool> LoggedFiles { get; } = new(StringComparer.Ordinal);

    /// <summary>Held by whoever makes the next snapshot.</summary>
    public Lock Publishing { get; } = new();

    /// <summary>Called, outside of locks, when there may be something to flush, index or compact.</summary>
    public Action MaintenanceDue { get; set; } = static () => { };

    /// <summary>Brings every row of a table into files, so that a build over them is not overtaken by a flush. Waits for no transaction.</summary>
    public Action<TableId, CancellationToken> FlushTable { get; set; } = static (_, _) => { };

    /// <summary>Where recovery would start to read the log.</summary>
    public long ReplayStart { get; set; }

    /// <summary>Whether a checkpoint is due.</summary>
    public bool IsLogLong => Log is { } log && log.End - ReplayStart > Options.CheckpointLogBytes;

    public bool IsClosing { get; set; }

    /// <summary>The newest committed data.</summary>
    public DatabaseSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Under <see cref="Publishing"/>.</summary>
    public void Publish(DatabaseSnapshot snapshot) => Volatile.Write(ref _current, snapshot);

    /// <summary>The key indexes of a definition.</summary>
    public IndexKey[] KeysOf(TableDefinition definition) => _keys.GetValue(definition, IndexKey.AllOf);

    /// <summary>The oldest snapshot that a running writer may name rows of.</summary>
    public CommitSequence OldestInUse()
    {
        var oldest = Current.Sequence;
        foreach (var transaction in Transactions.Values)
            if (transaction.BaseSequence < oldest)
                oldest = transaction.BaseSequence;
        return oldest;
    }

    /// <summary>A new object's name: what it is, for which segment, and a number that makes it unique.</summary>
    public string NewFileName(string kind, SegmentId segment, string extension) => $"{kind}-{segment.Value}-{Ids.NextFile()}.{extension}";
}
