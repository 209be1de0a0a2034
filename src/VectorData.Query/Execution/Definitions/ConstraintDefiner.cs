using System.Collections.Immutable;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Statements;
using VectorData.Sql;
using VectorData.Sql.Syntax;
using CoreAction = VectorData.Core.Schema.ReferentialAction;
using SyntaxAction = VectorData.Sql.Syntax.ReferentialAction;

namespace VectorData.Query.Execution.Definitions;

/// <summary>Adds constraints to a table's draft. <c>column</c> is the column that a column constraint stands behind.</summary>
internal static class ConstraintDefiner
{
    /// <summary>PRIMARY KEY and UNIQUE: an index of the constraint's name.</summary>
    public static IndexDefinition AddKey(DefinitionScope scope, TableDraft table, TableConstraint constraint, Identifier? name, string? column)
    {
        CheckTiming(constraint);
        var (columns, isPrimary, nullsNotDistinct) = constraint switch
        {
            PrimaryKeyConstraint primary => (Names(primary.Columns, column), true, false),
            UniqueConstraint unique => (Names(unique.Columns, column), false, unique.NullsNotDistinct),
            _ => throw new ArgumentException("not a key", nameof(constraint)),
        };
        if (isPrimary && table.Indexes.Exists(index => index.IsPrimaryKey))
            throw new VectorDbException(SqlStates.InvalidTableDefinition, $"multiple primary keys for table \"{table.Name}\" are not allowed") { Position = constraint.Position + 1 };
        var keys = ImmutableArray.CreateBuilder<IndexColumn>();
        foreach (var (keyName, position) in columns)
        {
            var id = KeyColumn(table, keyName, position);
            if (keys.Any(key => key.Column == id))
            {
                throw new VectorDbException(
                    SqlStates.DuplicateColumn,
                    $"column \"{keyName}\" appears twice in {(isPrimary ? "primary key" : "unique")} constraint")
                { Position = position + 1 };
            }

            OperatorClasses.RequireOrdering(table.Column(id).Type, position);
            keys.Add(new IndexColumn(id));
            if (isPrimary)
                table.SetNotNull(id);
        }

        var indexName = name?.Name ?? (isPrimary
            ? ObjectNames.ForRelation(scope.Catalog, table.Schema, table.Name, null, "pkey", taken => IsTaken(table, taken))
            : ObjectNames.ForRelation(scope.Catalog, table.Schema, table.Name, ObjectNames.JoinColumns(columns.Select(key => key.Name)), "key", taken => IsTaken(table, taken)));
        if (name is not null)
        {
            if (table.HasConstraint(indexName))
                throw Duplicate(indexName, table, name.Position);
            if (scope.Catalog.RelationExists(table.Schema, indexName) || IsTaken(table, indexName))
                throw new VectorDbException(SqlStates.DuplicateTable, $"relation \"{indexName}\" already exists") { Position = name.Position + 1 };
        }

        var index = new IndexDefinition(scope.Transaction.NewIndexId(), indexName, IndexMethod.BTree, keys.ToImmutable())
        {
            IsUnique = true,
            IsPrimaryKey = isPrimary,
            IsConstraint = true,
            NullsNotDistinct = nullsNotDistinct,
        };
        table.Indexes.Add(index);
        return index;
    }

    /// <summary>CHECK: bound now, so that mistakes are found.</summary>
    public static CheckDefinition AddCheck(TableDraft table, CheckConstraint constraint, Identifier? name, string? column)
    {
        var definition = table.ToDefinition();
        TableExpressions.Check(definition, constraint.Condition);
        var text = SqlWriter.Write(constraint.Condition);
        var columns = TableExpressions.ColumnsOf(definition, text);
        var part = column ?? (columns.Count == 1 ? definition.Columns[columns.First()].Name : null);
        var checkName = Named(table, name, part, "check");
        var check = new CheckDefinition(checkName, text);
        table.Checks.Add(check);
        return check;
    }

