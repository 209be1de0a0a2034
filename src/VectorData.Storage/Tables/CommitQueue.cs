using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Wal;

namespace VectorData.Storage.Tables;

/// <summary>
/// Group commit: the first to come leads and takes all who wait along, with one write and one sync; who comes meanwhile
/// waits for the next group. Commits of a group become visible together.
/// </summary>
internal sealed class CommitQueue(DatabaseState state)
{
    private readonly Lock _gate = new();
    private List<CommitRequest> _waiting = [];
    private bool _hasLeader;
    private bool _maintenanceDue;
    private volatile Exception? _broken;

    /// <summary>Returns when the request is durable and visible; throws when it is not in the log.</summary>
    public void Commit(CommitRequest request)
    {
        if (Enter(request) || request.Turn.GetAwaiter().GetResult())
            LeadOne();
        Rethrow(request);
    }

    /// <inheritdoc cref="Commit"/>
    public async ValueTask CommitAsync(CommitRequest request)
    {
        if (Enter(request) || await request.Turn.ConfigureAwait(false))
            await Task.Run(LeadOne).ConfigureAwait(false);
        Rethrow(request);
    }

    private static void Rethrow(CommitRequest request)
    {
        if (request.Failure is { } failure)
            throw CommitFailure.Of(failure);
    }

    /// <summary>True when the caller leads.</summary>
    private bool Enter(CommitRequest request)
    {
        lock (_gate)
        {
            _waiting.Add(request);
            if (_hasLeader)
                return false;
            return _hasLeader = true;
        }
    }

    /// <summary>Commits all who wait now and hands the lead to the first of those who came meanwhile.</summary>
    private void LeadOne()
    {
        List<CommitRequest> group;
        lock (_gate)
        {
            group = _waiting;
            _waiting = [];
        }

        try
        {
            Process(group);
        }
        finally
        {
            CommitRequest? next = null;
            lock (_gate)
            {
                if (_waiting.Count > 0)
                    next = _waiting[0];
                else
                    _hasLeader = false;
            }

            next?.Lead();
            foreach (var request in group)
                request.End();
            foreach (var request in group)
                request.Finish();
        }

        if (_maintenanceDue || state.Memory.IsOver || state.IsLogLong)
            state.MaintenanceDue();
    }

    private void Process(List<CommitRequest> group)
    {
        try
        {
            lock (state.Publishing)
                WriteAndPublish(group);
        }
        catch (Exception e)
        {
            foreach (var request in group)
                request.Failure ??= e;
        }
    }

    private void WriteAndPublish(List<CommitRequest> group)
    {
        ThrowIfBroken();
        var current = state.Current;
        var growing = new GrowingSegments(state, current);
        var first = current.Sequence;
        var sequences = state.IsDurable ? state.Sequences.Pending(current.Catalog) : [];
        var entries = new List<WalEntry>();
        if (sequences.Count > 0)
        {
            var record = new RecordWriter();
            LogRecords.WriteSequences(record, sequences);
            first = first.Next();
            entries.Add(new WalEntry(LogRecords.Sequences, first, record.ToSequence()));
        }

        var last = first;
        foreach (var request in group)
        {
            request.Failure = request.Check(current);
            if (!request.HasChanges || request.Failure is not null)
                continue;
            last = last.Next();
            request.Assign(growing, current);
            if (state.IsDurable)
                request.Encode(entries, last);
        }

        var logStart = state.Log?.End ?? 0;
        if (entries.Count > 0)
            state.Log!.Append(entries, state.Options.Synchronous == SynchronousMode.Full);
        state.Sequences.Logged(sequences);
        try
        {
            Publish(group, growing, current, first, last, logStart);
        }
        catch (Exception e)
        {
            // The log is ahead of memory now: going on would write records that do not fit it.
            _broken = e;
            throw;
        }
    }

    /// <summary>Throws when the log has records that memory does not: then no image of memory may take the log's place.</summary>
    public void ThrowIfBroken()
    {
        if (_broken is { } broken)
        {
            throw new VectorDbException(SqlStates.IoError, $"the database takes no more commits after an internal failure: {broken.Message}", broken)
            {
                Hint = "Close the database and open it again: everything that was committed is in the log.",
            };
        }
    }

    private void Publish(List<CommitRequest> group, GrowingSegments growing, DatabaseSnapshot current, CommitSequence first, CommitSequence last, long logStart)
    {
        var next = new SnapshotBuilder(current);
        foreach (var request in group)
        {
            if (!request.HasChanges || request.Failure is not null)
                continue;
            first = first.Next();
            request.Apply(next, first, logStart);
        }

        state.Publish(next.Build(last));
        _maintenanceDue = growing.HasClosed || group.Exists(request => request.GivesWork);
    }
}
