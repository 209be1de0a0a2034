using System.Collections.Immutable;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Statements;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Execution.Definitions;

/// <summary>DROP TABLE, INDEX, SEQUENCE, SCHEMA and EXTENSION with what depends on them.</summary>
internal static class ObjectDropper
{
    private const string CascadeHint = "Use DROP ... CASCADE to drop the dependent objects too.";

    public static void Drop(DefinitionScope scope, DropStatement statement)
    {
        switch (statement.Kind)
        {
            case ObjectKind.Table:
                DropTables(scope, statement);
                break;
            case ObjectKind.Index:
                foreach (var name in statement.Names)
                    DropIndex(scope, statement, name);
                break;
            case ObjectKind.Sequence:
                foreach (var name in statement.Names)
                    DropSequence(scope, statement, name);
                break;
            case ObjectKind.Schema:
                foreach (var name in statement.Names)
                    DropSchema(scope, statement, name);
                break;
            default:
                DropOther(scope, statement);
                return;
        }

        scope.Publish();
    }

    /// <summary>Removes tables with their sequences, and foreign keys of other tables that reference them.</summary>
    public static Catalog Without(Catalog catalog, IReadOnlyCollection<TableId> tables)
    {
        foreach (var id in tables)
        {
            foreach (var (other, foreignKey) in catalog.ReferencesTo(id).ToList())
            {
                var current = catalog.FindTable(other.Id)!;
                catalog = catalog.WithTable(current with { ForeignKeys = current.ForeignKeys.RemoveAll(key => key.Name == foreignKey.Name) });
            }
        }

        foreach (var id in tables)
        {
            foreach (var sequence in catalog.Sequences.Values.Where(sequence => sequence.OwnedBy?.Table == id).ToList())
                catalog = catalog.WithoutSequence(sequence.Id);
            catalog = catalog.WithoutTable(id);
        }

        return catalog;
    }

    private static void DropTables(DefinitionScope scope, DropStatement statement)
    {
        var tables = ImmutableHashSet.CreateBuilder<TableId>();
        var first = default(TableDefinition);
        foreach (var name in statement.Names)
        {
            if (scope.Names.FindTable(name) is not { } table)
            {
                Missing(scope, statement, name, "table");
                continue;
            }

            first ??= table;
            tables.Add(table.Id);
        }

        if (first is null)
            return;
        foreach (var id in tables)
            scope.Lock(scope.Catalog.FindTable(id)!);
        var dependents = new List<string>();
        foreach (var id in tables)
        {
            foreach (var (other, foreignKey) in scope.Catalog.ReferencesTo(id))
            {
                if (tables.Contains(other.Id))
                    continue;
                var what = $"constraint {foreignKey.Name} on table {other.Name}";
                dependents.Add(statement.Cascade ? what : $"{what} depends on table {scope.Catalog.FindTable(id)!.Name}");
            }

            foreach (var sequence in scope.Catalog.Sequences.Values.Where(sequence => sequence.OwnedBy?.Table == id))
                foreach (var (other, column) in SequenceUses.Of(scope.Catalog, sequence).Where(use => !tables.Contains(use.Table.Id)).ToList())
                    dependents.Add(DropDefault(scope, other, column.Id, sequence, statement.Cascade));
        }

        Report(scope, dependents, statement.Cascade, $"table {first.Name}", tables.Count > 1);
        scope.Catalog = Without(scope.Catalog, tables.ToImmutable());
    }

