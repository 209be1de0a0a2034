using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Evaluation;
using VectorData.Query.Evaluation.Arithmetic;
using VectorData.Query.Evaluation.DateTimes;
using static VectorData.Query.Binding.Functions.FunctionList;

namespace VectorData.Query.Binding.Functions;

/// <summary>Clock, date arithmetic, extract, truncation, construction and formats.</summary>
internal static class DateTimeFunctions
{
    public static void AddTo(FunctionList list)
    {
        AddClock(list);
        AddArithmetic(list);
        AddIntervalArithmetic(list);
        AddParts(list);
        AddConstruction(list);
        AddZones(list);
        AddFormats(list);
    }

    private static void AddClock(FunctionList list)
    {
        foreach (var name in (string[])["now", "transaction_timestamp"])
            list.Add(name + "() timestamptz", N((context, _) => Value.OfTimestampTz(context.TransactionTimestamp)), Volatility.Stable);
        list.Add("statement_timestamp() timestamptz", N((context, _) => Value.OfTimestampTz(context.StatementTimestamp)), Volatility.Stable);
        list.Add("clock_timestamp() timestamptz",
            Volatile((context, _) => Value.OfTimestampTz(TimeZones.FromDateTime(context.Clock.GetUtcNow().UtcDateTime))), Volatility.Volatile);
        list.Add("localtimestamp() timestamp",
            N((context, _) => Value.OfTimestamp(TimeZones.ToLocal(context.TimeZone, context.TransactionTimestamp))), Volatility.Stable);
        list.Add("localtime() time",
            N((context, _) => Value.OfTime(DateTimeText.FloorModulo(TimeZones.ToLocal(context.TimeZone, context.TransactionTimestamp), DateTimeText.MicrosecondsPerDay))),
            Volatility.Stable);
        list.Add("current_date() date", N((context, _) => Value.OfDate(Today(context))), Volatility.Stable);
    }

    private static void AddArithmetic(FunctionList list)
    {
        list.Add("+(date, integer) date", F<int, int, int>((x, days) => DateTimeArithmetic.AddDays(x, days)));
        list.Add("+(integer, date) date", F<int, int, int>((days, x) => DateTimeArithmetic.AddDays(x, days)));
        list.Add("-(date, integer) date", F<int, int, int>((x, days) => DateTimeArithmetic.AddDays(x, -(long)days)));
        list.Add("-(date, date) integer", F<int, int, int>(DateTimeArithmetic.DifferenceInDays));
        list.Add("+(date, interval) timestamp", F<int, Interval, long>((x, y) => DateTimeArithmetic.Add(DateTimeArithmetic.StartOfDay(x), y)));
        list.Add("+(interval, date) timestamp", F<Interval, int, long>((y, x) => DateTimeArithmetic.Add(DateTimeArithmetic.StartOfDay(x), y)));
        list.Add("-(date, interval) timestamp",
            F<int, Interval, long>((x, y) => DateTimeArithmetic.Add(DateTimeArithmetic.StartOfDay(x), DateTimeArithmetic.Negate(y))));
        list.Add("+(date, time) timestamp", F<int, long, long>((x, y) => DateTimeArithmetic.Add(DateTimeArithmetic.StartOfDay(x), new Interval(0, 0, y))));
        list.Add("+(time, date) timestamp", F<long, int, long>((y, x) => DateTimeArithmetic.Add(DateTimeArithmetic.StartOfDay(x), new Interval(0, 0, y))));
        list.Add("+(timestamp, interval) timestamp", F<long, Interval, long>(DateTimeArithmetic.Add));
        list.Add("+(interval, timestamp) timestamp", F<Interval, long, long>((y, x) => DateTimeArithmetic.Add(x, y)));
        list.Add("-(timestamp, interval) timestamp", F<long, Interval, long>((x, y) => DateTimeArithmetic.Add(x, DateTimeArithmetic.Negate(y))));
        list.Add("-(timestamp, timestamp) interval", F<long, long, Interval>(DateTimeArithmetic.Subtract));
        list.Add("-(timestamptz, timestamptz) interval", F<long, long, Interval>(DateTimeArithmetic.Subtract));
        list.Add("+(timestamptz, interval) timestamptz", V((context, a) => AddZoned(context, a[0], a[1].AsInterval())), Volatility.Stable);
        list.Add("+(interval, timestamptz) timestamptz", V((context, a) => AddZoned(context, a[1], a[0].AsInterval())), Volatility.Stable);
        list.Add("-(timestamptz, interval) timestamptz",
            V((context, a) => AddZoned(context, a[0], DateTimeArithmetic.Negate(a[1].AsInterval()))), Volatility.Stable);
        list.Add("+(time, interval) time", F<long, Interval, long>(DateTimeArithmetic.AddToTime));
        list.Add("+(interval, time) time", F<Interval, long, long>((y, x) => DateTimeArithmetic.AddToTime(x, y)));
        list.Add("-(time, interval) time", F<long, Interval, long>((x, y) => DateTimeArithmetic.AddToTime(x, DateTimeArithmetic.Negate(y))));
        list.Add("-(time, time) interval", F<long, long, Interval>((x, y) => new Interval(0, 0, x - y)));
    }

