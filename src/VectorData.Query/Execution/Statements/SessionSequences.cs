using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Constraints;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Statements;

/// <summary>The sequences as a session sees them: it remembers which values it was given. One statement at a time works with it.</summary>
internal sealed class SessionSequences : ISequenceSource
{
    private readonly Dictionary<SequenceId, long> _current = [];
    private SequenceId? _last;
    private StorageTransaction? _transaction;
    private IReadOnlyList<string> _searchPath = [];

    /// <summary>Says for which transaction the next calls are.</summary>
    public void Enter(StorageTransaction transaction, IReadOnlyList<string> searchPath)
    {
        _transaction = transaction;
        _searchPath = searchPath;
    }

    /// <summary>Forgets all values given: DISCARD SEQUENCES.</summary>
    public void Forget()
    {
        _current.Clear();
        _last = null;
    }

    public long NextValue(SequenceId sequence)
    {
        if (_transaction!.IsReadOnly)
            throw new VectorDbException(SqlStates.ReadOnlySqlTransaction, "cannot execute nextval() in a read-only transaction");
        var value = _transaction.NextValue(sequence);
        _current[sequence] = value;
        _last = sequence;
        return value;
    }

    public long NextValue(string name) => NextValue(Find(name).Id);

    public long CurrentValue(string name)
    {
        var sequence = Find(name);
        return _current.TryGetValue(sequence.Id, out var value)
            ? value
            : throw new VectorDbException(SqlStates.ObjectNotInPrerequisiteState, $"currval of sequence \"{sequence.Name}\" is not yet defined in this session");
    }

    public long LastValue() => _last is { } last && _current.TryGetValue(last, out var value)
        ? value
        : throw new VectorDbException(SqlStates.ObjectNotInPrerequisiteState, "lastval is not yet defined in this session");

    public void SetValue(string name, long value, bool isCalled)
    {
        if (_transaction!.IsReadOnly)
            throw new VectorDbException(SqlStates.ReadOnlySqlTransaction, "cannot execute setval() in a read-only transaction");
        var sequence = Find(name);
        if (value < sequence.Minimum || value > sequence.Maximum)
        {
            throw new VectorDbException(
                SqlStates.NumericValueOutOfRange,
                FormattableString.Invariant($"setval: value {value} is out of bounds for sequence \"{sequence.Name}\" ({sequence.Minimum}..{sequence.Maximum})"));
        }

        _transaction.SetValue(sequence.Id, value, isCalled);
        if (isCalled)
        {
            _current[sequence.Id] = value;
            _last ??= sequence.Id;
        }
    }

    private SequenceDefinition Find(string text)
    {
        if (SequenceNames.Parse(text) is not var (schema, name))
            throw new VectorDbException(SqlStates.InvalidName, "invalid name syntax");
        var catalog = _transaction!.Catalog;
        if (schema == RowVersions.ReservedSchema)
            throw Missing(text);
        if (schema is not null)
            return catalog.FindSequence(schema, name) ?? throw Missing(text);
        foreach (var candidate in _searchPath)
            if (catalog.FindSequence(candidate, name) is { } found)
                return found;
        throw Missing(text);
    }

    private static VectorDbException Missing(string text) => new(SqlStates.UndefinedTable, $"relation \"{text.Replace("\"", "", StringComparison.Ordinal)}\" does not exist");
}
