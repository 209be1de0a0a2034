using System.Globalization;
using VectorData.Core.Errors;

namespace VectorData.Query.Settings;

/// <summary>Text forms of settings: units, time zones, date styles, lists of names.</summary>
public static class SettingTexts
{
    private static readonly (long Factor, string Suffix)[] TimeUnits =
        [(86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1_000, "s"), (1, "ms")];

    private static readonly (long Factor, string Suffix)[] SizeUnits =
        [(1L << 30, "TB"), (1L << 20, "GB"), (1L << 10, "MB"), (1, "kB")];

    /// <summary>The zone of a timezone setting: a name of the zone database, UTC, or hours east of UTC. Null when unknown.</summary>
    public static TimeZoneInfo? FindTimeZone(string text)
    {
        var name = text.Trim();
        if (name.ToUpperInvariant() is "UTC" or "GMT" or "Z" or "ZULU" or "ETC/UTC" or "UCT")
            return TimeZoneInfo.Utc;
        if (double.TryParse(name, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours))
            return Math.Abs(hours) <= 14 ? Offset(TimeSpan.FromMinutes(Math.Round(hours * 60))) : null;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }

    /// <summary>The names in a list such as search_path: plain names in lower case, quoted names as they are.</summary>
    public static IReadOnlyList<string>? SplitList(string text)
    {
        var names = new List<string>();
        var at = 0;
        while (true)
        {
            SkipBlanks(text, ref at);
            if (at == text.Length)
                return names.Count == 0 ? names : null;
            if (ReadName(text, ref at) is not { } name)
                return null;
            names.Add(name);
            SkipBlanks(text, ref at);
            if (at == text.Length)
                return names;
            if (text[at++] != ',')
                return null;
        }
    }

    internal static string Check(SettingDefinition setting, string text)
    {
        if (setting.Name == SettingCatalog.TimeZone)
            return FindTimeZone(text) is not { } zone ? throw setting.Invalid(text) : ReferenceEquals(zone, TimeZoneInfo.Utc) ? "UTC" : text.Trim();
        if (setting.Name == SettingCatalog.DateStyle)
            return DateStyle(setting, text);
        if (setting.Name == SettingCatalog.ClientEncoding)
            return text.Trim().Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() is "UTF8" or "UNICODE" ? "UTF8" : throw setting.Invalid(text);
        if (setting.IsList && SplitList(text) is null)
            throw setting.Invalid(text, "List syntax is invalid.");
        return text;
    }

    internal static IEnumerable<(long Factor, string Suffix)> Units(SettingUnit unit) =>
        unit == SettingUnit.Milliseconds ? TimeUnits : SizeUnits;

    internal static double? UnitFactor(SettingUnit unit, string suffix)
    {
        if (unit == SettingUnit.None)
            return null;
        if (unit == SettingUnit.Milliseconds && suffix == "us")
            return 0.001;
        if (unit == SettingUnit.Kilobytes && suffix == "B")
            return 1.0 / 1024;
        foreach (var (factor, name) in Units(unit))
            if (name == suffix)
                return factor;
        return null;
    }

    internal static string UnitHint(SettingUnit unit) => unit == SettingUnit.Milliseconds
        ? "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\"."
        : "Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\".";

    internal static string UnitName(SettingUnit unit) => unit switch
    {
        SettingUnit.Milliseconds => " ms",
        SettingUnit.Kilobytes => " kB",
        _ => "",
    };

    private static TimeZoneInfo Offset(TimeSpan offset)
    {
        if (offset == TimeSpan.Zero)
            return TimeZoneInfo.Utc;
        var sign = offset < TimeSpan.Zero ? '-' : '+';
        var name = string.Create(CultureInfo.InvariantCulture, $"<{sign}{offset:hh\\:mm}>");
        return TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name);
    }

    private static string DateStyle(SettingDefinition setting, string text)
    {
        var (style, order) = ("ISO", "MDY");
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            switch (part.ToUpperInvariant())
            {
                case "ISO" or "DEFAULT":
                    break;
                case "POSTGRES" or "SQL" or "GERMAN":
                    throw new VectorDbException(SqlStates.FeatureNotSupported, $"date style \"{part}\" is not supported") { Hint = "Use ISO." };
                case "MDY" or "US" or "NONEURO" or "NONEUROPEAN":
                    order = "MDY";
                    break;
                case "DMY" or "EURO" or "EUROPEAN":
                    order = "DMY";
                    break;
                case "YMD":
                    order = "YMD";
                    break;
                default:
                    throw setting.Invalid(text);
            }
        }

        return $"{style}, {order}";
    }

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
    }

    private static string? ReadName(string text, ref int at)
    {
        var start = at;
        if (text[at] != '"')
        {
            while (at < text.Length && text[at] != ',' && !char.IsWhiteSpace(text[at]) && text[at] != '"')
                at++;
            return at == start ? null : text[start..at].ToLowerInvariant();
        }

        var name = new System.Text.StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                name.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                name.Append('"');
                at++;
            }
            else
            {
                at++;
                return name.ToString();
            }
        }

        return null;
    }
}
