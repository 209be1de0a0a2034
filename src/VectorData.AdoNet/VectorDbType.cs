namespace VectorData.AdoNet;

/// <summary>SQL types of parameters. An array is <see cref="Array"/> combined with its element type: <c>VectorDbType.Array | VectorDbType.Integer</c>.</summary>
[Flags]
public enum VectorDbType
{
    /// <summary>No type: text that takes the type its place in the statement asks for.</summary>
    Unknown = 0,
    Boolean = 1,
    SmallInt = 2,
    Integer = 3,
    BigInt = 4,
    Real = 5,
    Double = 6,
    Numeric = 7,
    Text = 8,
    VarChar = 9,
    Char = 10,
    Bytea = 11,
    Uuid = 12,
    Date = 13,
    Time = 14,
    Timestamp = 15,
    TimestampTz = 16,
    Interval = 17,
    Json = 18,
    Jsonb = 19,
    Vector = 20,
    HalfVec = 21,
    SparseVec = 22,
    Bit = 23,
    VarBit = 24,

    /// <summary>Combined with an element type.</summary>
    Array = 0x100,
}
