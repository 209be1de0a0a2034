using System.Globalization;
using VectorData.Core.Values.Text;

namespace VectorData.PgWire.Types;

/// <summary>IntervalStyle: how intervals are printed.</summary>
public enum IntervalStyle : byte
{
    Postgres,
    PostgresVerbose,
    SqlStandard,
    Iso8601,
}

/// <summary>The settings of a session that text forms depend on. DateStyle is not among them: dates are always ISO.</summary>
public sealed record FormatSettings
{
    public static FormatSettings Default { get; } = new();

    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>bytea_output = escape.</summary>
    public bool EscapeBytea { get; init; }

    /// <summary>Above 0 the shortest exact form of floats, else so many digits fewer than the type holds surely.</summary>
    public int ExtraFloatDigits { get; init; } = 1;

    public IntervalStyle IntervalStyle { get; init; }

    /// <summary>With a setting as SHOW prints it; settings that text forms do not depend on change nothing.</summary>
    public FormatSettings With(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return name.ToUpperInvariant() switch
        {
            "TIMEZONE" => this with { TimeZone = FindTimeZone(value) },
            "BYTEA_OUTPUT" => this with { EscapeBytea = value == "escape" },
            "EXTRA_FLOAT_DIGITS" => this with { ExtraFloatDigits = int.Parse(value, CultureInfo.InvariantCulture) },
            "INTERVALSTYLE" => this with
            {
                IntervalStyle = value switch
                {
                    "postgres_verbose" => IntervalStyle.PostgresVerbose,
                    "sql_standard" => IntervalStyle.SqlStandard,
                    "iso_8601" => IntervalStyle.Iso8601,
                    _ => IntervalStyle.Postgres,
                },
            },
            _ => this,
        };
    }

    // A bare number counts hours east of UTC, as in SET TIME ZONE.
    private static TimeZoneInfo FindTimeZone(string value) =>
        double.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) && Math.Abs(hours) <= 14
            ? hours == 0 ? TimeZoneInfo.Utc : TimeZones.Fixed(TimeSpan.FromMinutes(Math.Round(hours * 60)))
            : TimeZones.Find(value);
}
