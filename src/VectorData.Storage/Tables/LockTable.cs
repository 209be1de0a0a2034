using System.Collections.Concurrent;
using VectorData.Core.Errors;
using VectorData.Core.Schema;

namespace VectorData.Storage.Tables;

/// <summary>
/// Who may change what. All locks are held until the transaction ends, and every wait is a wait for one transaction to end, so that a deadlock is
/// a cycle in "waits for". Lock order: a table's gate, then the waits; nobody waits with a gate held.
/// </summary>
internal sealed class LockTable
{
    private readonly ConcurrentDictionary<TableId, TableLocks> _tables = new();
    private readonly Lock _waits = new();
    private StorageTransaction? _catalogOwner;

    public TableLocks Of(TableId table) => _tables.GetOrAdd(table, static _ => new TableLocks());

    public void LockCatalog(StorageTransaction owner, CancellationToken cancellationToken)
    {
        while (Interlocked.CompareExchange(ref _catalogOwner, owner, null) is { } other && other != owner)
            WaitFor(owner, other, cancellationToken);
    }

    public void ReleaseCatalog(StorageTransaction owner) => Interlocked.CompareExchange(ref _catalogOwner, null, owner);

    /// <summary>Waits until the owner is a writer of the table.</summary>
    public void LockShared(TableId table, StorageTransaction owner, CancellationToken cancellationToken)
    {
        var locks = Of(table);
        while (true)
        {
            StorageTransaction? other;
            Task? gaveUp = null;
            lock (locks.Gate)
            {
                if (locks.Writers.Contains(owner))
                    return;
                other = Other(locks.Exclusive, owner);
                if (other is null && Other(locks.ExclusiveWaiter, owner) is { } first)
                {
                    other = first;
                    gaveUp = locks.ExclusiveWaiterLeft;
                }

                if (other is null)
                {
                    locks.Writers.Add(owner);
                    return;
                }
            }

            WaitFor(owner, other, cancellationToken, gaveUp);
        }
    }

    /// <summary>Waits until no other transaction writes the table and none will.</summary>
    public void LockExclusive(TableId table, StorageTransaction owner, CancellationToken cancellationToken)
    {
        var locks = Of(table);
        while (true)
        {
            StorageTransaction? other;
            lock (locks.Gate)
            {
                if (locks.Exclusive == owner)
                    return;
                other = locks.Exclusive ?? locks.Writers.Find(writer => writer != owner);
                if (other is null)
                {
                    locks.Exclusive = owner;
                    if (locks.ExclusiveWaiter == owner)
                        locks.ExclusiveWaiter = null;
                    if (!locks.Writers.Contains(owner))
                        locks.Writers.Add(owner);
                    return;
                }

                locks.ExclusiveWaiter ??= owner;
            }

            try
            {
                WaitFor(owner, other, cancellationToken);
            }
            catch
            {
                lock (locks.Gate)
                    if (locks.ExclusiveWaiter == owner)
                        locks.ExclusiveWaiter = null;
                throw;
            }
        }
    }

    /// <summary>
    /// Returns when <paramref name="other"/> has ended, or when <paramref name="orUntil"/> is done: that it waits no more for what it was in front for. 40P01 when it waits for the waiter, 55P03 after the lock timeout.
    /// </summary>
    public void WaitFor(StorageTransaction waiter, StorageTransaction other, CancellationToken cancellationToken, Task? orUntil = null)
    {
        Task ended;
        lock (_waits)
        {
            waiter.ThrowIfAbandoned();
            if (other.HasEnded)
                return;
            CheckDeadlock(waiter, other);
            waiter.WaitsFor = other;
            ended = other.Ended;
        }

        try
        {
            if (Task.WaitAny(orUntil is null ? [ended] : [ended, orUntil], Milliseconds(waiter.LockTimeout), cancellationToken) < 0)
                throw new VectorDbException(SqlStates.LockNotAvailable, "canceling statement due to lock timeout");
            waiter.ThrowIfAbandoned();
        }
        finally
        {
            lock (_waits)
                waiter.WaitsFor = null;
        }
    }

    /// <summary>Lets go of everything a transaction holds, then wakes those that wait for it.</summary>
    public void Release(StorageTransaction owner, IEnumerable<TableId> tables)
    {
        foreach (var table in tables)
        {
            var locks = Of(table);
            lock (locks.Gate)
                locks.Release(owner);
        }

        ReleaseCatalog(owner);
        lock (_waits)
            owner.SetEnded();
    }

    private static int Milliseconds(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? Timeout.Infinite : (int)Math.Clamp(timeout.TotalMilliseconds, 0, int.MaxValue);

    private static StorageTransaction? Other(StorageTransaction? holder, StorageTransaction own) => holder == own ? null : holder;

    private static void CheckDeadlock(StorageTransaction waiter, StorageTransaction other)
    {
        var chain = new List<StorageTransaction> { waiter };
        for (var next = other; next is not null; next = next.WaitsFor)
        {
            chain.Add(next);
            if (next != waiter)
                continue;
            var detail = string.Join("\n", chain.Zip(chain.Skip(1), (left, right) => $"Transaction {left.Id.Value} waits for transaction {right.Id.Value}."));
            throw new VectorDbException(SqlStates.DeadlockDetected, "deadlock detected")
            {
                Detail = detail,
                Hint = "Run the transaction again; changing rows in the same order everywhere avoids deadlocks.",
            };
        }
    }
}
