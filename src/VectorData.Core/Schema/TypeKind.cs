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

    /// <summary>An object's number, 0 to 4294967295.</summary>
    Oid = 28,

    /// <summary>A transaction's number.</summary>
    Xid = 29,

    /// <summary>Text of at most 63 bytes: names in the system catalogs.</summary>
    Name = 30,

    /// <summary>PostgreSQL's "char": one byte, or empty.</summary>
    InternalChar = 31,

    /// <summary>A relation by its oid, shown as its name (<see cref="Values.ObjectName"/>); so are the reg types that follow.</summary>
    RegClass = 32,
    RegType = 33,
    RegProc = 34,
    RegProcedure = 35,
    RegNamespace = 36,
    RegRole = 37,
    RegOper = 38,
    RegOperator = 39,
    RegCollation = 40,

    /// <summary>smallint[] from 0, shown as "1 2 3".</summary>
    Int2Vector = 41,

    /// <summary>oid[] from 0, shown as "1 2 3".</summary>
    OidVector = 42,
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
