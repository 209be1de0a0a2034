using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Execution.Constraints;
using VectorData.Sql;
using VectorData.Sql.Syntax;
using ColumnDefinition = VectorData.Core.Schema.ColumnDefinition;
using ColumnSyntax = VectorData.Sql.Syntax.ColumnDefinition;

namespace VectorData.Query.Execution.Definitions;

/// <summary>Makes a column from its definition's syntax. Key, check and foreign-key constraints behind it are the caller's.</summary>
internal static class ColumnDefiner
{
    /// <summary>Adds the column to the draft; its default and generation expressions are checked by <see cref="CheckExpressions"/> when all columns are there.</summary>
    public static ColumnDefinition Add(DefinitionScope scope, TableDraft table, ColumnSyntax syntax)
    {
        var name = syntax.Name.Name;
        if (table.IndexOf(name) >= 0)
            throw new VectorDbException(SqlStates.DuplicateColumn, $"column \"{name}\" specified more than once") { Position = syntax.Name.Position + 1 };
        var serial = SerialType(syntax.Type);
        var type = serial ?? Type(syntax.Type, name);
        CheckCollation(syntax.Collation, type);
        var column = new ColumnDefinition(table.TakeColumnId(), name, type) { Collation = syntax.Collation?.Name };
        if (syntax.Constraints.FirstOrDefault(constraint => constraint is NullConstraint) is { } isNull && syntax.Constraints.Any(constraint => constraint is NotNullConstraint))
            throw new VectorDbException(SqlStates.SyntaxError, $"conflicting NULL/NOT NULL declarations for column \"{name}\" of table \"{table.Name}\"") { Position = isNull.Position + 1 };
        foreach (var constraint in syntax.Constraints)
            column = Apply(scope, table, column, constraint, serial is not null);
        if (serial is { } integer)
        {
            if (column.Default is not null || column.Identity != IdentityKind.None)
                throw TwoValues("multiple default values specified", column, table, syntax.Position);
            var sequence = SequenceDefiner.ForColumn(scope, table, column.Id, name, integer, null);
            column = column with { NotNull = true, OwnedSequence = sequence.Id, Default = SequenceDefiner.DefaultText(sequence) };
        }

        table.AddColumn(column, syntax.Position);
        return column;
    }

    /// <summary>The type of a column; pseudo-types are refused.</summary>
    public static SqlType Type(TypeName name, string column)
    {
        var type = TypeNameBinder.Bind(name);
        return type.Kind is TypeKind.Unknown or TypeKind.Void or TypeKind.Record
            ? throw new VectorDbException(SqlStates.InvalidTableDefinition, $"column \"{column}\" has pseudo-type {type.Name}") { Position = name.Position + 1 }
            : type;
    }

    public static void CheckCollation(QualifiedName? collation, SqlType type)
    {
        if (collation is null)
            return;
        if (!type.IsText && !(type.IsArray && type.ElementType.IsText))
            throw new VectorDbException(SqlStates.DatatypeMismatch, $"collations are not supported by type {type.Name}") { Position = collation.Position + 1 };
        if (collation.Name is not ("C" or "POSIX" or "default" or "ucs_basic" or "C.UTF-8" or "C.utf8"))
        {
            throw new VectorDbException(SqlStates.UndefinedObject, $"collation \"{collation.Name}\" for encoding \"UTF8\" does not exist")
            {
                Position = collation.Position + 1,
                Hint = "Text is ordered by code point: use \"C\" or leave COLLATE out.",
            };
        }
    }

    /// <summary>Binds default and generation expression against the complete table, so that mistakes are found now.</summary>
    public static void CheckExpressions(TableDefinition table, ColumnDefinition column)
    {
        if (column.Default is not null && column.OwnedSequence is null)
            TableExpressions.Default(column);
        if (column.Generated is not { } text)
            return;
        var bound = TableExpressions.Generated(table, column);
        foreach (var at in TableExpressions.ColumnsOf(table, text))
        {
            if (table.Columns[at].Generated is null)
                continue;
            throw new VectorDbException(SqlStates.InvalidObjectDefinition, $"cannot use generated column \"{table.Columns[at].Name}\" in column generation expression")
            {
                Detail = "A generated column cannot reference another generated column.",
            };
        }

        if (!TableExpressions.IsImmutable(bound))
            throw new VectorDbException(SqlStates.InvalidObjectDefinition, "generation expression is not immutable");
    }

