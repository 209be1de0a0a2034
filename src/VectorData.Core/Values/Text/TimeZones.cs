using System.Collections.Frozen;
using VectorData.Core.Errors;

namespace VectorData.Core.Values.Text;

/// <summary>Time zones by name, abbreviation or offset, and the way between UTC and local time.</summary>
public static class TimeZones
{
    /// <summary>Ticks at 2000-01-01.</summary>
    public const long EpochTicks = 630_822_816_000_000_000;

    private static readonly FrozenDictionary<string, int> Abbreviations = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["z"] = 0,
        ["zulu"] = 0,
        ["utc"] = 0,
        ["ut"] = 0,
        ["uct"] = 0,
        ["gmt"] = 0,
        ["wet"] = 0,
        ["west"] = 60,
        ["bst"] = 60,
        ["cet"] = 60,
        ["met"] = 60,
        ["cest"] = 120,
        ["mest"] = 120,
        ["eet"] = 120,
        ["eest"] = 180,
        ["msk"] = 180,
        ["msd"] = 240,
        ["est"] = -300,
        ["edt"] = -240,
        ["cst"] = -360,
        ["cdt"] = -300,
        ["mst"] = -420,
        ["mdt"] = -360,
        ["pst"] = -480,
        ["pdt"] = -420,
        ["akst"] = -540,
        ["akdt"] = -480,
        ["hst"] = -600,
        ["ast"] = -240,
        ["adt"] = -180,
        ["nst"] = -210,
        ["jst"] = 540,
        ["kst"] = 540,
        ["sgt"] = 480,
        ["hkt"] = 480,
        ["aest"] = 600,
        ["aedt"] = 660,
        ["nzst"] = 720,
        ["nzdt"] = 780,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>A zone by IANA name, abbreviation, or offset; the sign of a bare offset or POSIX form (UTC+3) is west positive. 22023 when unknown.</summary>
    public static TimeZoneInfo Find(string name) => TryFind(name)
        ?? throw new VectorDbException(SqlStates.InvalidParameterValue, $"time zone \"{name}\" not recognized");

    /// <summary>As <see cref="Find"/>, null when unknown.</summary>
    public static TimeZoneInfo? TryFind(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        name = name.Trim();
        if (name.Length == 0)
            return null;
        if (Abbreviations.TryGetValue(name, out var minutes))
            return minutes == 0 ? TimeZoneInfo.Utc : Fixed(TimeSpan.FromMinutes(minutes));
        var digits = name.StartsWith("utc", StringComparison.OrdinalIgnoreCase) || name.StartsWith("gmt", StringComparison.OrdinalIgnoreCase) ? name[3..] : name;
        if (digits.Length > 1 && digits[0] is '+' or '-' && ParseOffset(digits) is { } offset)
            return Fixed(-offset);
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;
        return TimeZoneInfo.GetSystemTimeZones().FirstOrDefault(other => other.Id.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A zone with one offset, east positive.</summary>
    public static TimeZoneInfo Fixed(TimeSpan offset)
    {
        var sign = offset < TimeSpan.Zero ? '-' : '+';
        var id = $"{sign}{offset:hh\\:mm}";
        return TimeZoneInfo.CreateCustomTimeZone(id, offset, id, id);
    }

    /// <summary>The offset of a zone at a moment given in microseconds since 2000 UTC, in microseconds, east positive.</summary>
    public static long OffsetAt(TimeZoneInfo zone, long utc)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return ReferenceEquals(zone, TimeZoneInfo.Utc) ? 0 : zone.GetUtcOffset(ToDateTime(utc, DateTimeKind.Utc)).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>From local time in a zone to UTC, both microseconds since 2000; infinity stays.</summary>
    public static long ToUtc(TimeZoneInfo zone, long local)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return ReferenceEquals(zone, TimeZoneInfo.Utc) || local is long.MaxValue or long.MinValue
            ? local
            : local - (zone.GetUtcOffset(ToDateTime(local, DateTimeKind.Unspecified)).Ticks / TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>From UTC to local time in a zone; infinity stays.</summary>
    public static long ToLocal(TimeZoneInfo zone, long utc) => utc is long.MaxValue or long.MinValue ? utc : utc + OffsetAt(zone, utc);

    /// <summary>Microseconds since 2000 as DateTime; 22008 outside the years 1 to 9999.</summary>
    public static DateTime ToDateTime(long microseconds, DateTimeKind kind)
    {
        var ticks = (Int128)EpochTicks + ((Int128)microseconds * TimeSpan.TicksPerMicrosecond);
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime((long)ticks, kind)
            : throw new VectorDbException(SqlStates.DatetimeFieldOverflow, "timestamp out of range");
    }

    /// <summary>Microseconds since 2000 of a DateTime's clock reading; less than a microsecond is cut.</summary>
    public static long FromDateTime(DateTime value)
    {
        var quotient = Math.DivRem(value.Ticks - EpochTicks, TimeSpan.TicksPerMicrosecond, out var rest);
        return rest < 0 ? quotient - 1 : quotient;
    }

    /// <summary>+hh[:mm[:ss]], +hhmm or -hh, east positive; null when it is none.</summary>
    public static TimeSpan? ParseOffset(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] is not ('+' or '-'))
            return null;
        var negative = text[0] == '-';
        var rest = text[1..];
        Span<int> parts = stackalloc int[3];
        parts.Clear();
        if (rest.Contains(':'))
        {
            var count = 0;
            foreach (var range in rest.Split(':'))
                if (count == 3 || rest[range].Length is 0 or > 2 || !int.TryParse(rest[range], System.Globalization.NumberStyles.None, null, out parts[count++]))
                    return null;
        }
        else
        {
            if (rest.Length is 0 or > 6 || !int.TryParse(rest, System.Globalization.NumberStyles.None, null, out var number))
                return null;
            (parts[0], parts[1], parts[2]) = rest.Length <= 2 ? (number, 0, 0) : rest.Length <= 4 ? (number / 100, number % 100, 0)
                : (number / 10000, number / 100 % 100, number % 100);
        }

        if (parts[0] > 15 || parts[1] > 59 || parts[2] > 59)
            return null;
        var offset = new TimeSpan(parts[0], parts[1], parts[2]);
        return negative ? -offset : offset;
    }
}
