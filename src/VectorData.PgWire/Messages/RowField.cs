using VectorData.Core.Schema;
using VectorData.Core.Sessions;

namespace VectorData.PgWire.Messages;

/// <summary>A column as RowDescription shows it.</summary>
/// <param name="TableOid">0 for an expression.</param>
/// <param name="ColumnNumber">1-based attribute number; 0 for an expression.</param>
/// <param name="TypeSize">Bytes of a fixed-width type, -1 for variable length.</param>
/// <param name="Modifier">PostgreSQL's atttypmod, -1 for none.</param>
public readonly record struct RowField(string Name, uint TableOid, short ColumnNumber, uint TypeOid, short TypeSize, int Modifier, FormatCode Format)
{
    /// <summary>The field of a result's column; its table and column number come from the caller, who knows the catalog.</summary>
    public static RowField From(ResultColumn column, FormatCode format, uint tableOid = 0, short columnNumber = 0)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new RowField(
            column.Name, tableOid, columnNumber, TypeOids.OidOf(column.Type), SizeOf(column.Type), TypeOids.TypmodOf(column.Type), format);
    }

    /// <summary>PostgreSQL's typlen.</summary>
    public static short SizeOf(SqlType type) => type.Kind switch
    {
        TypeKind.Boolean => 1,
        TypeKind.SmallInt => 2,
        TypeKind.Integer or TypeKind.Real or TypeKind.Date or TypeKind.Void => 4,
        TypeKind.BigInt or TypeKind.Double or TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz => 8,
        TypeKind.Uuid or TypeKind.Interval => 16,
        TypeKind.Unknown => -2,
        TypeKind.InternalChar => 1,
        TypeKind.Name => 64,
        TypeKind.Oid or TypeKind.Xid or (>= TypeKind.RegClass and <= TypeKind.RegCollation) => 4,
        _ => -1,
    };
}
