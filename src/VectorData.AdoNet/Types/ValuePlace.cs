namespace VectorData.AdoNet.Types;

/// <summary>Where a value comes from, for messages: <c>Parameter '@id'</c>, <c>Column 'id'</c>.</summary>
internal readonly record struct ValuePlace(string Kind, string Name)
{
    public static ValuePlace Parameter(string name) => new("Parameter", name);

    public static ValuePlace Column(string name) => new("Column", name);

    public override string ToString() => $"{Kind} '{Name}'";
}
