using System.Buffers;
using VectorData.Core.Schema;

namespace VectorData.Core.Values.Text;

/// <summary>PostgreSQL's text form of values.</summary>
public static class ValueText
{
    /// <summary>Reads a value of a type, its modifier applied as in an assignment: 22P02, 22003, 22001, 22007 … as PostgreSQL and pgvector.</summary>
    /// <param name="zone">For timestamptz without an offset; UTC when null.</param>
    /// <param name="now">For 'now', 'today' …, microseconds since 2000-01-01 UTC.</param>
    public static Value Parse(SqlType type, string text, TimeZoneInfo? zone = null, long now = 0) => throw new NotImplementedException();

    /// <summary>The text form; NULL gives "NULL".</summary>
    /// <param name="zone">For timestamptz; UTC when null.</param>
    public static string Format(in Value value, TimeZoneInfo? zone = null) => throw new NotImplementedException();

    /// <summary>Writes the text form of a row as UTF-8 without making a value; the row must not be NULL.</summary>
    public static void Format(ColumnVector column, int row, IBufferWriter<byte> writer, TimeZoneInfo? zone = null) => throw new NotImplementedException();
}
