using System.Globalization;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;

namespace VectorData.Query.Evaluation.DateTimes;

/// <summary>to_char, to_date and to_timestamp.</summary>
internal static class DateTimeFormat
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;
    private static readonly string[] Romans = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

    /// <summary>Local time by a pattern; the zone's name and offset for TZ and OF.</summary>
    public static string Format(long local, string pattern, TimeSpan? offset, string zoneName)
    {
        if (local is long.MaxValue or long.MinValue)
            return local > 0 ? "infinity" : "-infinity";
        var moment = TimeZones.ToDateTime(local, DateTimeKind.Unspecified);
        var micros = DateTimeText.FloorModulo(local, DateTimeText.MicrosecondsPerSecond);
        var text = new StringBuilder();
        foreach (var piece in DateTimePattern.Parse(pattern))
            text.Append(piece.IsField ? Field(piece, moment, micros, offset, zoneName) + Ordinal(piece, moment) : piece.Text);
        return text.ToString();
    }

    /// <summary>An interval by a pattern: its hours may be more than a day's.</summary>
    public static string Format(Interval interval, string pattern)
    {
        var text = new StringBuilder();
        var micros = interval.Microseconds;
        var hours = micros / 3_600_000_000;
        foreach (var piece in DateTimePattern.Parse(pattern))
        {
            if (!piece.IsField)
            {
                text.Append(piece.Text);
                continue;
            }

            text.Append(piece.Text switch
            {
                "YYYY" => Digits(interval.Months / 12, 4, piece),
                "YY" => Digits(interval.Months / 12 % 100, 2, piece),
                "MM" => Digits(interval.Months % 12, 2, piece),
                "DD" => Digits(interval.Days, 2, piece),
                "HH24" => Digits(hours, 2, piece),
                "HH12" or "HH" => Digits(hours % 12 == 0 ? 12 : hours % 12, 2, piece),
                "MI" => Digits(micros / 60_000_000 % 60, 2, piece),
                "SS" => Digits(micros / 1_000_000 % 60, 2, piece),
                "MS" => Digits(micros / 1000 % 1000, 3, piece),
                "US" => Digits(micros % 1_000_000, 6, piece),
                "AM" or "PM" => hours % 24 < 12 ? "AM" : "PM",
                _ => throw new VectorDbException(SqlStates.InvalidDatetimeFormat, "invalid format specification for an interval value")
                {
                    Hint = "Intervals are not tied to specific calendar dates.",
                },
            });
        }

        return text.ToString();
    }

    /// <summary>Local time read by a pattern, and the offset if the text has one.</summary>
    public static (long Local, TimeSpan? Offset) Parse(string text, string pattern)
    {
        var reader = new PatternReader(text);
        foreach (var piece in DateTimePattern.Parse(pattern))
            reader.Read(piece);
        return (reader.ToMicroseconds(), reader.Offset);
    }

    private static string Field(PatternPiece piece, DateTime moment, long micros, TimeSpan? offset, string zoneName)
    {
        var isAfternoon = moment.Hour >= 12;
        switch (piece.Text)
        {
            case "YYYY":
                return Digits(moment.Year, 4, piece);
            case "Y,YYY":
                return string.Create(English, $"{moment.Year / 1000},{moment.Year % 1000:000}");
            case "YYY":
                return Digits(moment.Year % 1000, 3, piece);
            case "YY":
                return Digits(moment.Year % 100, 2, piece);
            case "Y":
                return Digits(moment.Year % 10, 1, piece);
            case "IYYY":
                return Digits(ISOWeek.GetYear(moment), 4, piece);
            case "IYY":
                return Digits(ISOWeek.GetYear(moment) % 1000, 3, piece);
            case "IY":
                return Digits(ISOWeek.GetYear(moment) % 100, 2, piece);
            case "I":
                return Digits(ISOWeek.GetYear(moment) % 10, 1, piece);
            case "MM":
                return Digits(moment.Month, 2, piece);
            case "MONTH" or "Month" or "month":
                return Name(moment.ToString("MMMM", English), piece, 9);
            case "MON" or "Mon" or "mon":
                return Name(moment.ToString("MMM", English), piece, 3);
            case "RM" or "rm":
                var roman = piece.Text == "rm" ? Romans[moment.Month - 1].ToLowerInvariant() : Romans[moment.Month - 1];
                return piece.FillMode ? roman : roman.PadRight(4);
            case "DD":
                return Digits(moment.Day, 2, piece);
            case "DDD":
                return Digits(moment.DayOfYear, 3, piece);
            case "IDDD":
                return Digits(((ISOWeek.GetWeekOfYear(moment) - 1) * 7) + DateTimeParts.IsoDayOfWeek(moment), 3, piece);
            case "D":
                return Digits((int)moment.DayOfWeek + 1, 1, piece);
            case "ID":
                return Digits(DateTimeParts.IsoDayOfWeek(moment), 1, piece);
            case "DAY" or "Day" or "day":
                return Name(moment.ToString("dddd", English), piece, 9);
            case "DY" or "Dy" or "dy":
                return Name(moment.ToString("ddd", English), piece, 3);
            case "HH24":
                return Digits(moment.Hour, 2, piece);
            case "HH12" or "HH":
                return Digits(moment.Hour % 12 == 0 ? 12 : moment.Hour % 12, 2, piece);
            case "MI":
                return Digits(moment.Minute, 2, piece);
            case "SS":
                return Digits(moment.Second, 2, piece);
            case "SSSS" or "SSSSS":
                return Digits((long)moment.TimeOfDay.TotalSeconds, 1, piece);
            case "MS":
                return Digits(micros / 1000, 3, piece);
            case "US":
                return Digits(micros, 6, piece);
            case "FF1" or "FF2" or "FF3" or "FF4" or "FF5" or "FF6":
                return micros.ToString("000000", English)[..(piece.Text[2] - '0')];
            case "AM" or "PM":
                return isAfternoon ? "PM" : "AM";
            case "am" or "pm":
                return isAfternoon ? "pm" : "am";
            case "A.M." or "P.M.":
                return isAfternoon ? "P.M." : "A.M.";
            case "a.m." or "p.m.":
                return isAfternoon ? "p.m." : "a.m.";
            case "BC" or "AD":
                return "AD";
            case "bc" or "ad":
                return "ad";
            case "B.C." or "A.D.":
                return "A.D.";
            case "WW":
                return Digits(((moment.DayOfYear - 1) / 7) + 1, 2, piece);
            case "IW":
                return Digits(ISOWeek.GetWeekOfYear(moment), 2, piece);
            case "W":
                return Digits(((moment.Day - 1) / 7) + 1, 1, piece);
            case "Q":
                return Digits(((moment.Month - 1) / 3) + 1, 1, piece);
            case "CC":
                return Digits((moment.Year + 99) / 100, 2, piece);
            case "J":
                return Digits(DateOnly.FromDateTime(moment).DayNumber - DateTimeText.EpochDayNumber + 2_451_545, 1, piece);
            default:
                return ZoneField(piece.Text, offset, zoneName);
        }
    }

    private static string ZoneField(string field, TimeSpan? offset, string zoneName)
    {
        if (offset is not { } known)
            return "";
        return field switch
        {
            "TZ" => zoneName.ToUpperInvariant(),
            "tz" => zoneName.ToLowerInvariant(),
            "OF" => DateTimeText.FormatOffset(known),
            "TZH" => DateTimeText.FormatOffset(new TimeSpan(known.Hours, 0, 0)),
            _ => Math.Abs(known.Minutes).ToString("00", English),
        };
    }

    private static string Ordinal(PatternPiece piece, DateTime moment)
    {
        if (piece.Suffix.Length == 0 || !long.TryParse(Field(piece, moment, 0, null, ""), CultureInfo.InvariantCulture, out var number))
            return "";
        var suffix = (number % 100) is >= 11 and <= 13 ? "th" : (number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
        return piece.Suffix == "TH" ? suffix.ToUpperInvariant() : suffix;
    }

    private static string Digits(long value, int width, PatternPiece piece) =>
        piece.FillMode ? value.ToString(English) : value.ToString(new string('0', width), English);

    private static string Name(string name, PatternPiece piece, int width)
    {
        name = char.IsLower(piece.Text[0]) ? name.ToLowerInvariant() : char.IsLower(piece.Text[1]) ? name : name.ToUpperInvariant();
        return piece.FillMode ? name : name.PadRight(width);
    }

    private ref struct PatternReader(string text)
    {
        private readonly string _text = text;
        private int _at;
        private int _year = 1;
        private int _month = 1;
        private int _day = 1;
        private int? _dayOfYear;
        private int _hour;
        private int _minute;
        private int _second;
        private long _micros;
        private bool? _isAfternoon;

        public TimeSpan? Offset { get; private set; }

        public void Read(PatternPiece piece)
        {
            if (!piece.IsField)
            {
                SkipSeparator(piece.Text);
                return;
            }

            SkipBlanks();
            switch (piece.Text)
            {
                case "YYYY" or "IYYY":
                    _year = Number(4, piece);
                    break;
                case "YYY" or "YY" or "Y":
                    var year = Number(piece.Text.Length, piece);
                    _year = year < 70 ? 2000 + year : year < 100 ? 1900 + year : year;
                    break;
                case "MM":
                    _month = Number(2, piece);
                    break;
                case "MONTH" or "Month" or "month" or "MON" or "Mon" or "mon":
                    ReadMonth(piece);
                    break;
                case "DD":
                    _day = Number(2, piece);
                    break;
                case "DDD":
                    _dayOfYear = Number(3, piece);
                    break;
                case "DAY" or "Day" or "day" or "DY" or "Dy" or "dy":
                    while (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
                        _at++;
                    break;
                case "HH24" or "HH12" or "HH":
                    _hour = Number(2, piece);
                    break;
                case "MI":
                    _minute = Number(2, piece);
                    break;
                case "SS":
                    _second = Number(2, piece);
                    break;
                case "MS":
                    _micros = Fraction(3) * 1000;
                    break;
                case "US" or "FF6":
                    _micros = Fraction(6);
                    break;
                case "AM" or "PM" or "am" or "pm" or "A.M." or "P.M." or "a.m." or "p.m.":
                    ReadMeridian(piece);
                    break;
                case "TZH" or "OF":
                    ReadOffset();
                    break;
                default:
                    throw new VectorDbException(SqlStates.FeatureNotSupported, $"format \"{piece.Text}\" is not supported for reading dates");
            }
        }

        public readonly long ToMicroseconds()
        {
            var hour = _hour;
            if (_isAfternoon is { } afternoon)
            {
                if (hour is < 1 or > 12)
                    throw new VectorDbException(SqlStates.InvalidDatetimeFormat, $"hour \"{hour}\" is invalid for the 12-hour clock")
                    {
                        Hint = "Use the 24-hour clock, or give an hour between 1 and 12.",
                    };
                hour = (hour % 12) + (afternoon ? 12 : 0);
            }

            var day = _dayOfYear is { } ordinal
                ? DateTimeText.DaysOf(_year, 1, 1) + ordinal - 1
                : DateTimeText.DaysOf(_year, _month, _day);
            if (day is not { } known || hour > 24 || _minute > 59 || _second > 60)
                throw new VectorDbException(SqlStates.DatetimeFieldOverflow, $"date/time field value out of range: \"{_text}\"");
            return DateTimeText.CheckTimestamp(
                ((Int128)known * DateTimeText.MicrosecondsPerDay) + (((((hour * 60L) + _minute) * 60) + _second) * DateTimeText.MicrosecondsPerSecond) + _micros);
        }

        private void SkipSeparator(string separator)
        {
            if (_at < _text.Length && (separator.Length == 0 || !char.IsLetterOrDigit(_text[_at]) || _text[_at] == separator[0]))
                _at++;
        }

        private void SkipBlanks()
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
                _at++;
        }

        private int Number(int digits, PatternPiece piece)
        {
            var start = _at;
            while (_at < _text.Length && _at - start < digits && char.IsAsciiDigit(_text[_at]))
                _at++;
            return _at > start
                ? int.Parse(_text.AsSpan(start, _at - start), CultureInfo.InvariantCulture)
                : throw Invalid(start, piece);
        }

        private readonly VectorDbException Invalid(int start, PatternPiece piece) => new(
            SqlStates.InvalidDatetimeFormat,
            start >= _text.Length
                ? $"source string too short for \"{piece.Text}\" formatting field"
                : $"invalid value \"{_text.Substring(start, Math.Min(piece.Text.Length, _text.Length - start))}\" for \"{piece.Text}\"")
        {
            Detail = start >= _text.Length ? null : "Value must be an integer.",
        };

        private long Fraction(int digits)
        {
            var value = 0L;
            for (var i = 0; i < digits; i++)
            {
                var digit = _at < _text.Length && char.IsAsciiDigit(_text[_at]) ? _text[_at++] - '0' : 0;
                value = (value * 10) + digit;
            }

            while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
                _at++;
            return value;
        }

        private void ReadMonth(PatternPiece piece)
        {
            var start = _at;
            while (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
                _at++;
            var name = _text[start.._at];
            for (var month = 1; month <= 12; month++)
            {
                var whole = English.DateTimeFormat.GetMonthName(month);
                if (name.Length >= 3 && whole.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                {
                    _month = month;
                    return;
                }
            }

            throw new VectorDbException(SqlStates.InvalidDatetimeFormat, $"invalid value \"{name}\" for \"{piece.Text}\"")
            {
                Detail = "The given value did not match any of the allowed values for this field.",
            };
        }

        private void ReadMeridian(PatternPiece piece)
        {
            var length = piece.Text.Length;
            var word = _text.Substring(_at, Math.Min(length, _text.Length - _at)).Replace(".", "", StringComparison.Ordinal);
            _isAfternoon = word.Equals("pm", StringComparison.OrdinalIgnoreCase) || (word.Equals("am", StringComparison.OrdinalIgnoreCase) ? false : throw Invalid(_at, piece));
            _at = Math.Min(_at + length, _text.Length);
        }

        private void ReadOffset()
        {
            var end = _at;
            while (end < _text.Length && (char.IsAsciiDigit(_text[end]) || _text[end] is '+' or '-' or ':'))
                end++;
            Offset = TimeZones.ParseOffset(_text.AsSpan(_at, end - _at))
                ?? throw TextSyntax();
            _at = end;
        }

        private readonly VectorDbException TextSyntax() =>
            new(SqlStates.InvalidDatetimeFormat, $"invalid input syntax for type {SqlType.TimestampTz.Name}: \"{_text}\"");
    }
}
