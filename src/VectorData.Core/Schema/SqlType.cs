using System.Globalization;

namespace VectorData.Core.Schema;

/// <summary>
/// A SQL type: its kind, its modifier (-1 when none) and, for arrays, the kind of the elements.
/// Modifier: characters of varchar/char, bits of bit/varbit, dimensions of vector/halfvec/sparsevec,
/// (precision &lt;&lt; 16 | scale) of numeric, digits of fractional seconds of time types. An array carries its elements' modifier.
/// </summary>
public readonly record struct SqlType(TypeKind Kind, int Modifier = -1, TypeKind Element = TypeKind.Unknown)
{
    public static SqlType Unknown => default(SqlType) with { Modifier = -1 };
    public static SqlType Boolean => new(TypeKind.Boolean);
    public static SqlType SmallInt => new(TypeKind.SmallInt);
    public static SqlType Integer => new(TypeKind.Integer);
    public static SqlType BigInt => new(TypeKind.BigInt);
    public static SqlType Real => new(TypeKind.Real);
    public static SqlType Double => new(TypeKind.Double);
    public static SqlType Numeric => new(TypeKind.Numeric);
    public static SqlType Text => new(TypeKind.Text);
    public static SqlType VarChar => new(TypeKind.VarChar);
    public static SqlType Char => new(TypeKind.Char);
    public static SqlType Bytea => new(TypeKind.Bytea);
    public static SqlType Uuid => new(TypeKind.Uuid);
    public static SqlType Date => new(TypeKind.Date);
    public static SqlType Time => new(TypeKind.Time);
    public static SqlType Timestamp => new(TypeKind.Timestamp);
    public static SqlType TimestampTz => new(TypeKind.TimestampTz);
    public static SqlType Interval => new(TypeKind.Interval);
    public static SqlType Json => new(TypeKind.Json);
    public static SqlType Jsonb => new(TypeKind.Jsonb);
    public static SqlType Vector => new(TypeKind.Vector);
    public static SqlType HalfVec => new(TypeKind.HalfVec);
    public static SqlType SparseVec => new(TypeKind.SparseVec);
    public static SqlType Bit => new(TypeKind.Bit);
    public static SqlType VarBit => new(TypeKind.VarBit);
    public static SqlType Void => new(TypeKind.Void);
    public static SqlType Record => new(TypeKind.Record);
    public static SqlType Oid => new(TypeKind.Oid);
    public static SqlType Xid => new(TypeKind.Xid);
    public static SqlType NameText => new(TypeKind.Name);
    public static SqlType InternalChar => new(TypeKind.InternalChar);
    public static SqlType RegClass => new(TypeKind.RegClass);
    public static SqlType RegType => new(TypeKind.RegType);
    public static SqlType RegProc => new(TypeKind.RegProc);
    public static SqlType Int2Vector => new(TypeKind.Int2Vector, -1, TypeKind.SmallInt);
    public static SqlType OidVector => new(TypeKind.OidVector, -1, TypeKind.Oid);

    public static SqlType NumericOf(int precision, int scale) => new(TypeKind.Numeric, (precision << 16) | scale);

    public static SqlType VectorOf(int dimensions) => new(TypeKind.Vector, dimensions);

    public static SqlType ArrayOf(SqlType element) => new(TypeKind.Array, element.Modifier, element.Kind);

    /// <summary>An array, int2vector or oidvector.</summary>
    public bool IsArray => Kind is TypeKind.Array or TypeKind.Int2Vector or TypeKind.OidVector;

    /// <summary>A type whose values are objects of the catalog, shown by name.</summary>
    public bool IsObjectName => Kind is >= TypeKind.RegClass and <= TypeKind.RegCollation;

    /// <summary>The type of an array's elements; <see cref="Unknown"/> for other types.</summary>
    public SqlType ElementType => IsArray ? new SqlType(Element, Modifier) : Unknown;

    /// <summary>The type with no modifier.</summary>
    public SqlType Unmodified => this with { Modifier = -1 };

    public bool HasModifier => Modifier >= 0;

    /// <summary>Digits in all of numeric(p,s); 0 when there is no modifier.</summary>
    public int Precision => Kind == TypeKind.Numeric && Modifier >= 0 ? Modifier >> 16 : 0;

    /// <summary>Digits after the point of numeric(p,s); 0 when there is no modifier.</summary>
    public int Scale => Kind == TypeKind.Numeric && Modifier >= 0 ? Modifier & 0xFFFF : 0;

    public bool IsNumber => Kind is >= TypeKind.SmallInt and <= TypeKind.Numeric;

    public bool IsInteger => Kind is TypeKind.SmallInt or TypeKind.Integer or TypeKind.BigInt;

    /// <summary>text, varchar, char, name or "char".</summary>
    public bool IsText => Kind is TypeKind.Text or TypeKind.VarChar or TypeKind.Char or TypeKind.Name or TypeKind.InternalChar;

    /// <summary>vector, halfvec or sparsevec.</summary>
    public bool IsVector => Kind is TypeKind.Vector or TypeKind.HalfVec or TypeKind.SparseVec;

    public bool IsBitString => Kind is TypeKind.Bit or TypeKind.VarBit;

    public bool IsDateTime => Kind is >= TypeKind.Date and <= TypeKind.Interval;

    /// <summary>How columns of this type are laid out.</summary>
    public PhysicalType Physical => Kind switch
    {
        TypeKind.Boolean => PhysicalType.Boolean,
        TypeKind.SmallInt => PhysicalType.Int16,
        TypeKind.Integer or TypeKind.Date => PhysicalType.Int32,
        TypeKind.BigInt or TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz or TypeKind.Oid or TypeKind.Xid => PhysicalType.Int64,
        TypeKind.Real => PhysicalType.Float32,
        TypeKind.Double => PhysicalType.Float64,
        TypeKind.Numeric => PhysicalType.Decimal,
        TypeKind.Uuid => PhysicalType.Guid,
        TypeKind.Interval => PhysicalType.Interval,
        TypeKind.Vector when Modifier > 0 => PhysicalType.DenseFloat32,
        TypeKind.HalfVec when Modifier > 0 => PhysicalType.DenseFloat16,
        _ => PhysicalType.Bytes,
    };

    /// <summary>Bytes a row of a fixed-width layout takes; 0 for <see cref="PhysicalType.Bytes"/>.</summary>
    public int FixedWidth => Physical switch
    {
        PhysicalType.Boolean => 1,
        PhysicalType.Int16 => 2,
        PhysicalType.Int32 or PhysicalType.Float32 => 4,
        PhysicalType.Int64 or PhysicalType.Float64 => 8,
        PhysicalType.Decimal or PhysicalType.Guid or PhysicalType.Interval => 16,
        PhysicalType.DenseFloat32 => 4 * Modifier,
        PhysicalType.DenseFloat16 => 2 * Modifier,
        _ => 0,
    };

    /// <summary>The name as format_type prints it: <c>character varying(10)</c>, <c>vector(3)</c>, <c>integer[]</c>.</summary>
    public override string ToString() => Kind == TypeKind.Array ? ElementType + "[]" : Name + ModifierText;

    /// <summary>The name without modifier, as format_type prints it.</summary>
    public string Name => Kind switch
    {
        TypeKind.Unknown => "unknown",
        TypeKind.Boolean => "boolean",
        TypeKind.SmallInt => "smallint",
        TypeKind.Integer => "integer",
        TypeKind.BigInt => "bigint",
        TypeKind.Real => "real",
        TypeKind.Double => "double precision",
        TypeKind.Numeric => "numeric",
        TypeKind.Text => "text",
        TypeKind.VarChar => "character varying",
        TypeKind.Char => "character",
        TypeKind.Bytea => "bytea",
        TypeKind.Uuid => "uuid",
        TypeKind.Date => "date",
        TypeKind.Time => "time without time zone",
        TypeKind.Timestamp => "timestamp without time zone",
        TypeKind.TimestampTz => "timestamp with time zone",
        TypeKind.Interval => "interval",
        TypeKind.Json => "json",
        TypeKind.Jsonb => "jsonb",
        TypeKind.Vector => "vector",
        TypeKind.HalfVec => "halfvec",
        TypeKind.SparseVec => "sparsevec",
        TypeKind.Bit => "bit",
        TypeKind.VarBit => "bit varying",
        TypeKind.Array => ElementType.Name + "[]",
        TypeKind.Void => "void",
        TypeKind.Record => "record",
        TypeKind.InternalChar => "\"char\"",
        _ => Kind.ToString().ToLowerInvariant(),
    };

    private string ModifierText => !HasModifier ? "" : Kind switch
    {
        TypeKind.Numeric => string.Create(CultureInfo.InvariantCulture, $"({Precision},{Scale})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"({Modifier})"),
    };
}
