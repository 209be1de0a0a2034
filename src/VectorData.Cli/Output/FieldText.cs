using System.Data.Common;
using VectorData.AdoNet;
using VectorData.Core.Values.Clr;
using VectorData.Core.Values.Text;

namespace VectorData.Cli.Output;

/// <summary>A field in the SQL text form of its type.</summary>
internal static class FieldText
{
    public static string Of(DbDataReader reader, int ordinal) => ((VectorDbDataReader)reader).GetSqlText(ordinal);

    public static string Of(object value) => value as string ?? ValueText.Format(ClrValues.FromObject(value));
}
