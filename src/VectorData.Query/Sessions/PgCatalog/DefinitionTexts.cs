using VectorData.Core.Schema;
using VectorData.Sql;

namespace VectorData.Query.Sessions.PgCatalog;

/// <summary>Indexes and constraints as PostgreSQL writes their definitions.</summary>
internal static class DefinitionTexts
{
    public static string Index(TableDefinition table, IndexDefinition index)
    {
        var columns = string.Join(", ", index.Columns.Select(column => Column(table, index, column)));
        var options = index.Options.Count == 0 ? "" : $" WITH ({string.Join(", ", index.Options.Select(option => $"{option.Key}='{option.Value}'"))})";
        var distinct = index.NullsNotDistinct ? " NULLS NOT DISTINCT" : "";
        return $"CREATE {(index.IsUnique ? "UNIQUE " : "")}INDEX {Quote(index.Name)} ON {Quote(table.Schema)}.{Quote(table.Name)} USING {Method(index)} ({columns}){distinct}{options}";
    }

    public static string Key(TableDefinition table, IndexDefinition index) =>
        $"{(index.IsPrimaryKey ? "PRIMARY KEY" : index.NullsNotDistinct ? "UNIQUE NULLS NOT DISTINCT" : "UNIQUE")} ({Names(table, index.Columns.Select(column => column.Column))})";

    public static string Check(CheckDefinition check) => $"CHECK (({check.Expression}))";

    public static string ForeignKey(TableDefinition table, ForeignKeyDefinition key, TableDefinition referenced, string referencedName)
    {
        var text = $"FOREIGN KEY ({Names(table, key.Columns)}) REFERENCES {referencedName}({Names(referenced, key.ReferencedColumns)})";
        if (key.MatchFull)
            text += " MATCH FULL";
        if (key.OnUpdate != ReferentialAction.NoAction)
            text += " ON UPDATE " + Action(key.OnUpdate);
        return key.OnDelete != ReferentialAction.NoAction ? text + " ON DELETE " + Action(key.OnDelete) : text;
    }

    public static string Method(IndexDefinition index) => index.Method switch
    {
        IndexMethod.Hash => "hash",
        IndexMethod.Hnsw => "hnsw",
        _ => "btree",
    };

    private static string Column(TableDefinition table, IndexDefinition index, IndexColumn column)
    {
        var text = Quote(table.Column(column.Column).Name);
        if (column.OperatorClass is { } operators && (index.Method == IndexMethod.Hnsw || operators.EndsWith("_pattern_ops", StringComparison.Ordinal)))
            text += " " + operators;
        if (column.Descending)
            text += " DESC";
        return column.NullsFirst == column.Descending ? text : text + (column.NullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }

    private static string Action(ReferentialAction action) => action switch
    {
        ReferentialAction.Restrict => "RESTRICT",
        ReferentialAction.Cascade => "CASCADE",
        ReferentialAction.SetNull => "SET NULL",
        ReferentialAction.SetDefault => "SET DEFAULT",
        _ => "NO ACTION",
    };

    private static string Names(TableDefinition table, IEnumerable<ColumnId> columns) => string.Join(", ", columns.Select(column => Quote(table.Column(column).Name)));

    private static string Quote(string name) => SqlWriter.QuoteIdentifier(name);
}