    private static void DropIndex(DefinitionScope scope, DropStatement statement, QualifiedName name)
    {
        if (scope.Names.FindIndex(name) is not var (table, index))
        {
            Missing(scope, statement, name, "index");
            return;
        }

        if (index.IsConstraint)
        {
            throw new VectorDbException(
                SqlStates.DependentObjectsStillExist,
                $"cannot drop index {index.Name} because constraint {index.Name} on table {table.Name} requires it")
            {
                Position = name.Position + 1,
                Hint = $"You can drop constraint {index.Name} on table {table.Name} instead.",
            };
        }

        scope.Lock(table);
        var dependents = ReferencesThrough(scope.Catalog, table, index).ToList();
        Report(
            scope,
            [.. dependents.Select(key => statement.Cascade
                ? $"constraint {key.ForeignKey.Name} on table {key.Table.Name}"
                : $"constraint {key.ForeignKey.Name} on table {key.Table.Name} depends on index {index.Name}")],
            statement.Cascade,
            $"index {index.Name}",
            severalNamed: false);
        foreach (var (other, foreignKey) in dependents)
            RemoveForeignKey(scope, other.Id, foreignKey.Name);
        var current = scope.Catalog.FindTable(table.Id)!;
        scope.Catalog = scope.Catalog.WithTable(current with { Indexes = current.Indexes.RemoveAll(other => other.Id == index.Id) });
    }

    /// <summary>Foreign keys for which no other unique index of the table than this one serves.</summary>
    public static IEnumerable<(TableDefinition Table, ForeignKeyDefinition ForeignKey)> ReferencesThrough(Catalog catalog, TableDefinition table, IndexDefinition index)
    {
        if (!index.IsUnique)
            return [];
        var without = table with { Indexes = table.Indexes.RemoveAll(other => other.Id == index.Id) };
        return catalog.ReferencesTo(table.Id)
            .Where(reference => ConstraintDefiner.UniqueKeyOver(without, reference.ForeignKey.ReferencedColumns) is null);
    }

    public static void RemoveForeignKey(DefinitionScope scope, TableId table, string name)
    {
        var current = scope.Catalog.FindTable(table)!;
        scope.Catalog = scope.Catalog.WithTable(current with { ForeignKeys = current.ForeignKeys.RemoveAll(key => key.Name == name) });
    }

    /// <summary>2BP01 with what depends, or notices of what goes along.</summary>
    public static void Report(DefinitionScope scope, IReadOnlyList<string> dependents, bool cascade, string what, bool severalNamed)
    {
        if (dependents.Count == 0)
            return;
        if (!cascade)
        {
            throw new VectorDbException(SqlStates.DependentObjectsStillExist, severalNamed
                ? "cannot drop desired object(s) because other objects depend on them"
                : $"cannot drop {what} because other objects depend on it")
            {
                Detail = string.Join('\n', dependents),
                Hint = CascadeHint,
            };
        }

        if (dependents.Count == 1)
            scope.Context.Notice($"drop cascades to {dependents[0]}");
        else
            scope.Context.Notice($"drop cascades to {dependents.Count} other objects", detail: string.Join('\n', dependents.Select(dependent => "drop cascades to " + dependent)));
    }

    private static void DropSequence(DefinitionScope scope, DropStatement statement, QualifiedName name)
    {
        if (scope.Names.FindSequence(name) is not { } sequence)
        {
            Missing(scope, statement, name, "sequence");
            return;
        }

        if (sequence.OwnedBy is { } owner && scope.Catalog.FindTable(owner.Table) is { } table && table.Column(owner.Column).Identity != IdentityKind.None)
        {
            var column = table.Column(owner.Column);
            throw new VectorDbException(
                SqlStates.DependentObjectsStillExist,
                $"cannot drop sequence {sequence.Name} because column {column.Name} of table {table.Name} requires it")
            {
                Position = name.Position + 1,
                Hint = $"You can drop column {column.Name} of table {table.Name} instead.",
            };
        }

        var dependents = SequenceUses.Of(scope.Catalog, sequence).ToList()
            .ConvertAll(use => DropDefault(scope, use.Table, use.Column.Id, sequence, statement.Cascade));
        Report(scope, dependents, statement.Cascade, $"sequence {sequence.Name}", statement.Names.Count > 1);
        scope.Catalog = scope.Catalog.WithoutSequence(sequence.Id);
    }

