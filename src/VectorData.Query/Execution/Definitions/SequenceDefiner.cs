using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Statements;
using VectorData.Sql;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Execution.Definitions;

/// <summary>CREATE and ALTER SEQUENCE, and the sequences behind serial and identity columns.</summary>
internal static class SequenceDefiner
{
    public static void Create(DefinitionScope scope, CreateSequenceStatement statement)
    {
        if (statement.Temporary)
            throw new VectorDbException(SqlStates.FeatureNotSupported, "temporary sequences are not supported") { Position = statement.Position + 1 };
        var schema = scope.Names.SchemaForNew(statement.Name);
        if (scope.AlreadyThere(schema, statement.Name.Name, statement.IfNotExists, statement.Name.Position))
            return;
        var sequence = new SequenceDefinition(scope.Transaction.NewSequenceId(), schema, statement.Name.Name);
        sequence = Apply(sequence, statement.Options, isNew: true);
        scope.Catalog = scope.Catalog.WithSequence(WithOwner(scope, sequence, statement.Options));
        scope.Publish();
    }

    public static void Alter(DefinitionScope scope, AlterSequenceStatement statement)
    {
        if (scope.Names.FindSequence(statement.Name) is not { } sequence)
        {
            if (!statement.IfExists)
                throw CatalogNames.NoRelation(statement.Name);
            scope.Context.Notice($"relation \"{statement.Name}\" does not exist, skipping");
            return;
        }

        Change(scope, sequence, statement.Options);
        scope.Publish();
        Restart(scope, sequence.Id, statement.Options);
    }

    /// <summary>Changes a sequence's definition in the scope's catalog; <see cref="Restart"/> follows when that is published.</summary>
    public static void Change(DefinitionScope scope, SequenceDefinition sequence, SequenceOptions options)
    {
        var changed = WithOwner(scope, Apply(sequence, options, isNew: false), options);
        if (sequence.OwnedBy is not null && changed.OwnedBy != sequence.OwnedBy && OwnerIsIdentity(scope, sequence))
        {
            throw new VectorDbException(SqlStates.FeatureNotSupported, "cannot change ownership of identity sequence")
            {
                Position = options.Position + 1,
                Detail = $"Sequence \"{sequence.Name}\" is linked to a table.",
            };
        }

        scope.Catalog = scope.Catalog.WithSequence(changed);
    }

    public static void Restart(DefinitionScope scope, SequenceId id, SequenceOptions options)
    {
        if (!options.Restart)
            return;
        var sequence = scope.Catalog.FindSequence(id)!;
        var value = options.RestartWith ?? sequence.Start;
        if (value < sequence.Minimum)
            throw Invalid($"RESTART value ({value}) cannot be less than MINVALUE ({sequence.Minimum})", options);
        if (value > sequence.Maximum)
            throw Invalid($"RESTART value ({value}) cannot be greater than MAXVALUE ({sequence.Maximum})", options);
        scope.Transaction.SetValue(id, value, isCalled: false);
    }

    /// <summary>A new sequence owned by a column: t_column_seq.</summary>
    public static SequenceDefinition ForColumn(DefinitionScope scope, TableDraft table, ColumnId column, string columnName, SqlType type, SequenceOptions? options)
    {
        var schema = table.Schema;
        var name = options?.SequenceName?.Name
            ?? ObjectNames.ForRelation(scope.Catalog, schema, table.Name, columnName, "seq", taken => taken == table.Name);
        if (options?.SequenceName is { } given)
        {
            schema = given.Qualifier ?? schema;
            scope.AlreadyThere(schema, name, ifNotExists: false, given.Position);
        }

        var sequence = new SequenceDefinition(scope.Transaction.NewSequenceId(), schema, name) { Type = type, OwnedBy = (table.Id, column) };
        sequence = Apply(sequence, options ?? new SequenceOptions(0), isNew: true);
        scope.Catalog = scope.Catalog.WithSequence(sequence);
        return sequence;
    }

    /// <summary>The default expression of a serial column.</summary>
    public static string DefaultText(SequenceDefinition sequence) =>
        $"nextval({SqlWriter.QuoteString(SqlWriter.QuoteIdentifier(sequence.Schema) + "." + SqlWriter.QuoteIdentifier(sequence.Name))})";

