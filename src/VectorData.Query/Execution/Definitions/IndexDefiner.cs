using System.Collections.Immutable;
using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Statements;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Execution.Definitions;

/// <summary>CREATE INDEX, ALTER INDEX SET and REINDEX.</summary>
internal static class IndexDefiner
{
    private const int MaxKeyColumns = 32;

    public static void Create(DefinitionScope scope, CreateIndexStatement statement)
    {
        var table = scope.Names.Table(statement.Table);
        if (statement.Name is { } given && scope.AlreadyThere(table.Schema, given.Name, statement.IfNotExists, given.Position))
            return;
        scope.Lock(table);
        var method = Method(statement.Method);
        CheckShape(statement, method);
        var columns = statement.Elements.Select(element => Column(table, element, method)).ToImmutableArray();
        var name = statement.Name?.Name ?? ObjectNames.ForRelation(
            scope.Catalog, table.Schema, table.Name, ObjectNames.JoinColumns(columns.Select(column => table.Column(column.Column).Name)), "idx");
        var index = new IndexDefinition(scope.Transaction.NewIndexId(), name, method, columns)
        {
            IsUnique = statement.Unique,
            NullsNotDistinct = statement.NullsNotDistinct,
            Options = Options(statement.Options, method, ImmutableSortedDictionary<string, string>.Empty),
        };
        scope.Catalog = scope.Catalog.WithTable(table with { Indexes = table.Indexes.Add(index) });
        scope.Publish();
    }

    /// <summary>ALTER INDEX SET (…) and RESET (…): the index is built again when a build option changes.</summary>
    public static void SetOptions(DefinitionScope scope, SetIndexOptionsStatement statement)
    {
        if (Find(scope, statement.Index, statement.IfExists) is not var (table, index))
            return;
        var options = statement.Reset
            ? index.Options.RemoveRange(statement.Options.Select(option => option.Name.Name.ToLowerInvariant()))
            : Options(statement.Options, index.Method, index.Options);
        CheckBuildOptions(options, index.Method, statement.Position);
        Replace(scope, table, index, index with { Options = options });
    }

    /// <summary>REINDEX builds indexes anew, as new indexes of the same name.</summary>
    public static void Rebuild(DefinitionScope scope, ReindexStatement statement)
    {
        IEnumerable<(TableDefinition Table, IndexDefinition? Index)> targets = statement.Target switch
        {
            ReindexTarget.Index => [Find(scope, statement.Name!, ifExists: false)!.Value],
            ReindexTarget.Table => [(scope.Names.Table(statement.Name!), null)],
            ReindexTarget.Schema => scope.Catalog.Schemas.Contains(statement.Name!.Name)
                ? scope.Catalog.Tables.Values.Where(table => table.Schema == statement.Name.Name).Select(table => (table, (IndexDefinition?)null))
                : throw CatalogNames.NoSchema(statement.Name.Name, statement.Name.Position),
            _ => scope.Catalog.Tables.Values.Select(table => (table, (IndexDefinition?)null)),
        };
        foreach (var (table, only) in targets.ToList())
        {
            scope.Lock(table);
            var indexes = table.Indexes.Select(index => only is null || index.Id == only.Id ? index with { Id = scope.Transaction.NewIndexId() } : index);
            scope.Catalog = scope.Catalog.WithTable(table with { Indexes = [.. indexes] });
        }

        scope.Publish();
    }

    private static (TableDefinition Table, IndexDefinition Index)? Find(DefinitionScope scope, QualifiedName name, bool ifExists)
    {
        if (scope.Names.FindIndex(name) is { } found)
            return found;
        if (scope.Names.FindTable(name) is not null)
            throw new VectorDbException(SqlStates.WrongObjectType, $"\"{name.Name}\" is not an index") { Position = name.Position + 1 };
        if (!ifExists)
            throw CatalogNames.NoRelation(name);
        scope.Context.Notice($"relation \"{name}\" does not exist, skipping");
        return null;
    }

    private static void Replace(DefinitionScope scope, TableDefinition table, IndexDefinition old, IndexDefinition changed)
    {
        scope.Lock(table);
        var rebuilt = changed with { Id = scope.Transaction.NewIndexId() };
        scope.Catalog = scope.Catalog.WithTable(table with { Indexes = table.Indexes.Replace(old, rebuilt) });
        scope.Publish();
    }

    private static IndexMethod Method(Identifier? name) => name?.Name switch
    {
        null or "btree" => IndexMethod.BTree,
        "hash" => IndexMethod.Hash,
        "hnsw" => IndexMethod.Hnsw,
        "ivfflat" or "diskann" => throw new VectorDbException(SqlStates.FeatureNotSupported, $"access method \"{name.Name}\" is not supported")
        {
            Position = name.Position + 1,
            Hint = "Use hnsw.",
        },
        _ => throw new VectorDbException(SqlStates.UndefinedObject, $"access method \"{name.Name}\" does not exist") { Position = name.Position + 1 },
    };

