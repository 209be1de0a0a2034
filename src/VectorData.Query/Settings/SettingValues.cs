using System.Collections.Immutable;
using System.Globalization;
using VectorData.Core.Schema;

namespace VectorData.Query.Settings;

public enum IterativeScanMode
{
    Off,
    RelaxedOrder,
    StrictOrder,
}

/// <summary>The settings that a plan depends on: part of the key under which plans are cached.</summary>
public sealed record PlanSettings(string SearchPath, string Switches, string TimeZone, string DateStyle, string Formats);

/// <summary>The values of all settings at one moment. Immutable; the typed members are what the engine reads.</summary>
public sealed class SettingValues
{
    private readonly ImmutableDictionary<string, string> _values;

    private SettingValues(ImmutableDictionary<string, string> values)
    {
        _values = values;
        EfSearch = Integer(SettingCatalog.EfSearch);
        MaxScanTuples = Integer(SettingCatalog.MaxScanTuples);
        ScanMemMultiplier = double.Parse(Text(SettingCatalog.ScanMemMultiplier), CultureInfo.InvariantCulture);
        IterativeScan = Text(SettingCatalog.IterativeScan) switch
        {
            "relaxed_order" => IterativeScanMode.RelaxedOrder,
            "strict_order" => IterativeScanMode.StrictOrder,
            _ => IterativeScanMode.Off,
        };
        LeastMessage = Text("client_min_messages");
        StatementTimeout = TimeSpan.FromMilliseconds(Integer("statement_timeout"));
        LockTimeout = TimeSpan.FromMilliseconds(Integer("lock_timeout"));
        WorkMemoryKilobytes = Integer("work_mem");
        MaintenanceMemoryKilobytes = Integer("maintenance_work_mem");
        ExtraFloatDigits = Integer("extra_float_digits");
        EnableIndexScan = IsOn("enable_indexscan");
        EnableSeqScan = IsOn("enable_seqscan");
        EnableHashJoin = IsOn("enable_hashjoin");
        EnableNestedLoop = IsOn("enable_nestloop");
        SynchronousCommit = Text("synchronous_commit") != "off";
        TimeZone = SettingTexts.FindTimeZone(Text(SettingCatalog.TimeZone)) ?? TimeZoneInfo.Utc;
        DateStyle = Text(SettingCatalog.DateStyle);
        SearchPath = Path(Text("search_path"));
        DefaultIsolation = Text(SettingCatalog.DefaultTransactionIsolation);
        DefaultReadOnly = IsOn(SettingCatalog.DefaultTransactionReadOnly);
        Plan = new PlanSettings(
            Text("search_path"),
            $"{Text("enable_indexscan")} {Text("enable_seqscan")} {Text("enable_hashjoin")} {Text("enable_nestloop")} {Text("enable_sort")} {Text("enable_mergejoin")}",
            Text(SettingCatalog.TimeZone),
            DateStyle,
            $"{Text("extra_float_digits")} {Text("intervalstyle")} {Text("bytea_output")}");
    }

    /// <summary>Every setting at its default.</summary>
    public static SettingValues Defaults { get; } = new(ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase));

    /// <summary>hnsw.ef_search.</summary>
    public int EfSearch { get; }

    public IterativeScanMode IterativeScan { get; }

    public int MaxScanTuples { get; }

    public double ScanMemMultiplier { get; }

    /// <summary>client_min_messages.</summary>
    public string LeastMessage { get; }

    /// <summary>Zero for none.</summary>
    public TimeSpan StatementTimeout { get; }

    /// <summary>Zero for none.</summary>
    public TimeSpan LockTimeout { get; }

    public int WorkMemoryKilobytes { get; }

    public int MaintenanceMemoryKilobytes { get; }

    public int ExtraFloatDigits { get; }

    public bool EnableIndexScan { get; }

    public bool EnableSeqScan { get; }

    public bool EnableHashJoin { get; }

    public bool EnableNestedLoop { get; }

    public bool SynchronousCommit { get; }

    public TimeZoneInfo TimeZone { get; }

    public string DateStyle { get; }

    /// <summary>Isolation level of new transactions, by name.</summary>
    public string DefaultIsolation { get; }

    /// <summary>Whether new transactions are read-only.</summary>
    public bool DefaultReadOnly { get; }

    /// <summary>The schemas searched for names without one; "$user" is left out.</summary>
    public ImmutableArray<string> SearchPath { get; }

    public PlanSettings Plan { get; }

    /// <summary>The canonical text of a setting; null for a custom one that is not set.</summary>
    public string? Get(string name) => _values.TryGetValue(name, out var value) ? value : SettingCatalog.Find(name)?.Default;

    /// <summary>With a setting changed to a checked value.</summary>
    public SettingValues With(string name, string value)
    {
        var setting = SettingCatalog.Find(name);
        return new SettingValues(_values.SetItem(setting?.Name ?? name, setting?.Canonical(value) ?? value));
    }

    /// <summary>With a setting as it is in <paramref name="other"/>: RESET and SET … TO DEFAULT.</summary>
    public SettingValues WithFrom(string name, SettingValues other) => new(
        other._values.TryGetValue(name, out var value) ? _values.SetItem(name, value) : _values.Remove(name));

    private static ImmutableArray<string> Path(string text)
    {
        var names = SettingTexts.SplitList(text) ?? [Catalog.DefaultSchema];
        return [.. names.Where(name => name != "$user")];
    }

    private string Text(string name) => _values.TryGetValue(name, out var value) ? value : SettingCatalog.Find(name)!.Default;

    private int Integer(string name) => int.Parse(Text(name), CultureInfo.InvariantCulture);

    private bool IsOn(string name) => Text(name) == "on";
}
