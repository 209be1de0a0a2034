using System.Collections.Concurrent;
using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Tables;
using VectorData.Storage.Tests.Tables;
using VectorData.Testing.Faults;
using Xunit.Abstractions;

namespace VectorData.Storage.Tests.Recovery;

/// <summary>Several writers and the background maintenance lose their power in the middle of it, again and again.</summary>
public sealed class ConcurrentCrashTests(ITestOutputHelper output)
{
    private const int Workers = 4;
    private const int Rounds = 8;
    private const int IdsOfWorker = 1_000_000;

    private static StorageOptions Busy => TestTables.Options with
    {
        BackgroundMaintenance = true,
        GrowingSegmentRows = 300,
        AdoptRows = 60,
        LogChunkBytes = 4096,
        CheckpointLogBytes = 64 << 10,
        CompactionFanIn = 3,
        MaxSegmentRows = 3000,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_acknowledged_commit_survives_and_none_is_halved(int variant)
    {
        var seed = Environment.TickCount + variant;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var files = new FaultyFiles();
        var engine = TestTables.Open(files, Busy);
        var (left, right) = (engine.CreateItems("left"), engine.CreateItems("right"));
        var writers = Enumerable.Range(0, Workers).Select(worker => new Writer(worker, random.Next())).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var failures = new ConcurrentBag<Exception>();
            var running = engine;
            var threads = writers.Select(writer => new Thread(() => writer.Run(running, left, right, failures))).ToArray();
            foreach (var thread in threads)
                thread.Start();
            Thread.Sleep(random.Next(50, 400));
            foreach (var writer in writers)
                writer.Stop();
            files = files.Cut(random.Next(3) switch
            {
                0 => PowerCut.LosesAll,
                1 => PowerCut.ProcessOnly,
                _ => new PowerCut { KeptBytes = random.Next(20_000), DeletedObjectsReturn = true },
            });
            foreach (var thread in threads)
                thread.Join();
            engine.Dispose();
            Assert.Empty(failures);
            engine = TestTables.Open(files, Busy);
            Assert.Empty(engine.Verify());
            var rows = Rows(engine, left);
            Assert.Equal(rows, Rows(engine, right));
            foreach (var writer in writers)
                writer.Settle(rows);
        }

        output.WriteLine($"{writers.Sum(writer => writer.Commits)} commits, {engine.Count(left)} rows");
        engine.Dispose();
    }

    private static SortedDictionary<int, string> Rows(StorageEngine engine, TableId table)
    {
        var rows = new SortedDictionary<int, string>();
        foreach (var segment in engine.Current.Table(table).Segments)
            foreach (var (_, id, name) in segment.Live())
                rows.Add(id, name!);
        return rows;
    }

    /// <summary>Writes rows of its own to both tables alike, and knows what was acknowledged.</summary>
    private sealed class Writer(int number, int seed)
    {
        private readonly Random _random = new(seed);
        private Dictionary<int, string> _known = [];
        private Dictionary<int, string>? _underWay;
        private int _nextId = number * IdsOfWorker;
        private int _version;
        private volatile bool _stopped;

        public int Commits { get; private set; }

        // What is acknowledged from here on may come after the cut.
        public void Stop()
        {
            lock (_random)
                _stopped = true;
        }

        public void Run(StorageEngine engine, TableId left, TableId right, ConcurrentBag<Exception> failures)
        {
            _stopped = false;
            try
            {
                while (!_stopped)
                    Step(engine, left, right);
            }
            catch (VectorDbException) when (_stopped)
            {
                // The power is off.
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }

        /// <summary>The rows found are the acknowledged ones, with or without those of the commit that was under way.</summary>
        public void Settle(SortedDictionary<int, string> found)
        {
            var own = found.Where(row => row.Key / IdsOfWorker == number).ToDictionary();
            if (_underWay is not { } other || !Same(own, other))
                Assert.True(Same(own, _known), $"writer {number}: {own.Count} rows are there, {_known.Count} were acknowledged, {_underWay?.Count} under way; "
                    + $"differing ids {string.Join(",", own.Except(_known).Concat(_known.Except(own)).Select(row => row.Key).Distinct().Order().Take(20))}");
            _known = own;
            _underWay = null;
        }

        private static bool Same(Dictionary<int, string> left, Dictionary<int, string> right) =>
            left.Count == right.Count && left.All(row => right.TryGetValue(row.Key, out var name) && name == row.Value);

        private void Step(StorageEngine engine, TableId left, TableId right)
        {
            var next = new Dictionary<int, string>(_known);
            var name = (++_version).ToString(CultureInfo.InvariantCulture);
            int[] gone = [];
            var added = new List<(int?, string?)>();
            if (_known.Count > 0 && _random.Next(3) > 0)
            {
                gone = _known.Keys.OrderBy(_ => _random.Next()).Take(_random.Next(1, 40)).ToArray();
                if (_random.Next(2) == 0)
                    added.AddRange(gone.Select(id => ((int?)id, (string?)name)));
            }
            else
            {
                for (var count = _random.Next(6) == 0 ? _random.Next(60, 400) : _random.Next(1, 20); count > 0; count--)
                    added.Add((_nextId++, name));
            }

            foreach (var id in gone)
                next.Remove(id);
            foreach (var (id, value) in added)
                next[id!.Value] = value!;
            using var transaction = engine.Begin(_random.Next(2) == 0 ? TransactionIsolation.ReadCommitted : TransactionIsolation.Snapshot);
            foreach (var table in new[] { left, right })
            {
                Assert.True(transaction.Delete(table, gone));
                if (added.Count > 0)
                    transaction.Insert(table, added.ToArray());
            }

            if (_random.Next(10) == 0)
                return;
            _underWay = next;
            transaction.Commit();
            lock (_random)
            {
                if (_stopped)
                    return;
                _known = next;
                _underWay = null;
                Commits++;
            }
        }
    }
}
