namespace VectorData;

/// <summary>
/// Shares open databases: one per folder (by full path) and one per name of a database in memory. A database is opened by the
/// first lease and closed with the last.
/// </summary>
public sealed class VectorDatabaseRegistry
{
    private static readonly StringComparer Paths =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private readonly Dictionary<string, Entry> _entries = new(Paths);
    private readonly Lock _lock = new();

    /// <summary>The registry of the process: a folder can be open only once in a process, whoever asks.</summary>
    public static VectorDatabaseRegistry Process { get; } = new();

    /// <summary>
    /// Opens or shares the database at <paramref name="path"/>. Options count for the one that opens.
    /// </summary>
    public VectorDatabaseLease Acquire(string path, VectorDatabaseOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Acquire("file:" + folder, () => VectorDatabase.Open(folder, options));
    }

    /// <summary>Opens or shares the database in memory of that name; an empty or null name gives a new private one.</summary>
    public VectorDatabaseLease AcquireInMemory(string? name = null, VectorDatabaseOptions? options = null)
    {
        if (!string.IsNullOrEmpty(name))
            return Acquire("memory:" + name, () => VectorDatabase.OpenInMemory(options));
        var database = VectorDatabase.OpenInMemory(options);
        return new VectorDatabaseLease(database, database.Dispose);
    }

    // Opening and closing may take long: they happen under the entry's lock, so that other databases are not held up. An entry that was
    // closed while we waited is gone from the table: look again.
    private VectorDatabaseLease Acquire(string key, Func<VectorDatabase> open)
    {
        while (true)
        {
            Entry entry;
            lock (_lock)
            {
                if (!_entries.TryGetValue(key, out entry!))
                    _entries[key] = entry = new Entry();
            }

            lock (entry)
            {
                if (entry.IsClosed)
                    continue;
                try
                {
                    entry.Database ??= open();
                }
                catch
                {
                    Remove(key, entry);
                    throw;
                }

                entry.Leases++;
                return new VectorDatabaseLease(entry.Database, () => Release(key, entry));
            }
        }
    }

    private void Release(string key, Entry entry)
    {
        lock (entry)
        {
            if (--entry.Leases > 0)
                return;
            try
            {
                entry.Database!.Dispose();
            }
            finally
            {
                Remove(key, entry);
            }
        }
    }

    private void Remove(string key, Entry entry)
    {
        entry.IsClosed = true;
        lock (_lock)
            _entries.Remove(key);
    }

    private sealed class Entry
    {
        public VectorDatabase? Database { get; set; }

        public int Leases { get; set; }

        public bool IsClosed { get; set; }
    }
}

/// <summary>One user's hold on a shared database.</summary>
public sealed class VectorDatabaseLease : IDisposable
{
    private Action? _release;

    internal VectorDatabaseLease(VectorDatabase database, Action release)
    {
        Database = database;
        _release = release;
    }

    public VectorDatabase Database { get; }

    /// <summary>Gives the hold back; the last one closes the database.</summary>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
