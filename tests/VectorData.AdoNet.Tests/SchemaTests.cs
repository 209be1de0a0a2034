using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using VectorData.AdoNet.Tests.Scripted;
using VectorData.Core.Schema;

namespace VectorData.AdoNet.Tests;

public sealed class SchemaTests
{
    private readonly ScriptedDatabase _database = new();

    public SchemaTests()
    {
        var owners = new TableDefinition(new TableId(1), "public", "owners")
        {
            Columns = [new ColumnDefinition(new ColumnId(1), "id", SqlType.Integer) { NotNull = true }],
            Indexes = [new IndexDefinition(new IndexId(1), "owners_pkey", IndexMethod.BTree, [new IndexColumn(new ColumnId(1))])
                { IsUnique = true, IsPrimaryKey = true, IsConstraint = true }],
        };
        var items = new TableDefinition(new TableId(2), "public", "items")
        {
            Columns =
            [
                new ColumnDefinition(new ColumnId(1), "id", SqlType.BigInt) { NotNull = true, Identity = IdentityKind.ByDefault },
                new ColumnDefinition(new ColumnId(2), "name", new SqlType(TypeKind.VarChar, 20)) { Default = "'x'" },
                new ColumnDefinition(new ColumnId(3), "price", SqlType.NumericOf(10, 2)),
                new ColumnDefinition(new ColumnId(4), "embedding", SqlType.VectorOf(3)),
                new ColumnDefinition(new ColumnId(5), "owner_id", SqlType.Integer),
            ],
            Indexes =
            [
                new IndexDefinition(new IndexId(2), "items_embedding_idx", IndexMethod.Hnsw, [new IndexColumn(new ColumnId(4)) { OperatorClass = "vector_cosine_ops" }])
                {
                    Options = ImmutableSortedDictionary<string, string>.Empty.Add("m", "16"),
                },
            ],
            Checks = [new CheckDefinition("items_price_check", "price > 0")],
            ForeignKeys =
            [
                new ForeignKeyDefinition(
                    "items_owner_id_fkey", [new ColumnId(5)], owners.Id, [new ColumnId(1)], ReferentialAction.Cascade, ReferentialAction.NoAction),
            ],
        };
        _database.Catalog = Catalog.Empty.WithTable(owners).WithTable(items)
            .WithSequence(new SequenceDefinition(new SequenceId(1), "public", "items_id_seq"));
    }

    [Fact]
    public void The_collections_list_themselves_and_their_restrictions()
    {
        using var connection = _database.Connect();
        var collections = connection.GetSchema();
        Assert.Equal(DbMetaDataCollectionNames.MetaDataCollections, collections.TableName);
        foreach (DataRow row in collections.Rows)
        {
            var name = (string)row["CollectionName"];
            Assert.Equal(name, connection.GetSchema(name.ToUpperInvariant()).TableName);
            var restrictions = connection.GetSchema("Restrictions").Rows.Cast<DataRow>().Where(item => (string)item["CollectionName"] == name).ToArray();
            Assert.Equal(row["NumberOfRestrictions"], restrictions.Length);
            var table = connection.GetSchema(name, new string?[restrictions.Length]);
            Assert.All(restrictions, item => Assert.True(table.Columns.Contains((string)item["RestrictionDefault"]), name));
        }

        Assert.Contains("no schema collection 'nope'", Assert.Throws<ArgumentException>(() => connection.GetSchema("nope")).Message);
        Assert.Contains("takes 4 restrictions", Assert.Throws<ArgumentException>(() => connection.GetSchema("Tables", new string?[5])).Message);
    }

    [Fact]
    public void Tables_and_columns_are_listed_and_narrowed()
    {
        using var connection = _database.Connect();
        Assert.Equal(["items", "owners"], Names(connection.GetSchema("Tables"), "table_name"));
        Assert.Equal(["items"], Names(connection.GetSchema("Tables", [null, "public", "items"]), "table_name"));
        Assert.Empty(connection.GetSchema("Tables", [null, "other"]).Rows);
        var columns = connection.GetSchema("Columns", [null, null, "items"]);
        Assert.Equal(["id", "name", "price", "embedding", "owner_id"], Names(columns, "column_name"));
        var rows = columns.Rows;
        Assert.Equal(("NO", "YES", "BY DEFAULT"), (rows[0]["is_nullable"], rows[0]["is_identity"], rows[0]["identity_generation"]));
        Assert.Equal(("'x'", 20, "character varying(20)"), (rows[1]["column_default"], rows[1]["character_maximum_length"], rows[1]["full_data_type"]));
        Assert.Equal((10, 2), (rows[2]["numeric_precision"], rows[2]["numeric_scale"]));
        Assert.Equal((3, "vector"), (rows[3]["dimensions"], rows[3]["data_type"]));
    }

    [Fact]
    public void Indexes_keys_checks_and_sequences_are_listed()
    {
        using var connection = _database.Connect();
        var index = connection.GetSchema("Indexes", [null, null, "items"]).Rows[0];
        Assert.Equal(("items_embedding_idx", "hnsw", "m=16", false), (index["index_name"], index["type_desc"], index["options"], index["is_unique"]));
        Assert.Equal("vector_cosine_ops", connection.GetSchema("IndexColumns", [null, null, "items"]).Rows[0]["operator_class"]);
        Assert.Equal(true, connection.GetSchema("Indexes", [null, null, "owners"]).Rows[0]["is_primary_key"]);
        var key = connection.GetSchema("ForeignKeys").Rows[0];
        Assert.Equal(("items_owner_id_fkey", "owners", "CASCADE", "NO ACTION"), (key["constraint_name"], key["referenced_table_name"], key["on_delete"], key["on_update"]));
        Assert.Equal(("owner_id", "id"), (connection.GetSchema("ForeignKeyColumns").Rows[0]["column_name"], connection.GetSchema("ForeignKeyColumns").Rows[0]["referenced_column_name"]));
        Assert.Equal("price > 0", connection.GetSchema("CheckConstraints").Rows[0]["check_clause"]);
        Assert.Equal("items_id_seq", connection.GetSchema("Sequences").Rows[0]["sequence_name"]);
        Assert.Equal("public", connection.GetSchema("Schemas").Rows[0]["schema_name"]);
    }

    [Fact]
    public void Data_types_and_source_information_describe_the_provider()
    {
        using var connection = _database.Connect();
        var types = connection.GetSchema(DbMetaDataCollectionNames.DataTypes);
        var vector = types.Rows.Cast<DataRow>().Single(row => (string)row["TypeName"] == "vector");
        Assert.Equal(("vector({0})", "dimensions", "System.Single[]", (int)VectorDbType.Vector), (vector["CreateFormat"], vector["CreateParameters"], vector["DataType"], vector["ProviderDbType"]));
        var information = connection.GetSchema(DbMetaDataCollectionNames.DataSourceInformation).Rows[0];
        Assert.Equal(("VectorData", "1.2.3", "01.02.03"), (information["DataSourceProductName"], information["DataSourceProductVersion"], information["DataSourceProductVersionNormalized"]));
        Assert.Contains("SELECT", Names(connection.GetSchema(DbMetaDataCollectionNames.ReservedWords), "ReservedWord"));
    }

    private static IEnumerable<string> Names(DataTable table, string column) => table.Rows.Cast<DataRow>().Select(row => (string)row[column]);
}
