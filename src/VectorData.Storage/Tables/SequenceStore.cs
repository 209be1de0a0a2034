using System.Collections.Concurrent;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Storage.Tables;

/// <summary>
/// The current values of sequences. A value is handed out without waiting; the log is told a value <see cref="Ahead"/> steps further with the
/// next commit, so that what a committed row holds is never handed out again, and most commits have nothing to tell.
/// </summary>
internal sealed class SequenceStore
{
    private const int Ahead = 32;

    private readonly ConcurrentDictionary<SequenceId, State> _states = new();

    public long Next(SequenceDefinition definition)
    {
        var state = StateOf(definition);
        lock (state.Gate)
        {
            if (!state.IsCalled)
            {
                state.IsCalled = true;
                return state.Last;
            }

            if (definition.Increment > 0 ? state.Last > definition.Maximum - definition.Increment : state.Last < definition.Minimum - definition.Increment)
            {
                if (!definition.Cycle)
                    throw Exhausted(definition);
                state.Last = definition.Increment > 0 ? definition.Minimum : definition.Maximum;
                state.Jumped = true;
                return state.Last;
            }

            return state.Last += definition.Increment;
        }
    }

    public long? Last(SequenceDefinition definition)
    {
        var state = StateOf(definition);
        lock (state.Gate)
            return state.IsCalled ? state.Last : null;
    }

    public void Set(SequenceDefinition definition, long value, bool isCalled)
    {
        if (value < definition.Minimum || value > definition.Maximum)
        {
            throw new VectorDbException(
                SqlStates.NumericValueOutOfRange,
                $"setval: value {value} is out of bounds for sequence \"{definition.Name}\" ({definition.Minimum}..{definition.Maximum})");
        }

        var state = StateOf(definition);
        lock (state.Gate)
        {
            state.Last = value;
            state.IsCalled = isCalled;
            state.Jumped = true;
        }
    }

    /// <summary>What the log does not know yet. Marked as logged by <see cref="Logged"/>.</summary>
    public List<SequenceRecord> Pending(Catalog catalog)
    {
        var pending = new List<SequenceRecord>();
        foreach (var (id, state) in _states)
        {
            lock (state.Gate)
            {
                var definition = catalog.FindSequence(id) ?? state.Definition;
                if (!state.IsCovered(definition))
                    pending.Add(ToLog(id, definition, state));
            }
        }

        return pending;
    }

    /// <summary>Whether a value was handed out that the log does not cover.</summary>
    public bool HasPending()
    {
        foreach (var state in _states.Values)
            lock (state.Gate)
                if (!state.IsCovered(state.Definition))
                    return true;
        return false;
    }

    public void Logged(IReadOnlyList<SequenceRecord> records)
    {
        foreach (var record in records)
        {
            if (!_states.TryGetValue(record.Id, out var state))
                continue;
            lock (state.Gate)
            {
                state.Logged = record;
                if (record == ToLog(record.Id, state.Definition, state))
                    state.Jumped = false;
            }
        }
    }

    /// <summary>Exact values where the log has others: written when the database is closed in order, so that no values are skipped.</summary>
    public List<SequenceRecord> Inexact()
    {
        var records = new List<SequenceRecord>();
        foreach (var (id, state) in _states)
        {
            lock (state.Gate)
            {
                var exact = new SequenceRecord(id, state.Last, state.IsCalled);
                if (state.Logged is { } logged ? logged != exact : !state.IsCovered(state.Definition))
                    records.Add(exact);
            }
        }

        return records;
    }

    /// <summary>
    /// The exact values, for the manifest, which takes the place of records that are further ahead: the next value is one for the log again.
    /// </summary>
    public List<SequenceRecord> Current()
    {
        var records = new List<SequenceRecord>();
        foreach (var (id, state) in _states)
            lock (state.Gate)
            {
                var exact = new SequenceRecord(id, state.Last, state.IsCalled);
                if (state.IsCalled && state.Logged is { IsCalled: true } && state.IsCovered(state.Definition))
                    state.Logged = exact;
                records.Add(exact);
            }

        return records;
    }

    /// <summary>Recovery: a value from the manifest or the log.</summary>
    public void Restore(SequenceRecord record, SequenceDefinition? definition)
    {
        definition ??= new SequenceDefinition(record.Id, "", "");
        _states[record.Id] = new State(definition, record.Last, record.IsCalled) { Logged = record };
    }

    /// <summary>Forgets sequences that are no more.</summary>
    public void Keep(Catalog catalog)
    {
        foreach (var id in _states.Keys)
            if (catalog.FindSequence(id) is null)
                _states.TryRemove(id, out _);
    }

    public void Remove(SequenceId id) => _states.TryRemove(id, out _);

    private static SequenceRecord ToLog(SequenceId id, SequenceDefinition definition, State state) =>
        state.IsCalled ? new SequenceRecord(id, AheadOf(definition, state.Last), true) : new SequenceRecord(id, state.Last, false);

    private static long AheadOf(SequenceDefinition definition, long last)
    {
        var step = (Int128)definition.Increment * Ahead;
        return (long)Int128.Clamp(last + step, Int128.Min(definition.Minimum, last), Int128.Max(definition.Maximum, last));
    }

    private static VectorDbException Exhausted(SequenceDefinition definition) => definition.Increment > 0
        ? new(SqlStates.SequenceGeneratorLimitExceeded, $"nextval: reached maximum value of sequence \"{definition.Name}\" ({definition.Maximum})")
        : new(SqlStates.SequenceGeneratorLimitExceeded, $"nextval: reached minimum value of sequence \"{definition.Name}\" ({definition.Minimum})");

    private State StateOf(SequenceDefinition definition)
    {
        var state = _states.GetOrAdd(definition.Id, static (_, d) => new State(d, d.Start, isCalled: false), definition);
        state.Definition = definition;
        return state;
    }

    private sealed class State(SequenceDefinition definition, long last, bool isCalled)
    {
        public readonly Lock Gate = new();

        public SequenceDefinition Definition { get; set; } = definition;

        public long Last { get; set; } = last;

        public bool IsCalled { get; set; } = isCalled;

        /// <summary>What the log says; null when it says nothing.</summary>
        public SequenceRecord? Logged { get; set; }

        /// <summary>The value was set or began anew since: the log has to be told, whatever it says.</summary>
        public bool Jumped { get; set; }

        public bool IsCovered(SequenceDefinition definition)
        {
            if (Jumped)
                return false;

            // A sequence nobody asked yet starts from its definition.
            if (Logged is not { } logged)
                return !IsCalled && Last == definition.Start;
            if (!IsCalled || !logged.IsCalled)
                return IsCalled == logged.IsCalled && Last == logged.Last;
            return definition.Increment > 0 ? Last <= logged.Last : Last >= logged.Last;
        }
    }
}
