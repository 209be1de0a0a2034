using System.Data.Common;
using VectorData.AdoNet.Types;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;

namespace VectorData.AdoNet;

/// <summary>A column of a result: what DbColumn has, and the SQL type.</summary>
public sealed class VectorDbColumn : DbColumn
{
    internal VectorDbColumn(ResultColumn column, int ordinal, ColumnDefinition? definition)
    {
        var type = column.Type;
        ColumnName = column.Name;
        ColumnOrdinal = ordinal;
        BaseCatalogName = column.IsExpression ? null : "main";
        BaseSchemaName = column.SchemaName;
        BaseTableName = column.TableName;
        BaseColumnName = column.ColumnName;
        DataType = TypeMap.ToClrType(type);
        DataTypeName = type.ToString();
        AllowDBNull = column.IsNullable;
        IsKey = column.IsKey;
        IsUnique = column.IsUnique;
        IsAutoIncrement = column.IsIdentity;
        IsIdentity = column.IsIdentity;
        IsExpression = column.IsExpression;
        IsAliased = column.ColumnName is not null && column.ColumnName != column.Name;
        IsHidden = false;
        IsLong = false;
        IsReadOnly = column.IsExpression || definition is { Generated: not null } or { Identity: IdentityKind.Always };
        ColumnSize = SizeOf(type);
        NumericPrecision = PrecisionOf(type);
        NumericScale = type.Kind switch
        {
            TypeKind.Numeric when type.HasModifier => type.Scale,
            TypeKind.SmallInt or TypeKind.Integer or TypeKind.BigInt => 0,
            _ => null,
        };
        DefaultValue = definition?.Default;
        VectorDbType = TypeMap.ToVectorDbType(type);
    }

    public VectorDbType VectorDbType { get; }

    /// <summary>SQL text of the column's default, or null.</summary>
    public string? DefaultValue { get; }

    /// <summary>Dimensions of a vector column; null where they are not fixed or there are none.</summary>
    public int? Dimensions => VectorDbType is VectorDbType.Vector or VectorDbType.HalfVec or VectorDbType.SparseVec ? ColumnSize : null;

    private static int? SizeOf(SqlType type) => type.Kind switch
    {
        TypeKind.VarChar or TypeKind.Char or TypeKind.Bit or TypeKind.VarBit or TypeKind.Vector or TypeKind.HalfVec or TypeKind.SparseVec =>
            type.HasModifier ? type.Modifier : null,
        _ when type.IsArray => null,
        _ => type.Unmodified.FixedWidth is var width and > 0 ? width : null,
    };

    private static int? PrecisionOf(SqlType type) => type.Kind switch
    {
        TypeKind.SmallInt => 5,
        TypeKind.Integer => 10,
        TypeKind.BigInt => 19,
        TypeKind.Real => 7,
        TypeKind.Double => 15,
        TypeKind.Numeric when type.HasModifier => type.Precision,
        _ => null,
    };
}
