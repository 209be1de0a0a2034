using System.Collections.Frozen;
using System.Collections.Immutable;
using VectorData.Core.Errors;

namespace VectorData.Query.Settings;

/// <summary>All settings, in the order of SHOW ALL.</summary>
public static class SettingCatalog
{
    public const string ServerVersion = "17.0";
    public const string TimeZone = "TimeZone";
    public const string DateStyle = "DateStyle";
    public const string ClientEncoding = "client_encoding";
    public const string EfSearch = "hnsw.ef_search";
    public const string IterativeScan = "hnsw.iterative_scan";
    public const string MaxScanTuples = "hnsw.max_scan_tuples";
    public const string ScanMemMultiplier = "hnsw.scan_mem_multiplier";
    public const string TransactionIsolation = "transaction_isolation";
    public const string TransactionReadOnly = "transaction_read_only";
    public const string DefaultTransactionIsolation = "default_transaction_isolation";
    public const string DefaultTransactionReadOnly = "default_transaction_read_only";

    private static readonly ImmutableArray<string> IsolationNames =
        ["serializable", "repeatable read", "read committed", "read uncommitted", "snapshot"];

    public static ImmutableArray<SettingDefinition> All { get; } =
    [
        Text("application_name", "", "Name of the application, for reports."),
        Choice("bytea_output", "hex", ["escape", "hex"], "Text form of bytea."),
        Text(ClientEncoding, "UTF8", "Character set of the client."),
        Text(DateStyle, "ISO, MDY", "Form of dates and the order of ambiguous ones."),
        Choice(DefaultTransactionIsolation, "read committed", IsolationNames, "Isolation level of new transactions."),
        Switch(DefaultTransactionReadOnly, "off", "Whether new transactions are read-only."),
        Switch("enable_hashjoin", "on", "Lets the planner use hash joins."),
        Switch("enable_indexscan", "on", "Lets the planner use index scans."),
        Switch("enable_mergejoin", "on", "Lets the planner use merge joins."),
        Switch("enable_nestloop", "on", "Lets the planner use nested loops."),
        Switch("enable_seqscan", "on", "Lets the planner use sequential scans."),
        Switch("enable_sort", "on", "Lets the planner use explicit sorts."),
        Number("extra_float_digits", "1", -15, 3, "Digits of floating-point output; above 0 the shortest exact form."),
        Number(EfSearch, "40", 1, 1000, "Size of the candidate list of an hnsw search."),
        Choice(IterativeScan, "off", ["off", "relaxed_order", "strict_order"], "Whether filtered hnsw scans go on until enough rows are found."),
        Number(MaxScanTuples, "20000", 1, int.MaxValue, "Rows an iterative hnsw scan visits at most."),
        new(ScanMemMultiplier, SettingKind.Real, "1", "Multiple of work_mem an iterative hnsw scan may use.") { Minimum = 1, Maximum = 1000 },
        Duration("idle_in_transaction_session_timeout", "Time a session may stay idle in a transaction."),
        Constant("integer_datetimes", "on", "Timestamps are 64-bit integers."),
        Choice("intervalstyle", "postgres", ["postgres", "postgres_verbose", "sql_standard", "iso_8601"], "Text form of intervals."),
        Duration("lock_timeout", "Time a statement waits for a lock; 0 waits for ever."),
        Size("maintenance_work_mem", "65536", 64, "Memory for building indexes."),
        Text("search_path", "\"$user\", public", "Schemas searched for names without one.") with { IsList = true },
        Constant("server_encoding", "UTF8", "Character set of the database."),
        Constant("server_version", ServerVersion, "Version of PostgreSQL whose dialect is spoken."),
        Constant("server_version_num", "170000", "The version as a number."),
        Switch("standard_conforming_strings", "on", "Backslashes are ordinary characters in '…'."),
        Duration("statement_timeout", "Time a statement may run; 0 is no limit."),
        Choice("synchronous_commit", "on", ["local", "remote_write", "remote_apply", "on", "off"], "Whether commits wait for the log to reach storage."),
        Text(TimeZone, "UTC", "Time zone of timestamps without one."),
        Choice(TransactionIsolation, "read committed", IsolationNames, "Isolation level of the current transaction."),
        Switch(TransactionReadOnly, "off", "Whether the current transaction is read-only."),
        Size("work_mem", "4096", 64, "Memory for a sort or hash before it spills."),
    ];

    private static FrozenDictionary<string, SettingDefinition> ByName { get; } =
        All.ToFrozenDictionary(setting => setting.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The definition, or null for a custom setting (a name with a dot whose first part is not reserved).</summary>
    /// <exception cref="VectorDbException">42704 when there is no such setting; 42602 for a reserved prefix.</exception>
    public static SettingDefinition? Find(string name)
    {
        if (ByName.TryGetValue(name, out var setting))
            return setting;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0)
            throw new VectorDbException(SqlStates.UndefinedObject, $"unrecognized configuration parameter \"{name}\"");
        var prefix = name[..dot].ToLowerInvariant();
        if (prefix is "hnsw" or "ivfflat" or "vectordata")
            throw new VectorDbException(SqlStates.InvalidName, $"invalid configuration parameter name \"{name}\"") { Detail = $"\"{prefix}\" is a reserved prefix." };
        return null;
    }

    private static SettingDefinition Text(string name, string value, string description) => new(name, SettingKind.String, value, description);

    private static SettingDefinition Constant(string name, string value, string description) =>
        new(name, SettingKind.String, value, description) { IsReadOnly = true };

    private static SettingDefinition Switch(string name, string value, string description) => new(name, SettingKind.Boolean, value, description);

    private static SettingDefinition Number(string name, string value, long minimum, long maximum, string description) =>
        new(name, SettingKind.Integer, value, description) { Minimum = minimum, Maximum = maximum };

    private static SettingDefinition Choice(string name, string value, ImmutableArray<string> choices, string description) =>
        new(name, SettingKind.Enumeration, value, description) { Choices = choices };

    private static SettingDefinition Duration(string name, string description) =>
        new(name, SettingKind.Integer, "0", description) { Minimum = 0, Maximum = int.MaxValue, Unit = SettingUnit.Milliseconds };

    private static SettingDefinition Size(string name, string value, long minimum, string description) =>
        new(name, SettingKind.Integer, value, description) { Minimum = minimum, Maximum = int.MaxValue, Unit = SettingUnit.Kilobytes };
}
