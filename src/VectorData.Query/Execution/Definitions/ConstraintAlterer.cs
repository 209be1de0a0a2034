using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Execution.Constraints;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Execution.Definitions;

/// <summary>ALTER TABLE ADD, DROP, VALIDATE and RENAME CONSTRAINT.</summary>
internal static class ConstraintAlterer
{
    /// <summary>Adds a constraint and checks the rows that are there, unless it is NOT VALID.</summary>
    public static void Add(DefinitionScope scope, TableDefinition table, TableConstraint constraint, Identifier? name, string? column)
    {
        var draft = new TableDraft(table);
        switch (constraint)
        {
            case CheckConstraint check:
                var added = ConstraintDefiner.AddCheck(draft, check, name, column);
                scope.Catalog = scope.Catalog.WithTable(draft.ToDefinition());
                scope.Publish();
                if (!constraint.NotValid)
                    ExistingRows.RequireCheck(scope.Context, scope.Catalog.FindTable(table.Id)!, added);
                break;
            case ForeignKeyConstraint foreignKey:
                var key = ConstraintDefiner.AddForeignKey(scope, draft, foreignKey, name, column);
                if (key.ReferencedTable != table.Id)
                    scope.Lock(scope.Catalog.FindTable(key.ReferencedTable)!);
                scope.Catalog = scope.Catalog.WithTable(draft.ToDefinition());
                scope.Publish();
                if (!constraint.NotValid)
                    ExistingRows.RequireForeignKey(scope.Context, scope.Catalog.FindTable(table.Id)!, key);
                break;
            default:
                var index = ConstraintDefiner.AddKey(scope, draft, constraint, name, column);
                var changed = draft.ToDefinition();
                if (index.IsPrimaryKey)
                    foreach (var part in index.Columns.Where(part => !table.Column(part.Column).NotNull))
                        ExistingRows.RequireNotNull(scope.Context, table, table.Column(part.Column));
                scope.Catalog = scope.Catalog.WithTable(changed);
                scope.Publish();
                break;
        }
    }

    public static void Drop(DefinitionScope scope, TableDefinition table, DropConstraint action)
    {
        var name = action.Constraint.Name;
        if (table.Checks.FirstOrDefault(check => check.Name == name) is { } found)
        {
            scope.Catalog = scope.Catalog.WithTable(table with { Checks = table.Checks.Remove(found) });
        }
        else if (table.ForeignKeys.Any(key => key.Name == name))
        {
            ObjectDropper.RemoveForeignKey(scope, table.Id, name);
        }
        else if (table.Indexes.FirstOrDefault(index => index.IsConstraint && index.Name == name) is { } index)
        {
            var dependents = ObjectDropper.ReferencesThrough(scope.Catalog, table, index).ToList();
            ObjectDropper.Report(
                scope,
                [.. dependents.Select(key => action.Cascade
                    ? $"constraint {key.ForeignKey.Name} on table {key.Table.Name}"
                    : $"constraint {key.ForeignKey.Name} on table {key.Table.Name} depends on index {name}")],
                action.Cascade,
                $"constraint {name} on table {table.Name}",
                severalNamed: false);
            foreach (var (other, foreignKey) in dependents)
                ObjectDropper.RemoveForeignKey(scope, other.Id, foreignKey.Name);
            var current = scope.Catalog.FindTable(table.Id)!;
            scope.Catalog = scope.Catalog.WithTable(current with { Indexes = current.Indexes.RemoveAll(other => other.Id == index.Id) });
        }
        else if (action.IfExists)
        {
            scope.Context.Notice($"constraint \"{name}\" of relation \"{table.Name}\" does not exist, skipping");
        }
        else
        {
            throw Missing(table, action.Constraint);
        }
    }

    public static void Validate(DefinitionScope scope, TableDefinition table, Identifier constraint)
    {
        if (table.Checks.FirstOrDefault(check => check.Name == constraint.Name) is { } found)
            ExistingRows.RequireCheck(scope.Context, table, found);
        else if (table.ForeignKeys.FirstOrDefault(key => key.Name == constraint.Name) is { } foreignKey)
            ExistingRows.RequireForeignKey(scope.Context, table, foreignKey);
        else if (table.Indexes.Any(index => index.IsConstraint && index.Name == constraint.Name))
            throw new VectorDbException(SqlStates.WrongObjectType, $"constraint \"{constraint.Name}\" of relation \"{table.Name}\" is not a foreign key or check constraint") { Position = constraint.Position + 1 };
        else
            throw Missing(table, constraint);
    }

    public static void Rename(DefinitionScope scope, TableDefinition table, RenameConstraint action)
    {
        var (name, newName) = (action.Constraint.Name, action.NewName.Name);
        var draft = new TableDraft(table);
        if (draft.HasConstraint(newName))
            throw ConstraintDefiner.Duplicate(newName, draft, action.NewName.Position);
        if (draft.Checks.FindIndex(check => check.Name == name) is >= 0 and var check)
        {
            draft.Checks[check] = draft.Checks[check] with { Name = newName };
        }
        else if (draft.ForeignKeys.FindIndex(key => key.Name == name) is >= 0 and var key)
        {
            draft.ForeignKeys[key] = draft.ForeignKeys[key] with { Name = newName };
        }
        else if (draft.Indexes.FindIndex(index => index.IsConstraint && index.Name == name) is >= 0 and var index)
        {
            ObjectRenamer.RequireFree(scope, table.Schema, action.NewName);
            draft.Indexes[index] = draft.Indexes[index] with { Name = newName };
        }
        else
        {
            throw new VectorDbException(SqlStates.UndefinedObject, $"constraint \"{name}\" for table \"{table.Name}\" does not exist") { Position = action.Constraint.Position + 1 };
        }

        scope.Catalog = scope.Catalog.WithTable(draft.ToDefinition());
    }

    private static VectorDbException Missing(TableDefinition table, Identifier constraint) => new(
        SqlStates.UndefinedObject, $"constraint \"{constraint.Name}\" of relation \"{table.Name}\" does not exist")
    { Position = constraint.Position + 1 };
}
