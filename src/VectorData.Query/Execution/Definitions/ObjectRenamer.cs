using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Statements;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Execution.Definitions;

/// <summary>ALTER INDEX, SEQUENCE and SCHEMA … RENAME TO, ALTER SEQUENCE … SET SCHEMA.</summary>
internal static class ObjectRenamer
{
    public static void Rename(DefinitionScope scope, RenameStatement statement)
    {
        switch (statement.Kind)
        {
            case ObjectKind.Index when scope.Names.FindIndex(statement.Object) is var (table, index):
                RequireFree(scope, table.Schema, statement.NewName);
                scope.Lock(table);
                scope.Catalog = scope.Catalog.WithTable(table with { Indexes = table.Indexes.Replace(index, index with { Name = statement.NewName.Name }) });
                break;
            case ObjectKind.Sequence when scope.Names.FindSequence(statement.Object) is { } sequence:
                RequireFree(scope, sequence.Schema, statement.NewName);
                Change(scope, sequence, sequence with { Name = statement.NewName.Name });
                break;
            case ObjectKind.Schema when scope.Catalog.Schemas.Contains(statement.Object.Name):
                RenameSchema(scope, statement.Object.Name, statement.NewName);
                break;
            case ObjectKind.Table when scope.Names.FindTable(statement.Object) is { } table:
                TableAlterer.Rename(scope, table, statement.NewName);
                break;
            case ObjectKind.Schema when !statement.IfExists:
                throw CatalogNames.NoSchema(statement.Object.Name, statement.Object.Position);
            default:
                if (!statement.IfExists)
                    throw CatalogNames.NoRelation(statement.Object);
                scope.Context.Notice($"relation \"{statement.Object}\" does not exist, skipping");
                return;
        }

        scope.Publish();
    }

    public static void SetSchema(DefinitionScope scope, SetSchemaStatement statement)
    {
        if (statement.Kind != ObjectKind.Sequence || scope.Names.FindSequence(statement.Object) is not { } sequence)
        {
            if (!statement.IfExists)
                throw CatalogNames.NoRelation(statement.Object);
            scope.Context.Notice($"relation \"{statement.Object}\" does not exist, skipping");
            return;
        }

        if (sequence.OwnedBy is not null)
            throw new VectorDbException(SqlStates.FeatureNotSupported, "cannot move an owned sequence into another schema") { Position = statement.Object.Position + 1 };
        RequireSchema(scope, statement.Schema);
        RequireFree(scope, statement.Schema.Name, new Identifier(statement.Object.Position, sequence.Name));
        Change(scope, sequence, sequence with { Schema = statement.Schema.Name });
        scope.Publish();
    }

    /// <summary>Replaces a sequence's definition and the defaults that call it by name.</summary>
    public static void Change(DefinitionScope scope, SequenceDefinition sequence, SequenceDefinition changed) =>
        scope.Catalog = SequenceUses.Renamed(scope.Catalog, sequence, changed).WithSequence(changed);

    public static void RequireFree(DefinitionScope scope, string schema, Identifier name)
    {
        if (scope.Catalog.RelationExists(schema, name.Name))
            throw new VectorDbException(SqlStates.DuplicateTable, $"relation \"{name.Name}\" already exists") { Position = name.Position + 1 };
    }

    public static void RequireSchema(DefinitionScope scope, Identifier schema)
    {
        if (!scope.Catalog.Schemas.Contains(schema.Name))
            throw CatalogNames.NoSchema(schema.Name, schema.Position);
    }

    private static void RenameSchema(DefinitionScope scope, string schema, Identifier newName)
    {
        SchemaDefiner.CheckName(newName);
        if (scope.Catalog.Schemas.Contains(newName.Name) || SchemaDefiner.IsBuiltIn(newName.Name))
            throw new VectorDbException(SqlStates.DuplicateSchema, $"schema \"{newName.Name}\" already exists") { Position = newName.Position + 1 };
        scope.Catalog = scope.Catalog.WithSchema(newName.Name);
        foreach (var table in scope.Catalog.Tables.Values.Where(table => table.Schema == schema).ToList())
        {
            scope.Lock(table);
            scope.Catalog = scope.Catalog.WithTable(table with { Schema = newName.Name });
        }

        foreach (var sequence in scope.Catalog.Sequences.Values.Where(sequence => sequence.Schema == schema).ToList())
            Change(scope, sequence, sequence with { Schema = newName.Name });
        scope.Catalog = scope.Catalog.WithoutSchema(schema);
    }
}
