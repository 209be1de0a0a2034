using VectorData.Core.Sessions;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Settings;
using VectorData.Storage.Tables;

namespace VectorData.Query.Sessions;

/// <summary>SQL over one storage engine: what all sessions of a database share. Thread-safe.</summary>
public sealed class SqlEngine
{
    /// <param name="name">current_database().</param>
    /// <param name="settings">Settings that differ from their defaults in every session.</param>
    /// <param name="statementCacheSize">Texts kept parsed and planned.</param>
    public SqlEngine(StorageEngine storage, string name, IReadOnlyDictionary<string, string> settings, int statementCacheSize, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Storage = storage;
        Name = name;
        Clock = clock;
        Statements = new StatementCache(statementCacheSize);
        VirtualTables = new SystemTables(this);
        var values = SettingValues.Defaults;
        foreach (var (setting, value) in settings)
            values = values.With(setting, value);
        DefaultSettings = values;
    }

    internal StorageEngine Storage { get; }

    internal string Name { get; }

    internal TimeProvider Clock { get; }

    internal StatementCache Statements { get; }

    internal IVirtualTables VirtualTables { get; }

    internal SettingValues DefaultSettings { get; }

    public ISession OpenSession() => new EmbeddedSession(this);
}