    private static void AddIntervalArithmetic(FunctionList list)
    {
        list.Add("+(interval, interval) interval", F<Interval, Interval, Interval>(DateTimeArithmetic.Add));
        list.Add("-(interval, interval) interval", F<Interval, Interval, Interval>((x, y) => DateTimeArithmetic.Add(x, DateTimeArithmetic.Negate(y))));
        list.Add("*(interval, double) interval", F<Interval, double, Interval>(DateTimeArithmetic.Multiply));
        list.Add("*(double, interval) interval", F<double, Interval, Interval>((factor, x) => DateTimeArithmetic.Multiply(x, factor)));
        list.Add("/(interval, double) interval", F<Interval, double, Interval>(DateTimeArithmetic.Divide));
        list.Add("justify_hours(interval) interval", F<Interval, Interval>(DateTimeArithmetic.JustifyHours));
        list.Add("justify_days(interval) interval", F<Interval, Interval>(DateTimeArithmetic.JustifyDays));
        list.Add("justify_interval(interval) interval", F<Interval, Interval>(DateTimeArithmetic.Justify));
        list.Add("age(timestamp, timestamp) interval", F<long, long, Interval>(DateTimeArithmetic.Age));
        list.Add("age(timestamptz, timestamptz) interval",
            V((context, a) => Value.Of(DateTimeArithmetic.Age(Local(context, a[0]), Local(context, a[1])))), Volatility.Stable);
        list.Add("age(timestamp) interval",
            V((context, a) => Value.Of(DateTimeArithmetic.Age(DateTimeArithmetic.StartOfDay(Today(context)), a[0].AsInt64()))), Volatility.Stable);
        list.Add("age(timestamptz) interval",
            V((context, a) => Value.Of(DateTimeArithmetic.Age(DateTimeArithmetic.StartOfDay(Today(context)), Local(context, a[0])))), Volatility.Stable);
        list.Add("isfinite(date) boolean", F<int, bool>(x => !DateTimeArithmetic.IsInfinite(x)));
        list.Add("isfinite(timestamp) boolean", F<long, bool>(x => !DateTimeArithmetic.IsInfinite(x)));
        list.Add("isfinite(timestamptz) boolean", F<long, bool>(x => !DateTimeArithmetic.IsInfinite(x)));
        list.Add("isfinite(interval) boolean", F<Interval, bool>(_ => true));
    }

    private static void AddParts(FunctionList list)
    {
        AddExtract(list, "extract", "numeric", x => x);
        AddExtract(list, "date_part", "double", x => x.IsNull ? Value.Null(SqlType.Double) : Value.Of((double)x.AsDecimal()));
        list.Add("date_trunc(text, timestamp) timestamp",
            F<string, long, long>((field, x) => DateTimeParts.Truncate(field, x, SqlType.Timestamp.Name)));
        list.Add("date_trunc(text, timestamptz) timestamptz",
            V((context, a) => Value.OfTimestampTz(TruncateZoned(a[0].AsString(), a[1].AsInt64(), context.TimeZone))), Volatility.Stable);
        list.Add("date_trunc(text, timestamptz, text) timestamptz",
            V((_, a) => Value.OfTimestampTz(TruncateZoned(a[0].AsString(), a[1].AsInt64(), TimeZones.Find(a[2].AsString())))), Volatility.Stable);
        list.Add("date_trunc(text, interval) interval", F<string, Interval, Interval>(DateTimeParts.Truncate));
        list.Add("date_bin(interval, timestamp, timestamp) timestamp", F<Interval, long, long, long>(DateTimeArithmetic.Bin));
        list.Add("date_bin(interval, timestamptz, timestamptz) timestamptz", F<Interval, long, long, long>(DateTimeArithmetic.Bin));
    }

