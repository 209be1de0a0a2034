using VectorData.Core.Schema;

namespace VectorData.Storage.Tables;

/// <summary>
/// The rows of one segment that one transaction writes or shares until it ends. Guarded by the table's gate. Shared keys are no claims of
/// rows: see <see cref="KeyClaims"/>.
/// </summary>
internal sealed class RowClaims(StorageTransaction owner)
{
    private readonly OrdinalSet _shares = new();
    private readonly OrdinalSet _noKeyUpdates = new();
    private readonly OrdinalSet _updates = new();

    public StorageTransaction Owner { get; } = owner;

    public bool Writes(int ordinal) => _updates.Contains(ordinal) || _noKeyUpdates.Contains(ordinal);

    /// <summary>Whether another transaction's claim has to wait for this one.</summary>
    public bool ConflictsWith(int ordinal, RowLockMode mode) => mode switch
    {
        RowLockMode.KeyShare => _updates.Contains(ordinal),
        RowLockMode.Share => Writes(ordinal),
        _ => Writes(ordinal) || _shares.Contains(ordinal),
    };

    public void Add(int ordinal, RowLockMode mode) => (mode switch
    {
        RowLockMode.Update => _updates,
        RowLockMode.NoKeyUpdate => _noKeyUpdates,
        _ => _shares,
    }).Add(ordinal);

    private sealed class OrdinalSet
    {
        private const int PageShift = 12;
        private const int PageWords = (1 << PageShift) / 64;

        private ulong[]?[] _pages = [];

        public bool Contains(int ordinal)
        {
            var page = ordinal >> PageShift;
            return page < _pages.Length && _pages[page] is { } words && (words[(ordinal >> 6) & (PageWords - 1)] & (1UL << ordinal)) != 0;
        }

        public void Add(int ordinal)
        {
            var page = ordinal >> PageShift;
            if (page >= _pages.Length)
                Array.Resize(ref _pages, page + 1);
            var words = _pages[page] ??= new ulong[PageWords];
            words[(ordinal >> 6) & (PageWords - 1)] |= 1UL << ordinal;
        }
    }
}

/// <summary>
/// The unique keys of one table that a transaction keeps for itself or from being ended, by hash: an update that keeps a row's key gives the row a new
/// address, and who refers to the key must be safe all the same. Guarded by the table's gate.
/// </summary>
internal sealed class KeyClaims(StorageTransaction owner)
{
    private readonly Dictionary<IndexId, HashSet<ulong>> _shared = [];
    private readonly Dictionary<IndexId, HashSet<ulong>> _ended = [];

    public StorageTransaction Owner { get; } = owner;

    /// <summary>Whether the transaction needs the key to stay.</summary>
    public bool Shares(IndexId index, ulong hash) => _shared.TryGetValue(index, out var hashes) && hashes.Contains(hash);

    /// <summary>Whether the transaction took the key from a row of its own, which may stand for a committed one.</summary>
    public bool Ends(IndexId index, ulong hash) => _ended.TryGetValue(index, out var hashes) && hashes.Contains(hash);

    public bool SharesAny => _shared.Count > 0;

    public void Add(IndexId index, ulong hash, bool shared)
    {
        var claims = shared ? _shared : _ended;
        if (!claims.TryGetValue(index, out var hashes))
            claims.Add(index, hashes = []);
        hashes.Add(hash);
    }
}

/// <summary>What running transactions hold of one table. Everything here is guarded by <see cref="Gate"/>, which is held for short computations only.</summary>
internal sealed class TableLocks
{
    private readonly Dictionary<SegmentId, List<RowClaims>> _claims = [];
    private TaskCompletionSource? _exclusiveWaiterLeft;

    public readonly Lock Gate = new();

    /// <summary>Transactions that write rows of the table.</summary>
    public List<StorageTransaction> Writers { get; } = [];

    /// <summary>Keys that running transactions have entered.</summary>
    public List<PendingKeys> Pending { get; } = [];

