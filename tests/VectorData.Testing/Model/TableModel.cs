using System.Collections.Immutable;

namespace VectorData.Testing.Model;

/// <summary>A row of the model: what it holds, and a stamp that tells it from every other row that ever had its key.</summary>
public readonly record struct ModelRow(string Name, long Stamp);

/// <summary>What the storage engine has to answer.</summary>
public enum ModelOutcome
{
    Done,

    /// <summary>Another running transaction is in the way: 55P03 without patience.</summary>
    Waits,

    /// <summary>23505.</summary>
    Duplicate,

    /// <summary>40001.</summary>
    Conflict,
}

/// <summary>A table with a unique integer key and its transactions, as simple as it can be said.</summary>
public sealed class TableModel
{
    private readonly List<TransactionModel> _running = [];
    private long _stamp;

    /// <summary>What is committed.</summary>
    public ImmutableSortedDictionary<int, ModelRow> Rows { get; private set; } = ImmutableSortedDictionary<int, ModelRow>.Empty;

    public IReadOnlyList<TransactionModel> Running => _running;

    public TransactionModel Begin(bool snapshot)
    {
        var transaction = new TransactionModel(this, snapshot);
        _running.Add(transaction);
        return transaction;
    }

    /// <summary>Running transactions are gone, committed rows stay.</summary>
    public void Crash() => _running.Clear();

    /// <summary>The rows as "id:name".</summary>
    public string Show() => Show(Rows);

    internal static string Show(ImmutableSortedDictionary<int, ModelRow> rows) => string.Join(" ", rows.Select(row => $"{row.Key}:{row.Value.Name}"));

    internal long NextStamp() => ++_stamp;

    internal void End(TransactionModel transaction, IEnumerable<KeyValuePair<int, ModelRow?>> changes)
    {
        _running.Remove(transaction);
        var rows = Rows.ToBuilder();
        foreach (var (id, row) in changes)
        {
            if (row is { } there)
                rows[id] = there;
            else
                rows.Remove(id);
        }

        Rows = rows.ToImmutable();
    }
}

/// <summary>A transaction of a <see cref="TableModel"/>. Claims stay until it ends, as the engine documents.</summary>
public sealed class TransactionModel
{
    private readonly TableModel _table;
    private readonly bool _snapshot;
    private readonly HashSet<long> _claimed = [];
    private readonly HashSet<int> _keys = [];
    private ImmutableSortedDictionary<int, ModelRow> _base;

    internal TransactionModel(TableModel table, bool snapshot)
    {
        _table = table;
        _snapshot = snapshot;
        _base = table.Rows;
    }

    /// <summary>Own changes by key, null for deleted; a savepoint is this reference.</summary>
    public ImmutableDictionary<int, ModelRow?> Changes { get; set; } = ImmutableDictionary<int, ModelRow?>.Empty;

    /// <summary>Whether it holds anything that an exclusive lock would wait for.</summary>
    public bool IsWriter { get; private set; }

    public void BeginStatement()
    {
        if (!_snapshot)
            _base = _table.Rows;
    }

    public string Show() => TableModel.Show(View());

    /// <summary>
    /// Whether the snapshot shows a row that others have deleted or replaced since: inserting its key may succeed and shows two rows of
    /// one key, as in PostgreSQL. The model has no words for that.
    /// </summary>
    public bool IsStale(int id) => !Changes.ContainsKey(id) && _base.TryGetValue(id, out var row) && !(_table.Rows.TryGetValue(id, out var now) && now.Stamp == row.Stamp);

    public ModelOutcome Insert(int id, string name)
    {
        IsWriter = true;
        if (Others().Any(other => other._keys.Contains(id)))
            return ModelOutcome.Waits;
        _keys.Add(id);
        if (Changes.TryGetValue(id, out var own) && own is not null)
            return ModelOutcome.Duplicate;
        if (_table.Rows.TryGetValue(id, out var there) && !(Changes.TryGetValue(id, out var change) && change is null && _claimed.Contains(there.Stamp)))
            return Others().Any(other => other._claimed.Contains(there.Stamp)) ? ModelOutcome.Waits : ModelOutcome.Duplicate;
        Changes = Changes.SetItem(id, new ModelRow(name, _table.NextStamp()));
        return ModelOutcome.Done;
    }

    /// <summary>Deletes a row of the view; null when the view has none of that key.</summary>
    public ModelOutcome? Delete(int id)
    {
        if (!View().TryGetValue(id, out var row))
            return null;
        IsWriter = true;
        if (Changes.TryGetValue(id, out var own) && own is not null)
        {
            // The committed row that it took the place of, if there was one, stays deleted.
            Changes = Changes.SetItem(id, null);
            return ModelOutcome.Done;
        }

        if (!_table.Rows.TryGetValue(id, out var there) || there.Stamp != row.Stamp)
            return ModelOutcome.Conflict;
        if (Others().Any(other => other._claimed.Contains(row.Stamp)))
            return ModelOutcome.Waits;
        _claimed.Add(row.Stamp);
        Changes = Changes.SetItem(id, null);
        return ModelOutcome.Done;
    }

    public void Commit() => _table.End(this, Changes);

    public void Rollback() => _table.End(this, []);

    private IEnumerable<TransactionModel> Others() => _table.Running.Where(other => other != this);

    private ImmutableSortedDictionary<int, ModelRow> View()
    {
        var rows = _base.ToBuilder();
        foreach (var (id, row) in Changes)
        {
            if (row is { } there)
                rows[id] = there;
            else
                rows.Remove(id);
        }

        return rows.ToImmutable();
    }
}
