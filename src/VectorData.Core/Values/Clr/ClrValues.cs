using VectorData.Core.Schema;

namespace VectorData.Core.Values.Clr;

/// <summary>Between .NET objects and values.</summary>
public static class ClrValues
{
    /// <summary>
    /// The value of an object with the type that is natural for it; null and DBNull give NULL of unknown type.
    /// DateTime of kind Utc is timestamptz, others timestamp. InvalidCastException for a type that has no SQL form.
    /// </summary>
    public static Value FromObject(object? value) => throw new NotImplementedException();

    /// <summary>The natural object: DateTime for timestamps, DateOnly for date, float[] for vector, string for json; DBNull for NULL.</summary>
    public static object ToObject(in Value value) => throw new NotImplementedException();

    /// <summary>The natural object of a row.</summary>
    public static object ToObject(ColumnVector column, int row) => throw new NotImplementedException();

    /// <summary>A row as T, without boxing; any conversion that loses nothing. InvalidCastException for others and for NULL where T cannot be null.</summary>
    public static T Get<T>(ColumnVector column, int row) => throw new NotImplementedException();

    /// <summary>The .NET type of <see cref="ToObject(in Value)"/>.</summary>
    public static Type NaturalType(SqlType type) => throw new NotImplementedException();
}