    /// <summary>Keys that running transactions share or took away.</summary>
    public List<KeyClaims> Keys { get; } = [];

    public StorageTransaction? Exclusive { get; set; }

    /// <summary>Who waits for the exclusive lock: new writers queue behind it.</summary>
    public StorageTransaction? ExclusiveWaiter
    {
        get;
        set
        {
            field = value;
            if (value is null)
            {
                _exclusiveWaiterLeft?.SetResult();
                _exclusiveWaiterLeft = null;
            }
        }
    }

    /// <summary>Done when the present waiter has the lock or gave up, though its transaction may go on.</summary>
    public Task ExclusiveWaiterLeft => (_exclusiveWaiterLeft ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public bool IsClaimed(SegmentId segment) => _claims.ContainsKey(segment);

    /// <summary>A transaction that has to end before <paramref name="own"/> may claim the row, or null.</summary>
    public StorageTransaction? Holder(SegmentId segment, int ordinal, RowLockMode mode, StorageTransaction own)
    {
        if (!_claims.TryGetValue(segment, out var claims))
            return null;
        foreach (var claim in claims)
            if (claim.Owner != own && claim.ConflictsWith(ordinal, mode))
                return claim.Owner;
        return null;
    }

    /// <summary>
    /// Another transaction that has one of these keys, or null. One that waits to see what becomes of the key once <paramref name="own"/>, which deletes
    /// it, has ended does not have it yet: whoever deletes a key may insert it again.
    /// </summary>
    public StorageTransaction? KeyHolder(IndexId index, ReadOnlySpan<ulong> hashes, ReadOnlySpan<bool> skipped, StorageTransaction own)
    {
        foreach (var pending in Pending)
        {
            if (pending.Owner == own)
                continue;
            for (var i = 0; i < hashes.Length; i++)
                if (!skipped[i] && pending.Contains(index, hashes[i]) && pending.Owner.AwaitedKey != (index, hashes[i], own))
                    return pending.Owner;
        }

        return null;
    }

    public KeyClaims KeysOf(StorageTransaction own)
    {
        foreach (var keys in Keys)
            if (keys.Owner == own)
                return keys;
        var fresh = new KeyClaims(own);
        Keys.Add(fresh);
        return fresh;
    }

    /// <summary>The keys of a transaction, listed for others from now on.</summary>
    public PendingKeys PendingOf(StorageTransaction own)
    {
        foreach (var pending in Pending)
            if (pending.Owner == own)
                return pending;
        var fresh = new PendingKeys(own);
        Pending.Add(fresh);
        return fresh;
    }

    /// <summary>A transaction that is about to delete the row, or null.</summary>
    public StorageTransaction? Writer(SegmentId segment, int ordinal, StorageTransaction own)
    {
        if (!_claims.TryGetValue(segment, out var claims))
            return null;
        foreach (var claim in claims)
            if (claim.Owner != own && claim.Writes(ordinal))
                return claim.Owner;
        return null;
    }

    public void Claim(SegmentId segment, int ordinal, RowLockMode mode, StorageTransaction own)
    {
        if (!_claims.TryGetValue(segment, out var claims))
            _claims.Add(segment, claims = []);
        foreach (var claim in claims)
        {
            if (claim.Owner != own)
                continue;
            claim.Add(ordinal, mode);
            return;
        }

        var fresh = new RowClaims(own);
        fresh.Add(ordinal, mode);
        claims.Add(fresh);
    }

    /// <summary>Ends all that a transaction holds here.</summary>
    public void Release(StorageTransaction owner)
    {
        Writers.Remove(owner);
        Pending.RemoveAll(pending => pending.Owner == owner);
        Keys.RemoveAll(keys => keys.Owner == owner);
        if (Exclusive == owner)
            Exclusive = null;
        if (ExclusiveWaiter == owner)
            ExclusiveWaiter = null;
        foreach (var (segment, claims) in _claims)
        {
            claims.RemoveAll(claim => claim.Owner == owner);
            if (claims.Count == 0)
                _claims.Remove(segment);
        }
    }
}