    // Takes the default away when cascading and says what it was.
    private static string DropDefault(DefinitionScope scope, TableDefinition table, ColumnId id, SequenceDefinition sequence, bool cascade)
    {
        var column = table.Column(id);
        var what = $"default value for column {column.Name} of table {table.Name}";
        if (!cascade)
            return $"{what} depends on sequence {sequence.Name}";
        var current = scope.Catalog.FindTable(table.Id)!;
        scope.Catalog = scope.Catalog.WithTable(current with
        {
            Columns = current.Columns.SetItem(current.IndexOf(id), column with { Default = null, OwnedSequence = null }),
        });
        return what;
    }

    private static void DropSchema(DefinitionScope scope, DropStatement statement, QualifiedName name)
    {
        var schema = name.Name;
        if (!scope.Catalog.Schemas.Contains(schema))
        {
            if (!statement.IfExists)
                throw CatalogNames.NoSchema(schema, name.Position);
            scope.Context.Notice($"schema \"{schema}\" does not exist, skipping");
            return;
        }

        var tables = scope.Catalog.Tables.Values.Where(table => table.Schema == schema).ToList();
        var sequences = scope.Catalog.Sequences.Values.Where(sequence => sequence.Schema == schema && sequence.OwnedBy is null).ToList();
        foreach (var table in tables)
            scope.Lock(table);
        var dependents = new List<string>();
        var suffix = statement.Cascade ? "" : $" depends on schema {schema}";
        dependents.AddRange(tables.Select(table => $"table {schema}.{table.Name}{suffix}"));
        dependents.AddRange(sequences.Select(sequence => $"sequence {schema}.{sequence.Name}{suffix}"));
        Report(scope, dependents, statement.Cascade, $"schema {schema}", statement.Names.Count > 1);
        scope.Catalog = Without(scope.Catalog, [.. tables.Select(table => table.Id)]);
        foreach (var sequence in sequences)
            scope.Catalog = scope.Catalog.WithoutSequence(sequence.Id);
        scope.Catalog = scope.Catalog.WithoutSchema(schema);
    }

    private static void DropOther(DefinitionScope scope, DropStatement statement)
    {
        var kind = statement.Kind switch
        {
            ObjectKind.MaterializedView => "materialized view",
            var other => other.ToString().ToLowerInvariant(),
        };
        foreach (var name in statement.Names)
        {
            if (statement.Kind == ObjectKind.Extension && name.Name == "vector")
                throw new VectorDbException(SqlStates.FeatureNotSupported, "extension \"vector\" is built in and cannot be dropped") { Position = name.Position + 1 };
            Missing(scope, statement, name, kind);
        }
    }

    private static void Missing(DefinitionScope scope, DropStatement statement, QualifiedName name, string kind)
    {
        var actual = scope.Names.FindTable(name) is not null ? "table"
            : scope.Names.FindIndex(name) is not null ? "index"
            : scope.Names.FindSequence(name) is not null ? "sequence"
            : null;
        if (actual is not null && statement.Kind is not (ObjectKind.Schema or ObjectKind.Extension or ObjectKind.Type or ObjectKind.Function))
        {
            var article = kind[0] is 'i' ? "an" : "a";
            throw new VectorDbException(SqlStates.WrongObjectType, $"\"{name.Name}\" is not {article} {kind}")
            {
                Position = name.Position + 1,
                Hint = $"Use DROP {actual.ToUpperInvariant()} to remove {(actual == "index" ? "an" : "a")} {actual}.",
            };
        }

        var text = statement.Kind == ObjectKind.Extension ? name.Name : name.ToString();
        if (!statement.IfExists)
        {
            var state = statement.Kind is ObjectKind.Table or ObjectKind.Sequence or ObjectKind.View or ObjectKind.MaterializedView
                ? SqlStates.UndefinedTable
                : SqlStates.UndefinedObject;
            throw new VectorDbException(state, $"{kind} \"{text}\" does not exist") { Position = name.Position + 1 };
        }

        if (name.Qualifier is { } schema && !scope.Catalog.Schemas.Contains(schema))
            scope.Context.Notice($"schema \"{schema}\" does not exist, skipping");
        else
            scope.Context.Notice($"{kind} \"{name.Name}\" does not exist, skipping");
    }
}