    private static string Text(IndexMethod method) => method switch
    {
        IndexMethod.Hash => "hash",
        IndexMethod.Hnsw => "hnsw",
        _ => "btree",
    };

    private static void CheckShape(CreateIndexStatement statement, IndexMethod method)
    {
        if (statement.Where is { } where)
            throw NotSupported("partial indexes are not supported", where.Position);
        if (statement.Elements.Count > MaxKeyColumns)
            throw new VectorDbException(SqlStates.TooManyColumns, $"cannot use more than {MaxKeyColumns} columns in an index") { Position = statement.Elements[MaxKeyColumns].Position + 1 };
        if (method == IndexMethod.BTree)
            return;
        var name = Text(method);
        if (statement.Unique)
            throw NotSupported($"access method \"{name}\" does not support unique indexes", statement.Position);
        if (statement.Include.Count > 0)
            throw NotSupported($"access method \"{name}\" does not support included columns", statement.Include[0].Position);
        if (statement.Elements.Count > 1)
            throw NotSupported($"access method \"{name}\" does not support multicolumn indexes", statement.Elements[1].Position);
        if (statement.Elements[0].Descending)
            throw NotSupported($"access method \"{name}\" does not support ASC/DESC options", statement.Elements[0].Position);
        if (statement.Elements[0].Nulls != NullsOrder.Default)
            throw NotSupported($"access method \"{name}\" does not support NULLS FIRST/LAST options", statement.Elements[0].Position);
    }

    private static IndexColumn Column(TableDefinition table, IndexElement element, IndexMethod method)
    {
        if (element.Expression is not ColumnReference reference || reference.Name.Parts.Count > 1)
            throw NotSupported("indexes on expressions are not supported", element.Position);
        var at = table.IndexOf(reference.Name.Name);
        if (at < 0)
            throw new VectorDbException(SqlStates.UndefinedColumn, $"column \"{reference.Name.Name}\" does not exist") { Position = reference.Position + 1 };
        var column = table.Columns[at];
        ColumnDefiner.CheckCollation(element.Collation, column.Type);
        var name = element.OperatorClass?.Name;
        var position = element.OperatorClass?.Position ?? element.Position;
        if (method == IndexMethod.Hnsw)
            OperatorClasses.CheckHnsw(name, column.Type, position);
        else
            OperatorClasses.CheckOrdering(name, Text(method), column.Type, position);
        return new IndexColumn(column.Id)
        {
            Descending = element.Descending,
            NullsFirst = element.Nulls == NullsOrder.First || (element.Nulls == NullsOrder.Default && element.Descending),
            OperatorClass = name,
        };
    }

    private static ImmutableSortedDictionary<string, string> Options(
        IReadOnlyList<StorageOption> given, IndexMethod method, ImmutableSortedDictionary<string, string> options)
    {
        foreach (var option in given)
        {
            var name = option.Name.Name.ToLowerInvariant();
            var range = (method, name) switch
            {
                (IndexMethod.Hnsw, "m") => (2, 100),
                (IndexMethod.Hnsw, "ef_construction") => (4, 1000),
                (IndexMethod.BTree or IndexMethod.Hash, "fillfactor") => (10, 100),
                (IndexMethod.BTree, "deduplicate_items") => (0, 0),
                _ => throw new VectorDbException(SqlStates.InvalidParameterValue, $"unrecognized parameter \"{name}\"") { Position = option.Position + 1 },
            };
            var text = option.Value ?? "true";
            options = options.SetItem(name, range.Item2 == 0 ? text : Checked(name, text, range, option.Position));
        }

        CheckBuildOptions(options, method, given.Count > 0 ? given[0].Position : -1);
        return options;
    }

    private static string Checked(string name, string text, (int Low, int High) range, int position)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw new VectorDbException(SqlStates.InvalidParameterValue, $"invalid value for integer option \"{name}\": {text}") { Position = position + 1 };
        if (value < range.Low || value > range.High)
        {
            throw new VectorDbException(SqlStates.InvalidParameterValue, $"value {text} out of bounds for option \"{name}\"")
            {
                Position = position + 1,
                Detail = string.Create(CultureInfo.InvariantCulture, $"Valid values are between \"{range.Low}\" and \"{range.High}\"."),
            };
        }

        return value.ToString(CultureInfo.InvariantCulture);
    }

    private static void CheckBuildOptions(ImmutableSortedDictionary<string, string> options, IndexMethod method, int position)
    {
        if (method != IndexMethod.Hnsw)
            return;
        var m = int.Parse(options.GetValueOrDefault("m", "16"), CultureInfo.InvariantCulture);
        var construction = int.Parse(options.GetValueOrDefault("ef_construction", "64"), CultureInfo.InvariantCulture);
        if (construction < 2 * m)
            throw new VectorDbException(SqlStates.InvalidParameterValue, "ef_construction must be greater than or equal to 2 * m") { Position = position + 1 };
    }

    private static VectorDbException NotSupported(string message, int position) =>
        new(SqlStates.FeatureNotSupported, message) { Position = position + 1 };
}