    private static void AddExtract(FunctionList list, string name, string result, Func<Value, Value> convert)
    {
        list.Add($"{name}(text, date) {result}", V((_, a) => convert(Numeric(
            DateTimeParts.Extract(a[0].AsString(), DateTimeArithmetic.StartOfDay(a[1].AsInt32()), null, SqlType.Date.Name, isDate: true)))));
        list.Add($"{name}(text, timestamp) {result}", V((_, a) => convert(Numeric(
            DateTimeParts.Extract(a[0].AsString(), a[1].AsInt64(), null, SqlType.Timestamp.Name)))));
        list.Add($"{name}(text, timestamptz) {result}", V((context, a) => convert(Numeric(
            DateTimeParts.Extract(a[0].AsString(), Local(context, a[1]), Offset(context, a[1]), SqlType.TimestampTz.Name)))), Volatility.Stable);
        list.Add($"{name}(text, time) {result}", V((_, a) => convert(Value.Of(DateTimeParts.ExtractFromTime(a[0].AsString(), a[1].AsInt64())))));
        list.Add($"{name}(text, interval) {result}", V((_, a) => convert(Value.Of(DateTimeParts.ExtractFromInterval(a[0].AsString(), a[1].AsInterval())))));
    }

    private static void AddConstruction(FunctionList list)
    {
        list.Add("make_date(integer, integer, integer) date", F<int, int, int, int>(MakeDate));
        list.Add("make_time(integer, integer, double) time", F<int, int, double, long>(MakeTime));
        list.Add("make_timestamp(integer, integer, integer, integer, integer, double) timestamp", V((_, a) => Value.OfTimestamp(MakeTimestamp(a))));
        list.Add("make_timestamptz(integer, integer, integer, integer, integer, double) timestamptz",
            V((context, a) => Value.OfTimestampTz(TimeZones.ToUtc(context.TimeZone, MakeTimestamp(a)))), Volatility.Stable);
        list.Add("make_timestamptz(integer, integer, integer, integer, integer, double, text) timestamptz",
            V((_, a) => Value.OfTimestampTz(TimeZones.ToUtc(TimeZones.Find(a[6].AsString()), MakeTimestamp(a)))), Volatility.Stable);
        list.Add("make_interval(integer, integer, integer, integer, integer, integer, double) interval", V(MakeInterval));
        list.Add("to_timestamp(double) timestamptz", F<double, long>(FromUnixTime));
    }

    private static void AddZones(FunctionList list)
    {
        list.Add("timezone(text, timestamp) timestamptz", F<string, long, long>((zone, x) => TimeZones.ToUtc(TimeZones.Find(zone), x)), Volatility.Stable);
        list.Add("timezone(text, timestamptz) timestamp", F<string, long, long>((zone, x) => TimeZones.ToLocal(TimeZones.Find(zone), x)), Volatility.Stable);
        list.Add("timezone(interval, timestamp) timestamptz", F<Interval, long, long>((zone, x) => TimeZones.ToUtc(Zone(zone), x)));
        list.Add("timezone(interval, timestamptz) timestamp", F<Interval, long, long>((zone, x) => TimeZones.ToLocal(Zone(zone), x)));
        list.Add("timezone(timestamp) timestamptz", V((context, a) => Value.OfTimestampTz(TimeZones.ToUtc(context.TimeZone, a[0].AsInt64()))), Volatility.Stable);
        list.Add("timezone(timestamptz) timestamp", V((context, a) => Value.OfTimestamp(Local(context, a[0]))), Volatility.Stable);
    }

    private static void AddFormats(FunctionList list)
    {
        list.Add("to_char(timestamp, text) text", F<long, string, string>((x, pattern) => DateTimeFormat.Format(x, pattern, null, "")));
        list.Add("to_char(timestamptz, text) text", V((context, a) => Value.Of(DateTimeFormat.Format(
            Local(context, a[0]), a[1].AsString(), TimeSpan.FromMicroseconds(Offset(context, a[0]) ?? 0), ZoneName(context.TimeZone)))), Volatility.Stable);
        list.Add("to_char(interval, text) text", F<Interval, string, string>(DateTimeFormat.Format));
        list.Add("to_char(numeric, text) text", F<decimal, string, string>(NumberFormat.Format));
        list.Add("to_char(integer, text) text", F<int, string, string>((x, pattern) => NumberFormat.Format(x, pattern)));
        list.Add("to_char(bigint, text) text", F<long, string, string>((x, pattern) => NumberFormat.Format(x, pattern)));
        list.Add("to_char(double, text) text", F<double, string, string>((x, pattern) => NumberFormat.Format((decimal)x, pattern)));
        list.Add("to_number(text, text) numeric", F<string, string, decimal>(NumberFormat.Parse));
        list.Add("to_date(text, text) date", F<string, string, int>((text, pattern) =>
            (int)DateTimeText.FloorDivide(DateTimeFormat.Parse(text, pattern).Local, DateTimeText.MicrosecondsPerDay)));
        list.Add("to_timestamp(text, text) timestamptz", V(ParseTimestamp), Volatility.Stable);
    }

