using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using VectorData.AdoNet.Execution;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;

namespace VectorData.AdoNet.Schema;

/// <summary>Columns of a result for GetColumnSchema and GetSchemaTable.</summary>
internal static class ColumnSchema
{
    private static readonly (string Name, Type Type)[] Fields =
    [
        (SchemaTableColumn.ColumnName, typeof(string)),
        (SchemaTableColumn.ColumnOrdinal, typeof(int)),
        (SchemaTableColumn.ColumnSize, typeof(int)),
        (SchemaTableColumn.NumericPrecision, typeof(short)),
        (SchemaTableColumn.NumericScale, typeof(short)),
        (SchemaTableColumn.IsUnique, typeof(bool)),
        (SchemaTableColumn.IsKey, typeof(bool)),
        (SchemaTableOptionalColumn.BaseCatalogName, typeof(string)),
        (SchemaTableColumn.BaseColumnName, typeof(string)),
        (SchemaTableColumn.BaseSchemaName, typeof(string)),
        (SchemaTableColumn.BaseTableName, typeof(string)),
        (SchemaTableColumn.DataType, typeof(Type)),
        (SchemaTableColumn.AllowDBNull, typeof(bool)),
        (SchemaTableColumn.ProviderType, typeof(int)),
        (SchemaTableColumn.IsAliased, typeof(bool)),
        (SchemaTableColumn.IsExpression, typeof(bool)),
        (SchemaTableOptionalColumn.IsAutoIncrement, typeof(bool)),
        (SchemaTableOptionalColumn.IsReadOnly, typeof(bool)),
        (SchemaTableOptionalColumn.IsHidden, typeof(bool)),
        (SchemaTableColumn.IsLong, typeof(bool)),
        (SchemaTableOptionalColumn.IsRowVersion, typeof(bool)),
        ("DataTypeName", typeof(string)),
    ];

    public static ReadOnlyCollection<DbColumn> Describe(ResultShape shape, Catalog catalog)
    {
        var columns = new DbColumn[shape.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new VectorDbColumn(shape[i], i, DefinitionOf(shape[i], catalog));
        return new ReadOnlyCollection<DbColumn>(columns);
    }

    public static DataTable ToTable(ReadOnlyCollection<DbColumn> columns)
    {
        var table = new DataTable("SchemaTable") { Locale = System.Globalization.CultureInfo.InvariantCulture };
        foreach (var (name, type) in Fields)
            table.Columns.Add(name, type);
        foreach (var column in columns)
            table.Rows.Add(RowOf((VectorDbColumn)column));
        return table;
    }

    private static object?[] RowOf(VectorDbColumn column) =>
    [
        column.ColumnName,
        column.ColumnOrdinal,
        column.ColumnSize ?? -1,
        (short?)column.NumericPrecision,
        (short?)column.NumericScale,
        column.IsUnique,
        column.IsKey,
        column.BaseCatalogName,
        column.BaseColumnName,
        column.BaseSchemaName,
        column.BaseTableName,
        column.DataType,
        column.AllowDBNull,
        (int)column.VectorDbType,
        column.IsAliased,
        column.IsExpression,
        column.IsAutoIncrement,
        column.IsReadOnly,
        column.IsHidden,
        column.IsLong,
        false,
        column.DataTypeName,
    ];

    private static ColumnDefinition? DefinitionOf(ResultColumn column, Catalog catalog)
    {
        if (column.Table is not { } tableId || column.Column is not { } columnId || catalog.FindTable(tableId) is not { } table)
            return null;
        var at = table.IndexOf(columnId);
        return at < 0 ? null : table.Columns[at];
    }
}