    /// <summary>FOREIGN KEY: the referenced columns must be a unique key and the types comparable.</summary>
    public static ForeignKeyDefinition AddForeignKey(DefinitionScope scope, TableDraft table, ForeignKeyConstraint constraint, Identifier? name, string? column)
    {
        CheckTiming(constraint);
        if (constraint.Match == ForeignKeyMatch.Partial)
            throw new VectorDbException(SqlStates.FeatureNotSupported, "MATCH PARTIAL not yet implemented") { Position = constraint.Position + 1 };
        if (constraint.OnDeleteColumns.Count > 0)
            throw new VectorDbException(SqlStates.FeatureNotSupported, "a column list with SET NULL or SET DEFAULT is not supported") { Position = constraint.OnDeleteColumns[0].Position + 1 };
        var columns = Names(constraint.Columns, column);
        var ids = columns.Select(key => ReferencingColumn(table, key.Name, key.Position)).ToImmutableArray();
        var referenced = Referenced(scope, table, constraint.Table);
        var targets = ReferencedColumns(referenced, constraint);
        if (ids.Length != targets.Length)
            throw new VectorDbException(SqlStates.InvalidForeignKey, "number of referencing and referenced columns for foreign key disagree") { Position = constraint.Position + 1 };
        var keyName = Named(table, name, ObjectNames.JoinColumns(columns.Select(key => key.Name)), "fkey");
        RequireUniqueKey(referenced, targets, constraint.Position);
        for (var i = 0; i < ids.Length; i++)
            RequireComparable(keyName, table.Column(ids[i]), referenced.Column(targets[i]), constraint.Position);
        RequireNoGenerated(table, ids, constraint);
        var foreignKey = new ForeignKeyDefinition(keyName, ids, referenced.Id, targets, Action(constraint.OnDelete), Action(constraint.OnUpdate))
        {
            MatchFull = constraint.Match == ForeignKeyMatch.Full,
        };
        table.ForeignKeys.Add(foreignKey);
        return foreignKey;
    }

    /// <summary>The unique index over exactly these columns, in any order, or null.</summary>
    public static IndexDefinition? UniqueKeyOver(TableDefinition table, ImmutableArray<ColumnId> columns) =>
        table.Indexes.FirstOrDefault(index => index.IsUnique && index.Columns.Length == columns.Length
            && index.Columns.All(key => columns.Contains(key.Column)));

    public static VectorDbException Duplicate(string name, TableDraft table, int position) =>
        new(SqlStates.DuplicateObject, $"constraint \"{name}\" for relation \"{table.Name}\" already exists") { Position = position + 1 };

    private static bool IsTaken(TableDraft table, string name) =>
        table.Name == name || table.HasConstraint(name) || table.Indexes.Exists(index => index.Name == name);

    private static string Named(TableDraft table, Identifier? given, string? columns, string label)
    {
        if (given is null)
            return ObjectNames.ForConstraint(table.Name, columns, label, table.HasConstraint);
        return table.HasConstraint(given.Name) ? throw Duplicate(given.Name, table, given.Position) : given.Name;
    }

    private static IReadOnlyList<(string Name, int Position)> Names(IReadOnlyList<Identifier> columns, string? column) =>
        columns.Count == 0 && column is not null ? [(column, -1)] : [.. columns.Select(key => (key.Name, key.Position))];

    private static ColumnId KeyColumn(TableDraft table, string name, int position) => table.IndexOf(name) is >= 0 and var at
        ? table.Columns[at].Id
        : throw new VectorDbException(SqlStates.UndefinedColumn, $"column \"{name}\" named in key does not exist") { Position = position + 1 };

    private static ColumnId ReferencingColumn(TableDraft table, string name, int position) => table.IndexOf(name) is >= 0 and var at
        ? table.Columns[at].Id
        : throw new VectorDbException(SqlStates.UndefinedColumn, $"column \"{name}\" referenced in foreign key constraint does not exist") { Position = position + 1 };

    private static TableDefinition Referenced(DefinitionScope scope, TableDraft table, QualifiedName name)
    {
        var isSelf = name.Name == table.Name && (name.Qualifier ?? table.Schema) == table.Schema;
        return isSelf ? table.ToDefinition() : scope.Names.Table(name);
    }

