namespace VectorData.Core.Schema;

/// <summary>The kinds of SQL types. Numbers are stored in files: append only.</summary>
public enum TypeKind : byte
{
    /// <summary>An untyped literal or parameter, or NULL before its type is known.</summary>
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
    Array = 25,

    /// <summary>The result of a function that returns nothing.</summary>
    Void = 26,

    /// <summary>A row value.</summary>
    Record = 27,
}

/// <summary>How a column of a type is laid out in memory and in files.</summary>
public enum PhysicalType : byte
{
    /// <summary>One byte, 0 or 1 (<see cref="bool"/>).</summary>
    Boolean,
    Int16,
    Int32,
    Int64,
    Float32,
    Float64,

    /// <summary>16 bytes, <see cref="decimal"/>.</summary>
    Decimal,

    /// <summary>16 bytes, <see cref="System.Guid"/>.</summary>
    Guid,

    /// <summary>16 bytes, <see cref="Values.Interval"/>.</summary>
    Interval,

    /// <summary>Variable length: UTF-8 text or the form of <see cref="Values.BytesCodec"/>.</summary>
    Bytes,

    /// <summary>Fixed number of float32 a row.</summary>
    DenseFloat32,

    /// <summary>Fixed number of float16 a row.</summary>
    DenseFloat16,
}