    private static SequenceDefinition Apply(SequenceDefinition sequence, SequenceOptions options, bool isNew)
    {
        var type = options.Type is { } name ? TypeNameBinder.Bind(name) : sequence.Type;
        if (!type.IsInteger)
            throw Invalid("sequence type must be smallint, integer, or bigint", options);
        var increment = options.Increment ?? sequence.Increment;
        if (increment == 0)
            throw Invalid("INCREMENT must not be zero", options);
        var (lowest, highest) = Range(type);
        var (oldLowest, oldHighest) = Range(sequence.Type);
        var resetMaximum = isNew || options.NoMaxValue || (type != sequence.Type && sequence.Maximum == oldHighest);
        var resetMinimum = isNew || options.NoMinValue || (type != sequence.Type && sequence.Minimum == oldLowest);
        var maximum = options.MaxValue ?? (resetMaximum ? increment > 0 ? highest : -1 : sequence.Maximum);
        var minimum = options.MinValue ?? (resetMinimum ? increment > 0 ? 1 : lowest : sequence.Minimum);
        if (maximum < lowest || maximum > highest)
            throw Invalid($"MAXVALUE ({maximum}) is out of range for sequence data type {type}", options);
        if (minimum < lowest || minimum > highest)
            throw Invalid($"MINVALUE ({minimum}) is out of range for sequence data type {type}", options);
        if (minimum >= maximum)
            throw Invalid($"MINVALUE ({minimum}) must be less than MAXVALUE ({maximum})", options);
        var start = options.Start ?? (isNew ? increment > 0 ? minimum : maximum : sequence.Start);
        if (start < minimum)
            throw Invalid($"START value ({start}) cannot be less than MINVALUE ({minimum})", options);
        if (start > maximum)
            throw Invalid($"START value ({start}) cannot be greater than MAXVALUE ({maximum})", options);
        var cache = options.Cache ?? sequence.Cache;
        if (cache < 1)
            throw Invalid($"CACHE ({cache}) must be greater than zero", options);
        return sequence with
        {
            Type = type,
            Increment = increment,
            Minimum = minimum,
            Maximum = maximum,
            Start = start,
            Cache = cache,
            Cycle = options.Cycle ?? sequence.Cycle,
        };
    }

    private static SequenceDefinition WithOwner(DefinitionScope scope, SequenceDefinition sequence, SequenceOptions options)
    {
        if (options.OwnedByNone)
            return sequence with { OwnedBy = null };
        if (options.OwnedBy is not { } owner)
            return sequence;
        if (owner.Parts.Count < 2)
        {
            throw new VectorDbException(SqlStates.SyntaxError, "invalid OWNED BY option")
            {
                Position = owner.Position + 1,
                Hint = "Specify OWNED BY table.column or OWNED BY NONE.",
            };
        }

        var tableName = new QualifiedName(owner.Position, [.. owner.Parts.Take(owner.Parts.Count - 1)]);
        var table = scope.Names.Table(tableName);
        var column = table.IndexOf(owner.Name);
        if (column < 0)
            throw new VectorDbException(SqlStates.UndefinedColumn, $"column \"{owner.Name}\" of relation \"{table.Name}\" does not exist") { Position = owner.Position + 1 };
        if (table.Schema != sequence.Schema)
            throw new VectorDbException(SqlStates.ObjectNotInPrerequisiteState, "sequence must be in same schema as table it is linked to");
        return sequence with { OwnedBy = (table.Id, table.Columns[column].Id) };
    }

    private static bool OwnerIsIdentity(DefinitionScope scope, SequenceDefinition sequence) =>
        sequence.OwnedBy is { } owner
        && scope.Catalog.FindTable(owner.Table) is { } table
        && table.IndexOf(owner.Column) is >= 0 and var at
        && table.Columns[at].Identity != IdentityKind.None;

    private static (long Lowest, long Highest) Range(SqlType type) => type.Kind switch
    {
        TypeKind.SmallInt => (short.MinValue, short.MaxValue),
        TypeKind.Integer => (int.MinValue, int.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };

    private static VectorDbException Invalid(FormattableString message, SequenceOptions options) => Invalid(message.ToString(CultureInfo.InvariantCulture), options);

    private static VectorDbException Invalid(string message, SequenceOptions options) =>
        new(SqlStates.InvalidParameterValue, message) { Position = options.Position + 1 };
}
