using VectorData.Core.Sessions;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Settings;
using VectorData.Storage.Tables;

namespace VectorData.Query.Sessions;

/// <summary>SQL over one storage engine: what all sessions of a database share. Thread-safe.</summary>
public sealed class SqlEngine
{
    private readonly SystemTables _systemTables;

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
        _systemTables = new SystemTables(this);
        var values = SettingValues.Defaults;
        foreach (var (setting, value) in settings)
            values = values.With(setting, value);
        DefaultSettings = values;
    }

    internal StorageEngine Storage { get; }

    internal string Name { get; }

    internal TimeProvider Clock { get; }

    internal StatementCache Statements { get; }

    internal IVirtualTables VirtualTables => _systemTables;

    internal IReadOnlyList<SystemTable> SystemTables => _systemTables.All;

    /// <summary>The sessions that are open.</summary>
    internal System.Runtime.CompilerServices.ConditionalWeakTable<EmbeddedSession, object> Sessions { get; } = [];

    internal IEnumerable<(string Schema, string Name)> SystemRelations => _systemTables.Names;

    internal SettingValues DefaultSettings { get; }

    public ISession OpenSession(SessionOptions? options = null) => new EmbeddedSession(this, options ?? new SessionOptions());
}
