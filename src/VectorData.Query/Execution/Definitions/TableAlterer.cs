using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Statements;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Execution.Definitions;

/// <summary>ALTER TABLE: each action is done and checked against the rows before the next.</summary>
internal static class TableAlterer
{
    public static void Alter(DefinitionScope scope, AlterTableStatement statement)
    {
        if (scope.Names.FindTable(statement.Table) is not { } table)
        {
            if (scope.Names.FindIndex(statement.Table) is not null || scope.Names.FindSequence(statement.Table) is not null)
                throw new VectorDbException(SqlStates.WrongObjectType, $"\"{statement.Table.Name}\" is not a table") { Position = statement.Table.Position + 1 };
            if (!statement.IfExists)
                throw CatalogNames.NoRelation(statement.Table);
            scope.Context.Notice($"relation \"{statement.Table}\" does not exist, skipping");
            return;
        }

        scope.Lock(table);
        foreach (var action in statement.Actions)
        {
            Apply(scope, scope.Catalog.FindTable(table.Id)!, action);
            scope.Publish();
        }
    }

    public static void Rename(DefinitionScope scope, TableDefinition table, Identifier newName)
    {
        ObjectRenamer.RequireFree(scope, table.Schema, newName);
        scope.Catalog = scope.Catalog.WithTable(table with { Name = newName.Name });
    }

    private static void Apply(DefinitionScope scope, TableDefinition table, AlterTableAction action)
    {
        switch (action)
        {
            case AddColumn add:
                ColumnAlterer.Add(scope, table, add);
                break;
            case DropColumn drop:
                ColumnAlterer.Drop(scope, table, drop);
                break;
            case RenameColumn rename:
                ColumnAlterer.Rename(scope, table, rename);
                break;
            case AlterColumnType type:
                ColumnTypeAlterer.Alter(scope, table, type);
                break;
            case AlterColumnDefault given:
                ColumnAlterer.SetDefault(scope, table, given);
                break;
            case AlterColumnNotNull notNull:
                ColumnAlterer.SetNotNull(scope, table, notNull);
                break;
            case AddIdentity identity:
                ColumnAlterer.AddIdentity(scope, table, identity);
                break;
            case AlterIdentity identity:
                ColumnAlterer.AlterIdentity(scope, table, identity);
                break;
            case DropIdentity identity:
                ColumnAlterer.DropIdentity(scope, table, identity);
                break;
            case DropExpression expression:
                ColumnAlterer.DropExpression(scope, table, expression);
                break;
            case AddConstraint add:
                ConstraintAlterer.Add(scope, table, add.Constraint, add.Constraint.Name, column: null);
                break;
            case DropConstraint drop:
                ConstraintAlterer.Drop(scope, table, drop);
                break;
            case ValidateConstraint validate:
                ConstraintAlterer.Validate(scope, table, validate.Constraint);
                break;
            case RenameConstraint rename:
                ConstraintAlterer.Rename(scope, table, rename);
                break;
            case RenameTable rename:
                Rename(scope, table, rename.NewName);
                break;
            case SetTableSchema schema:
                SetSchema(scope, table, schema.Schema);
                break;
            case SetTableOptions options:
                var changed = options.Reset
                    ? table.Options.RemoveRange(options.Options.Select(option => option.Name.Name.ToLowerInvariant()))
                    : TableDefiner.Options(options.Options, table.Options);
                scope.Catalog = scope.Catalog.WithTable(table with { Options = changed });
                break;
            case SetTableOwner:
                break;
            default:
                throw new VectorDbException(SqlStates.FeatureNotSupported, "this form of ALTER TABLE is not supported") { Position = action.Position + 1 };
        }
    }

    private static void SetSchema(DefinitionScope scope, TableDefinition table, Identifier schema)
    {
        if (table.Schema == schema.Name)
            return;
        ObjectRenamer.RequireSchema(scope, schema);
        ObjectRenamer.RequireFree(scope, schema.Name, new Identifier(schema.Position, table.Name));
        foreach (var index in table.Indexes)
            ObjectRenamer.RequireFree(scope, schema.Name, new Identifier(schema.Position, index.Name));
        scope.Catalog = scope.Catalog.WithTable(table with { Schema = schema.Name });
        foreach (var sequence in scope.Catalog.Sequences.Values.Where(sequence => sequence.OwnedBy?.Table == table.Id).ToList())
        {
            ObjectRenamer.RequireFree(scope, schema.Name, new Identifier(schema.Position, sequence.Name));
            ObjectRenamer.Change(scope, sequence, sequence with { Schema = schema.Name });
        }
    }
}
