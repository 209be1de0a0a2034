using VectorData.Core.Errors;
using VectorData.Storage.Tables;

namespace VectorData.Storage.Maintenance;

/// <summary>Does due work in the background: one thread for flushes and checkpoints, which free memory, one for index builds and compactions, which take long.</summary>
internal sealed class MaintenanceThreads : IDisposable
{
    // Growing segments get rows, and others deletes, without anybody calling.
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly AutoResetEvent _flushDue = new(false);
    private readonly AutoResetEvent _buildDue = new(false);
    private readonly Thread[] _threads;
    private readonly DatabaseState _state;
    private readonly MaintenanceWork _work;

    public MaintenanceThreads(DatabaseState state, MaintenanceWork work)
    {
        _state = state;
        _work = work;
        _threads =
        [
            Start("VectorData flush", _flushDue, Flush, failure => _state.Memory.SetFlushFailure(failure)),
            Start("VectorData build", _buildDue, Build, static _ => { }, ThreadPriority.BelowNormal),
        ];
        state.MaintenanceDue = Wake;
        Wake();
    }

    /// <summary>Ends the threads; work under way stops at its next look at the token.</summary>
    public void Dispose()
    {
        _state.MaintenanceDue = static () => { };
        _stop.Cancel();
        _flushDue.Set();
        _buildDue.Set();
        foreach (var thread in _threads)
            thread.Join();
        // The events stay: a commit that is just ending may still set them.
        _stop.Dispose();
    }

    private void Wake()
    {
        _flushDue.Set();
        _buildDue.Set();
    }

    private bool Flush(CancellationToken cancellationToken)
    {
        var any = _work.Flush(everything: _state.Memory.IsOver, cancellationToken);
        any |= _work.CheckpointIfDue(cancellationToken);
        if (any)
            _buildDue.Set();
        return any;
    }

    private bool Build(CancellationToken cancellationToken) => _work.BuildIndexes(cancellationToken) | _work.CompactDue(cancellationToken);

    private Thread Start(string name, AutoResetEvent due, Func<CancellationToken, bool> work, Action<VectorDbException?> report, ThreadPriority priority = ThreadPriority.Normal)
    {
        var thread = new Thread(() => Loop(due, work, report)) { IsBackground = true, Name = name, Priority = priority };
        thread.Start();
        return thread;
    }

    // After a failure (a full disk, files in the way) the same work is tried again, after longer and longer pauses.
    private void Loop(AutoResetEvent due, Func<CancellationToken, bool> work, Action<VectorDbException?> report)
    {
        var pause = FirstPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                while (work(_stop.Token))
                {
                }

                report(null);
                pause = FirstPause;
                due.WaitOne(Recheck);
            }
            catch (OperationCanceledException)
            {
                _stop.Token.WaitHandle.WaitOne(pause);
            }
            catch (Exception e)
            {
                // Whatever it is, it must not end the process of the database's user.
                report(e as VectorDbException ?? new VectorDbException(SqlStates.InternalError, e.Message, e));
                _stop.Token.WaitHandle.WaitOne(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}
