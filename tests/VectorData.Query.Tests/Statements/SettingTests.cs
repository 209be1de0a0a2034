using VectorData.Core.Errors;
using VectorData.Query.Settings;

namespace VectorData.Query.Tests.Statements;

public sealed class SettingTests
{
    [Theory]
    [InlineData("statement_timeout", "5s", "5000", "5s")]
    [InlineData("statement_timeout", "1 min", "60000", "1min")]
    [InlineData("statement_timeout", "1500", "1500", "1500ms")]
    [InlineData("statement_timeout", "1.5s", "1500", "1500ms")]
    [InlineData("statement_timeout", "600us", "1", "1ms")]
    [InlineData("work_mem", "64MB", "65536", "64MB")]
    [InlineData("work_mem", "100", "100", "100kB")]
    [InlineData("work_mem", "1GB", "1048576", "1GB")]
    [InlineData("enable_seqscan", "FALSE", "off", "off")]
    [InlineData("enable_seqscan", "1", "on", "on")]
    [InlineData("hnsw.scan_mem_multiplier", "2.5", "2.5", "2.5")]
    [InlineData("hnsw.iterative_scan", "Relaxed_Order", "relaxed_order", "relaxed_order")]
    [InlineData("datestyle", "iso, dmy", "ISO, DMY", "ISO, DMY")]
    [InlineData("client_encoding", "utf-8", "UTF8", "UTF8")]
    public void A_value_has_a_canonical_and_a_displayed_text(string name, string given, string canonical, string displayed)
    {
        var setting = SettingCatalog.Find(name)!;
        Assert.Equal(canonical, setting.Canonical(given));
        Assert.Equal(displayed, setting.Display(canonical));
    }

    [Theory]
    [InlineData("hnsw.max_scan_tuples", "0", "0 is outside the valid range for parameter \"hnsw.max_scan_tuples\" (1 .. 2147483647)")]
    [InlineData("hnsw.scan_mem_multiplier", "1001", "1001 is outside the valid range for parameter \"hnsw.scan_mem_multiplier\" (1 .. 1000)")]
    [InlineData("statement_timeout", "-1", "-1 ms is outside the valid range for parameter \"statement_timeout\" (0 ms .. 2147483647 ms)")]
    [InlineData("extra_float_digits", "x", "invalid value for parameter \"extra_float_digits\": \"x\"")]
    [InlineData("extra_float_digits", "1kB", "invalid value for parameter \"extra_float_digits\": \"1kB\"")]
    [InlineData("search_path", "a,,b", "invalid value for parameter \"search_path\": \"a,,b\"")]
    [InlineData("client_encoding", "latin1", "invalid value for parameter \"client_encoding\": \"latin1\"")]
    public void A_wrong_value_is_refused_with_what_is_allowed(string name, string given, string message)
    {
        var error = Assert.Throws<VectorDbException>(() => SettingCatalog.Find(name)!.Canonical(given));
        Assert.Equal(SqlStates.InvalidParameterValue, error.SqlState);
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("UTC", 0)]
    [InlineData("Etc/UTC", 0)]
    [InlineData("2", 120)]
    [InlineData("-3.5", -210)]
    [InlineData("Asia/Tokyo", 540)]
    public void A_time_zone_is_a_name_or_hours(string text, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), SettingTexts.FindTimeZone(text)!.GetUtcOffset(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc)));

    [Theory]
    [InlineData("a, \"B c\", \"d\"\"e\"", "a|B c|d\"e")]
    [InlineData("\"$user\", PUBLIC", "$user|public")]
    [InlineData("", "")]
    public void A_list_of_names_is_split(string text, string names) => Assert.Equal(names, string.Join('|', SettingTexts.SplitList(text)!));

    [Fact]
    public void Values_change_without_changing_the_old_ones()
    {
        var changed = SettingValues.Defaults.With("HNSW.EF_SEARCH", "77").With("search_path", "\"$user\", one, two");
        Assert.Equal(40, SettingValues.Defaults.EfSearch);
        Assert.Equal(77, changed.EfSearch);
        Assert.Equal("one two", string.Join(" ", changed.SearchPath));
        Assert.NotEqual(SettingValues.Defaults.Plan, changed.Plan);
        Assert.Equal(40, changed.WithFrom("hnsw.ef_search", SettingValues.Defaults).EfSearch);
    }
}
