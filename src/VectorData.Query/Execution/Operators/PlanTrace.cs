using VectorData.Core.Values;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Operators;

/// <summary>What EXPLAIN ANALYZE measured of each node.</summary>
internal sealed class PlanTrace(TimeProvider clock)
{
    private readonly Dictionary<PlanNode, Entry> _entries = new(ReferenceEqualityComparer.Instance);

    public TimeProvider Clock { get; } = clock;

    public Entry For(PlanNode node)
    {
        if (!_entries.TryGetValue(node, out var entry))
            _entries[node] = entry = new Entry(Clock);
        return entry;
    }

    public Entry? Find(PlanNode node) => _entries.GetValueOrDefault(node);

    internal sealed class Entry(TimeProvider clock)
    {
        private readonly List<string> _notes = [];

        public TimeProvider Clock { get; } = clock;

        /// <summary>How often the node was run.</summary>
        public int Loops { get; set; }

        /// <summary>Rows of all loops.</summary>
        public long Rows { get; set; }

        /// <summary>Time until the first batch and until the end, all loops, inputs included.</summary>
        public TimeSpan Startup { get; set; }

        public TimeSpan Total { get; set; }

        /// <summary>Rows that a filter of the node took out.</summary>
        public long RowsRemoved { get; set; }

        /// <summary>What vector searches did.</summary>
        public VectorSearchTrace? Search { get; set; }

        /// <summary>Further lines, such as which side of a join was built on.</summary>
        public IReadOnlyList<string> Notes => _notes;

        public void Note(string line)
        {
            if (!_notes.Contains(line))
                _notes.Add(line);
        }
    }
}

/// <summary>Counts rows and time around an operator.</summary>
internal sealed class TracedOperator : Operator
{
    private readonly Operator _inner;
    private readonly PlanTrace.Entry _entry;
    private bool _started;

    public TracedOperator(Func<Operator> start, PlanTrace.Entry entry)
    {
        _entry = entry;
        entry.Loops++;
        var begin = entry.Clock.GetTimestamp();
        _inner = start();
        AddTime(begin);
    }

    public override Batch? Next()
    {
        var begin = _entry.Clock.GetTimestamp();
        var batch = _inner.Next();
        AddTime(begin);
        _started = true;
        _entry.Rows += batch?.Count ?? 0;
        return batch;
    }

    public override void Dispose() => _inner.Dispose();

    private void AddTime(long begin)
    {
        var time = _entry.Clock.GetElapsedTime(begin);
        _entry.Total += time;
        if (!_started)
            _entry.Startup += time;
    }
}