    private static int Today(EvaluationContext context) =>
        (int)DateTimeText.FloorDivide(TimeZones.ToLocal(context.TimeZone, context.TransactionTimestamp), DateTimeText.MicrosecondsPerDay);

    private static long Local(EvaluationContext context, in Value value) => TimeZones.ToLocal(context.TimeZone, value.AsInt64());

    private static long? Offset(EvaluationContext context, in Value value) =>
        DateTimeArithmetic.IsInfinite(value.AsInt64()) ? 0 : TimeZones.OffsetAt(context.TimeZone, value.AsInt64());

    private static Value AddZoned(EvaluationContext context, in Value value, Interval interval) =>
        Value.OfTimestampTz(DateTimeArithmetic.Add(value.AsInt64(), interval, context.TimeZone));

    private static long TruncateZoned(string field, long value, TimeZoneInfo zone) =>
        TimeZones.ToUtc(zone, DateTimeParts.Truncate(field, TimeZones.ToLocal(zone, value), SqlType.TimestampTz.Name));

    private static Value Numeric(decimal? value) => value is { } known ? Value.Of(known) : Value.Null(SqlType.Numeric);

    private static TimeZoneInfo Zone(Interval interval) => interval.Months != 0 || interval.Days != 0
        ? throw new VectorDbException(SqlStates.InvalidParameterValue, $"interval time zone \"{IntervalText.Format(interval)}\" must not include months or days")
        : TimeZones.Fixed(TimeSpan.FromMicroseconds(interval.Microseconds));

    private static string ZoneName(TimeZoneInfo zone) => ReferenceEquals(zone, TimeZoneInfo.Utc) ? "UTC" : zone.Id;

    private static int MakeDate(int year, int month, int day) => DateTimeText.DaysOf(year, month, day)
        ?? throw new VectorDbException(SqlStates.DatetimeFieldOverflow, $"date field value out of range: {year}-{month:00}-{day:00}");

    private static long MakeTime(int hour, int minute, double second)
    {
        var micros = Math.Round(second * 1e6, MidpointRounding.ToEven);
        if (hour is < 0 or > 24 || minute is < 0 or > 59 || !(second is >= 0 and <= 60) || (hour == 24 && (minute > 0 || second > 0)))
            throw new VectorDbException(SqlStates.DatetimeFieldOverflow, $"time field value out of range: {hour}:{minute:00}:{NumberText.Format(second)}");
        return (((hour * 60L) + minute) * 60 * DateTimeText.MicrosecondsPerSecond) + (long)micros;
    }

    private static long MakeTimestamp(ReadOnlySpan<Value> a) => DateTimeText.CheckTimestamp(
        DateTimeArithmetic.StartOfDay(MakeDate(a[0].AsInt32(), a[1].AsInt32(), a[2].AsInt32())) + MakeTime(a[3].AsInt32(), a[4].AsInt32(), a[5].AsDouble()));

    private static Value MakeInterval(EvaluationContext context, ReadOnlySpan<Value> a)
    {
        try
        {
            checked
            {
                var months = (a[0].AsInt32() * 12) + a[1].AsInt32();
                var days = (a[2].AsInt32() * 7) + a[3].AsInt32();
                var micros = (((a[4].AsInt32() * 60L) + a[5].AsInt32()) * 60_000_000) + (long)Math.Round(a[6].AsDouble() * 1e6, MidpointRounding.ToEven);
                return Value.Of(new Interval(months, days, micros));
            }
        }
        catch (OverflowException e)
        {
            throw new VectorDbException(SqlStates.DatetimeFieldOverflow, "interval out of range", e);
        }
    }

    private static long FromUnixTime(double seconds)
    {
        if (double.IsNaN(seconds))
            throw new VectorDbException(SqlStates.DatetimeFieldOverflow, "timestamp cannot be NaN");
        if (double.IsInfinity(seconds))
            return seconds > 0 ? long.MaxValue : long.MinValue;
        return Math.Abs(seconds) < 1e12
            ? DateTimeText.CheckTimestamp((long)Math.Round((seconds - 946_684_800) * 1e6, MidpointRounding.ToEven))
            : throw new VectorDbException(SqlStates.DatetimeFieldOverflow, $"timestamp out of range: \"{NumberText.Format(seconds)}\"");
    }

    private static Value ParseTimestamp(EvaluationContext context, ReadOnlySpan<Value> a)
    {
        var (local, offset) = DateTimeFormat.Parse(a[0].AsString(), a[1].AsString());
        return Value.OfTimestampTz(offset is { } known ? local - (known.Ticks / TimeSpan.TicksPerMicrosecond) : TimeZones.ToUtc(context.TimeZone, local));
    }
}
