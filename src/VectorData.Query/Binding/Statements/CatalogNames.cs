using System.Collections.Immutable;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Execution.Constraints;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Statements;

/// <summary>Finds what names in statements stand for: with a schema exactly there, without one along the search path.</summary>
internal sealed class CatalogNames(Catalog catalog, ImmutableArray<string> searchPath)
{
    public Catalog Catalog { get; } = catalog;

    public TableDefinition? FindTable(QualifiedName name) => Find(name, Catalog.FindTable);

    public SequenceDefinition? FindSequence(QualifiedName name) => name.Qualifier == RowVersions.ReservedSchema ? null : Find(name, Catalog.FindSequence);

    public (TableDefinition Table, IndexDefinition Index)? FindIndex(QualifiedName name)
    {
        if (name.Qualifier is { } schema)
            return Catalog.FindIndex(schema, name.Name);
        foreach (var candidate in searchPath)
            if (Catalog.FindIndex(candidate, name.Name) is { } found)
                return found;
        return null;
    }

    /// <summary>The table, or 42P01 with the name's position.</summary>
    public TableDefinition Table(QualifiedName name) => FindTable(name) ?? throw NoRelation(name);

    public SequenceDefinition Sequence(QualifiedName name) => FindSequence(name) ?? throw NoRelation(name);

    /// <summary>The schema in which a new object goes: the one named, or the first of the search path that is there.</summary>
    public string SchemaForNew(QualifiedName name)
    {
        if (name.Qualifier is { } schema)
        {
            return Catalog.Schemas.Contains(schema)
                ? schema
                : throw NoSchema(schema, name.Parts[^2].Position);
        }

        return searchPath.FirstOrDefault(Catalog.Schemas.Contains)
            ?? throw new VectorDbException(SqlStates.InvalidSchemaName, "no schema has been selected to create in") { Position = name.Position + 1 };
    }

    public static VectorDbException NoSchema(string schema, int position) =>
        new(SqlStates.InvalidSchemaName, $"schema \"{schema}\" does not exist") { Position = position + 1, SchemaName = schema };

    public static VectorDbException NoRelation(QualifiedName name) =>
        new(SqlStates.UndefinedTable, $"relation \"{name}\" does not exist") { Position = name.Position + 1 };

    private T? Find<T>(QualifiedName name, Func<string, string, T?> find)
        where T : class
    {
        if (name.Qualifier is { } schema)
            return find(schema, name.Name);
        foreach (var candidate in searchPath)
            if (find(candidate, name.Name) is { } found)
                return found;
        return null;
    }
}
