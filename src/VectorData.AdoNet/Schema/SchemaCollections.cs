using System.Data;
using System.Data.Common;
using System.Text.RegularExpressions;
using VectorData.AdoNet.Types;
using VectorData.Core.Schema;

namespace VectorData.AdoNet.Schema;

/// <summary>The collections of GetSchema; those about the database are in <see cref="CatalogCollections"/>.</summary>
internal static class SchemaCollections
{
    public const string MetaDataCollections = "MetaDataCollections";

    private static readonly SchemaTable[] Own =
    [
        new(
            MetaDataCollections,
            [
                (DbMetaDataColumnNames.CollectionName, typeof(string)),
                (DbMetaDataColumnNames.NumberOfRestrictions, typeof(int)),
                (DbMetaDataColumnNames.NumberOfIdentifierParts, typeof(int)),
            ],
            [],
            FillCollections),
        new(
            "Restrictions",
            [("CollectionName", typeof(string)), ("RestrictionName", typeof(string)), ("RestrictionDefault", typeof(string)), ("RestrictionNumber", typeof(int))],
            [],
            FillRestrictions),
        new("ReservedWords", [(DbMetaDataColumnNames.ReservedWord, typeof(string))], [], FillReservedWords),
        new(
            "DataSourceInformation",
            [
                (DbMetaDataColumnNames.CompositeIdentifierSeparatorPattern, typeof(string)),
                (DbMetaDataColumnNames.DataSourceProductName, typeof(string)),
                (DbMetaDataColumnNames.DataSourceProductVersion, typeof(string)),
                (DbMetaDataColumnNames.DataSourceProductVersionNormalized, typeof(string)),
                (DbMetaDataColumnNames.GroupByBehavior, typeof(GroupByBehavior)),
                (DbMetaDataColumnNames.IdentifierPattern, typeof(string)),
                (DbMetaDataColumnNames.IdentifierCase, typeof(IdentifierCase)),
                (DbMetaDataColumnNames.OrderByColumnsInSelect, typeof(bool)),
                (DbMetaDataColumnNames.ParameterMarkerFormat, typeof(string)),
                (DbMetaDataColumnNames.ParameterMarkerPattern, typeof(string)),
                (DbMetaDataColumnNames.ParameterNameMaxLength, typeof(int)),
                (DbMetaDataColumnNames.ParameterNamePattern, typeof(string)),
                (DbMetaDataColumnNames.QuotedIdentifierPattern, typeof(string)),
                (DbMetaDataColumnNames.QuotedIdentifierCase, typeof(IdentifierCase)),
                (DbMetaDataColumnNames.StatementSeparatorPattern, typeof(string)),
                (DbMetaDataColumnNames.StringLiteralPattern, typeof(string)),
                (DbMetaDataColumnNames.SupportedJoinOperators, typeof(SupportedJoinOperators)),
            ],
            [],
            FillDataSourceInformation),
        new(
            "DataTypes",
            [
                (DbMetaDataColumnNames.TypeName, typeof(string)),
                (DbMetaDataColumnNames.ProviderDbType, typeof(int)),
                (DbMetaDataColumnNames.ColumnSize, typeof(long)),
                (DbMetaDataColumnNames.CreateFormat, typeof(string)),
                (DbMetaDataColumnNames.CreateParameters, typeof(string)),
                (DbMetaDataColumnNames.DataType, typeof(string)),
                (DbMetaDataColumnNames.IsAutoIncrementable, typeof(bool)),
                (DbMetaDataColumnNames.IsBestMatch, typeof(bool)),
                (DbMetaDataColumnNames.IsCaseSensitive, typeof(bool)),
                (DbMetaDataColumnNames.IsFixedLength, typeof(bool)),
                (DbMetaDataColumnNames.IsNullable, typeof(bool)),
                (DbMetaDataColumnNames.IsSearchable, typeof(bool)),
                (DbMetaDataColumnNames.IsSearchableWithLike, typeof(bool)),
                (DbMetaDataColumnNames.IsUnsigned, typeof(bool)),
                (DbMetaDataColumnNames.IsLiteralSupported, typeof(bool)),
                (DbMetaDataColumnNames.LiteralPrefix, typeof(string)),
                (DbMetaDataColumnNames.LiteralSuffix, typeof(string)),
            ],
            [],
            FillDataTypes),
    ];

    private static readonly SchemaTable[] All = [.. Own, .. CatalogCollections.All];