    /// <summary>Makes a column an identity column with a sequence of its own.</summary>
    public static ColumnDefinition WithIdentity(DefinitionScope scope, TableDraft table, ColumnDefinition column, bool always, SequenceOptions options)
    {
        if (!column.Type.IsInteger)
            throw new VectorDbException(SqlStates.InvalidParameterValue, "identity column type must be smallint, integer, or bigint") { Position = options.Position + 1 };
        var sequence = SequenceDefiner.ForColumn(scope, table, column.Id, column.Name, column.Type, options);
        return column with
        {
            NotNull = true,
            Identity = always ? IdentityKind.Always : IdentityKind.ByDefault,
            OwnedSequence = sequence.Id,
        };
    }

    private static ColumnDefinition Apply(DefinitionScope scope, TableDraft table, ColumnDefinition column, ColumnConstraint constraint, bool isSerial)
    {
        switch (constraint)
        {
            case NotNullConstraint:
                return column with { NotNull = true };
            case DefaultConstraint given:
                if (column.Default is not null || isSerial)
                    throw TwoValues("multiple default values specified", column, table, given.Position);
                CheckOneSource(column, table, given.Position, "default", column.Generated is not null, column.Identity != IdentityKind.None);
                return column with { Default = SqlWriter.Write(given.Value) };
            case GeneratedConstraint generated:
                if (!generated.Stored)
                    throw new VectorDbException(SqlStates.FeatureNotSupported, "virtual generated columns are not supported") { Position = generated.Position + 1, Hint = "Use STORED." };
                if (column.Default is not null || isSerial)
                    throw TwoValues("both default and generation expression specified", column, table, generated.Position);
                if (column.Identity != IdentityKind.None)
                    throw TwoValues("both identity and generation expression specified", column, table, generated.Position);
                return column with { Generated = SqlWriter.Write(generated.Value) };
            case IdentityConstraint identity:
                if (column.Identity != IdentityKind.None)
                    throw TwoValues("multiple identity specifications", column, table, identity.Position);
                if (column.Default is not null || isSerial)
                    throw TwoValues("both default and identity specified", column, table, identity.Position);
                if (column.Generated is not null)
                    throw TwoValues("both identity and generation expression specified", column, table, identity.Position);
                return WithIdentity(scope, table, column, identity.Always, identity.Options);
            case RowVersionConstraint version:
                if (column.Default is not null || isSerial || column.Generated is not null || column.Identity != IdentityKind.None)
                    throw TwoValues("both row version and another source of values specified", column, table, version.Position);
                if (column.Type != SqlType.BigInt)
                    throw new VectorDbException(SqlStates.InvalidParameterValue, "row version column type must be bigint") { Position = version.Position + 1 };
                RowVersions.Require(scope);
                return column with { NotNull = true, Identity = IdentityKind.RowVersion };
            default:
                return column;
        }
    }

    private static void CheckOneSource(ColumnDefinition column, TableDraft table, int position, string what, bool generated, bool identity)
    {
        if (generated)
            throw TwoValues($"both {what} and generation expression specified", column, table, position);
        if (identity)
            throw TwoValues($"both {what} and identity specified", column, table, position);
    }

    private static VectorDbException TwoValues(string what, ColumnDefinition column, TableDraft table, int position) =>
        new(SqlStates.SyntaxError, $"{what} for column \"{column.Name}\" of table \"{table.Name}\"") { Position = position + 1 };

    private static SqlType? SerialType(TypeName name) => name.ArrayDimensions > 0 || name.Name.Parts.Count > 1 ? null : name.Name.Name switch
    {
        "smallserial" or "serial2" => SqlType.SmallInt,
        "serial" or "serial4" => SqlType.Integer,
        "bigserial" or "serial8" => SqlType.BigInt,
        _ => null,
    };
}
