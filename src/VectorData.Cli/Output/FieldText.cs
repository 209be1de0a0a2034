using System.Data.Common;
using VectorData.Core.Values;
using VectorData.Core.Values.Clr;
using VectorData.Core.Values.Text;

namespace VectorData.Cli.Output;

/// <summary>A field in the SQL text form of its type.</summary>
internal static class FieldText
{
    // 24:00 is a time in SQL and none in .NET.
    public static string Of(DbDataReader reader, int ordinal) => reader.GetFieldType(ordinal) == typeof(TimeOnly)
        ? ValueText.Format(Value.OfTime(reader.GetFieldValue<TimeSpan>(ordinal).Ticks / TimeSpan.TicksPerMicrosecond))
        : Of(reader.GetValue(ordinal));

    public static string Of(object value) => value as string ?? ValueText.Format(ClrValues.FromObject(value));
}