    // PostgreSQL's words that cannot be a name without quotes.
    private static readonly string[] ReservedWords =
    [
        "ALL", "ANALYSE", "ANALYZE", "AND", "ANY", "ARRAY", "AS", "ASC", "ASYMMETRIC", "AUTHORIZATION", "BINARY", "BOTH", "CASE", "CAST",
        "CHECK", "COLLATE", "COLLATION", "COLUMN", "CONCURRENTLY", "CONSTRAINT", "CREATE", "CROSS", "CURRENT_CATALOG", "CURRENT_DATE",
        "CURRENT_ROLE", "CURRENT_SCHEMA", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_USER", "DEFAULT", "DEFERRABLE", "DESC", "DISTINCT",
        "DO", "ELSE", "END", "EXCEPT", "FALSE", "FETCH", "FOR", "FOREIGN", "FREEZE", "FROM", "FULL", "GRANT", "GROUP", "HAVING", "ILIKE",
        "IN", "INITIALLY", "INNER", "INTERSECT", "INTO", "IS", "ISNULL", "JOIN", "LATERAL", "LEADING", "LEFT", "LIKE", "LIMIT", "LOCALTIME",
        "LOCALTIMESTAMP", "NATURAL", "NOT", "NOTNULL", "NULL", "OFFSET", "ON", "ONLY", "OR", "ORDER", "OUTER", "OVERLAPS", "PLACING",
        "PRIMARY", "REFERENCES", "RETURNING", "RIGHT", "SELECT", "SESSION_USER", "SIMILAR", "SOME", "SYMMETRIC", "SYSTEM_USER", "TABLE",
        "TABLESAMPLE", "THEN", "TO", "TRAILING", "TRUE", "UNION", "UNIQUE", "USER", "USING", "VARIADIC", "VERBOSE", "WHEN", "WHERE",
        "WINDOW", "WITH",
    ];

    /// <summary>A collection by its name in any case; ArgumentException names those there are.</summary>
    public static DataTable Get(VectorDbConnection connection, string name, string?[] restrictions)
    {
        foreach (var table in All)
            if (table.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return table.Build(connection, restrictions);
        throw new ArgumentException(
            $"There is no schema collection '{name}'. The collections are {string.Join(", ", All.Select(table => table.Name))}.", nameof(name));
    }

    private static void FillCollections(VectorDbConnection connection, SchemaRows rows)
    {
        foreach (var table in All)
            rows.Add(table.Name, table.Restrictions.Length, table.IdentifierParts);
    }

    private static void FillRestrictions(VectorDbConnection connection, SchemaRows rows)
    {
        foreach (var table in All)
            for (var i = 0; i < table.Restrictions.Length; i++)
                rows.Add(table.Name, table.Restrictions[i].Name, table.Restrictions[i].Column, i + 1);
    }

    private static void FillReservedWords(VectorDbConnection connection, SchemaRows rows)
    {
        foreach (var word in ReservedWords)
            rows.Add(word);
    }

    private static void FillDataSourceInformation(VectorDbConnection connection, SchemaRows rows)
    {
        var version = connection.ServerVersion;
        rows.Add(
            Regex.Escape("."),
            "VectorData",
            version,
            string.Join('.', version.Split('.').Select(part => part.PadLeft(2, '0'))),
            GroupByBehavior.Unrelated,
            @"^[\p{L}_][\p{L}\p{Nd}_$]*$",
            IdentifierCase.Insensitive,
            false,
            "{0}",
            @"@[\p{L}_][\p{L}\p{Nd}_]*|\$[0-9]+",
            63,
            @"^[\p{L}_][\p{L}\p{Nd}_]*$",
            "\"(([^\"]|\"\")*)\"",
            IdentifierCase.Sensitive,
            ";",
            "'(([^']|'')*)'",
            SupportedJoinOperators.Inner | SupportedJoinOperators.LeftOuter);
    }

    private static void FillDataTypes(VectorDbConnection connection, SchemaRows rows)
    {
        for (var kind = TypeKind.Boolean; kind <= TypeKind.VarBit; kind++)
        {
            var type = new SqlType(kind);
            var parameters = kind switch
            {
                TypeKind.VarChar or TypeKind.Char => "max length",
                TypeKind.Numeric => "precision,scale",
                TypeKind.Vector or TypeKind.HalfVec or TypeKind.SparseVec => "dimensions",
                TypeKind.Bit or TypeKind.VarBit => "bits",
                _ => null,
            };
            var isQuoted = !(type.IsNumber || kind == TypeKind.Boolean);
            rows.Add(
                type.Name,
                (int)TypeMap.ToVectorDbType(type),
                type.FixedWidth > 0 ? (long)type.FixedWidth : null,
                parameters is null ? type.Name : $"{type.Name}({string.Join(',', parameters.Split(',').Select((_, i) => $"{{{i}}}"))})",
                parameters,
                TypeMap.ToClrType(type).ToString(),
                type.IsInteger,
                kind is not (TypeKind.VarChar or TypeKind.Char or TypeKind.Json or TypeKind.Bit),
                type.IsText,
                type.FixedWidth > 0,
                true,
                kind != TypeKind.Json,
                type.IsText,
                false,
                true,
                isQuoted ? "'" : null,
                isQuoted ? "'" : null);
        }
    }
}