    private static ImmutableArray<ColumnId> ReferencedColumns(TableDefinition referenced, ForeignKeyConstraint constraint)
    {
        if (constraint.ReferencedColumns.Count > 0)
        {
            return [.. constraint.ReferencedColumns.Select(column => referenced.IndexOf(column.Name) is >= 0 and var at
                ? referenced.Columns[at].Id
                : throw new VectorDbException(SqlStates.UndefinedColumn, $"column \"{column.Name}\" referenced in foreign key constraint does not exist") { Position = column.Position + 1 })];
        }

        return referenced.PrimaryKey is { } key
            ? [.. key.Columns.Select(column => column.Column)]
            : throw new VectorDbException(SqlStates.UndefinedObject, $"there is no primary key for referenced table \"{referenced.Name}\"") { Position = constraint.Table.Position + 1 };
    }

    private static void RequireUniqueKey(TableDefinition referenced, ImmutableArray<ColumnId> columns, int position)
    {
        if (columns.Distinct().Count() != columns.Length)
            throw new VectorDbException(SqlStates.InvalidForeignKey, "foreign key referenced-columns list must not contain duplicates") { Position = position + 1 };
        if (UniqueKeyOver(referenced, columns) is null)
        {
            throw new VectorDbException(SqlStates.InvalidForeignKey, $"there is no unique constraint matching given keys for referenced table \"{referenced.Name}\"") { Position = position + 1 };
        }
    }

    /// <summary>42804 when the columns of a foreign key cannot be compared.</summary>
    public static void RequireComparable(string name, Core.Schema.ColumnDefinition from, Core.Schema.ColumnDefinition to, int position)
    {
        if (from.Type.Unmodified == to.Type.Unmodified || (from.Type.IsNumber && to.Type.IsNumber) || (from.Type.IsText && to.Type.IsText)
            || (from.Type.IsDateTime && to.Type.IsDateTime && from.Type.Kind != TypeKind.Interval && to.Type.Kind != TypeKind.Interval))
            return;
        throw new VectorDbException(SqlStates.DatatypeMismatch, $"foreign key constraint \"{name}\" cannot be implemented")
        {
            Position = position + 1,
            Detail = $"Key columns \"{from.Name}\" and \"{to.Name}\" are of incompatible types: {from.Type.Name} and {to.Type.Name}.",
        };
    }

    // The value of a generated column is not for an action to set.
    private static void RequireNoGenerated(TableDraft table, ImmutableArray<ColumnId> columns, ForeignKeyConstraint constraint)
    {
        if (!columns.Any(id => table.Column(id).Generated is not null))
            return;
        var (clause, action) = constraint.OnUpdate is SyntaxAction.Cascade or SyntaxAction.SetNull or SyntaxAction.SetDefault
            ? ("ON UPDATE", constraint.OnUpdate)
            : ("ON DELETE", constraint.OnDelete is SyntaxAction.SetNull or SyntaxAction.SetDefault ? constraint.OnDelete : SyntaxAction.NoAction);
        if (action != SyntaxAction.NoAction)
            throw new VectorDbException(SqlStates.SyntaxError, $"invalid {clause} action for foreign key constraint containing generated column") { Position = constraint.Position + 1 };
    }

    private static void CheckTiming(TableConstraint constraint)
    {
        if (constraint.Timing.InitiallyDeferred == true)
        {
            throw new VectorDbException(SqlStates.FeatureNotSupported, "deferred constraints are not supported")
            {
                Position = constraint.Position + 1,
                Hint = "Constraints are checked at the end of each statement.",
            };
        }
    }

    private static CoreAction Action(SyntaxAction action) => action switch
    {
        SyntaxAction.Restrict => CoreAction.Restrict,
        SyntaxAction.Cascade => CoreAction.Cascade,
        SyntaxAction.SetNull => CoreAction.SetNull,
        SyntaxAction.SetDefault => CoreAction.SetDefault,
        _ => CoreAction.NoAction,
    };
}
