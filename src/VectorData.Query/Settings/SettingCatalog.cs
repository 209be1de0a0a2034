using System.Collections.Frozen;
using System.Collections.Immutable;
using VectorData.Core.Errors;

namespace VectorData.Query.Settings;

/// <summary>All settings, in the order of SHOW ALL.</summary>
public static class SettingCatalog
{
    public const string ServerVersion = "15.0";
    public const string ApplicationName = "application_name";
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

    private static readonly ImmutableArray<string> MessageLevels =
        ["debug5", "debug4", "debug3", "debug2", "debug1", "debug", "log", "info", "notice", "warning", "error"];

    public static ImmutableArray<SettingDefinition> All { get; } =
    [
        Text(ApplicationName, "", "Name of the application, for reports.") with { IsReported = true },
        Choice("bytea_output", "hex", ["escape", "hex"], "Text form of bytea."),
        Text(ClientEncoding, "UTF8", "Character set of the client.") with { IsReported = true },
        Text(DateStyle, "ISO, MDY", "Form of dates and the order of ambiguous ones.") with { IsReported = true },
        Choice("client_min_messages", "notice", MessageLevels, "Least severe message that is sent to the client."),
        Choice("constraint_exclusion", "partition", ["partition", "on", "off"], "Accepted; constraints do not change plans."),
        Number("cursor_tuple_fraction", "1", 0, 1, "Accepted; cursors are planned as queries."),
        Choice(DefaultTransactionIsolation, "read committed", IsolationNames, "Isolation level of new transactions."),
        Switch(DefaultTransactionReadOnly, "off", "Whether new transactions are read-only.") with { IsReported = true },
        Size("effective_cache_size", "524288", 1, "Accepted; plans do not depend on it."),
        Switch("enable_bitmapscan", "on", "Accepted; filters become bitmaps where that helps."),
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
        Duration("idle_session_timeout", "Time a session may stay idle outside of a transaction; the server ends it."),
        Constant("in_hot_standby", "off", "Whether the server only follows another.") with { IsReported = true },
        Constant("integer_datetimes", "on", "Timestamps are 64-bit integers.") with { IsReported = true },
        Choice("IntervalStyle", "postgres", ["postgres", "postgres_verbose", "sql_standard", "iso_8601"], "Text form of intervals.") with { IsReported = true },
        Switch("jit", "off", "Accepted; expressions are always compiled."),
        Text("lc_messages", "C", "Language of messages."),
        Text("lc_monetary", "C", "Form of money amounts."),
        Text("lc_numeric", "C", "Form of numbers."),
        Text("lc_time", "C", "Form of dates and times."),
        Duration("lock_timeout", "Time a statement waits for a lock; 0 waits for ever."),
        Size("maintenance_work_mem", "65536", 64, "Memory for building indexes."),
        Constant("max_identifier_length", "63", "Longest identifier in bytes."),
        Number("max_parallel_maintenance_workers", "2", 0, 1024, "Accepted; index builds use the engine's threads."),
        Number("max_parallel_workers", "8", 0, 1024, "Accepted; queries run in one thread."),
        Number("max_parallel_workers_per_gather", "0", 0, 1024, "Accepted; queries run in one thread."),
        Choice("plan_cache_mode", "auto", ["auto", "force_generic_plan", "force_custom_plan"], "Accepted; plans are cached for the types of parameters."),
        new("random_page_cost", SettingKind.Real, "4", "Accepted; plans do not depend on it.") { Minimum = 0 },
        Switch("row_security", "on", "Accepted; there are no row policies."),
        Text("search_path", "\"$user\", public", "Schemas searched for names without one.") with { IsList = true, IsReported = true },
        Constant("server_encoding", "UTF8", "Character set of the database.") with { IsReported = true },
        Constant("server_version", ServerVersion, "Version of PostgreSQL whose dialect is spoken.") with { IsReported = true },
        Constant("server_version_num", "150000", "The version as a number."),
        Choice("session_replication_role", "origin", ["origin", "replica", "local"], "Accepted; constraints are always checked."),
        Switch("standard_conforming_strings", "on", "Backslashes are ordinary characters in '…'.") with { IsReported = true },
        Duration("statement_timeout", "Time a statement may run; 0 is no limit."),
        Switch("synchronize_seqscans", "on", "Accepted; each scan starts at the first segment."),
        Choice("synchronous_commit", "on", ["local", "remote_write", "remote_apply", "on", "off"], "Whether commits wait for the log to reach storage."),
        Text(TimeZone, "UTC", "Time zone of timestamps without one.") with { IsReported = true },
        Choice(TransactionIsolation, "read committed", IsolationNames, "Isolation level of the current transaction."),
        Switch("transaction_deferrable", "off", "Accepted; read-only transactions never wait."),
        Switch(TransactionReadOnly, "off", "Whether the current transaction is read-only."),
        Duration("transaction_timeout", "Accepted; statement_timeout is what limits work."),
        Size("work_mem", "4096", 64, "Memory for a sort or hash before it spills."),
        Choice("xmloption", "content", ["content", "document"], "Accepted; there is no xml type."),
    ];

    /// <summary>Those whose values clients are told.</summary>
    public static ImmutableArray<SettingDefinition> Reported { get; } = [.. All.Where(setting => setting.IsReported)];

    private static FrozenDictionary<string, SettingDefinition> ByName { get; } =
        All.ToFrozenDictionary(setting => setting.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether there is a setting of that name; custom ones aside.</summary>
    public static bool IsKnown(string name) => ByName.ContainsKey(name);

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
