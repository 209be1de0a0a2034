using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Tables;
using VectorData.Storage.Tests.Tables;
using VectorData.Testing.Faults;
using VectorData.Testing.Model;

namespace VectorData.Storage.Tests.Recovery;

/// <summary>
/// Random transactions side by side, maintenance, crashes and restarts, compared with a model step by step. VECTORDATA_MODEL_OPERATIONS sets the length
/// (200000 for a soak), VECTORDATA_MODEL_SEED repeats a run.
/// </summary>
public sealed class ModelTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Keys = 60;

    private static StorageOptions Small => TestTables.Options with
    {
        GrowingSegmentRows = 48,
        GrowingSegmentBytes = 64 << 10,
        MaxUnflushedBytes = 1 << 30,
        LogChunkBytes = 4096,
        AdoptRows = 12,
        CompactionFanIn = 3,
        SpillBytes = 4096,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_operations_agree_with_the_model(int run)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("VECTORDATA_MODEL_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var operations = int.TryParse(Environment.GetEnvironmentVariable("VECTORDATA_MODEL_OPERATIONS"), CultureInfo.InvariantCulture, out var count) ? count : 3000;
        output.WriteLine($"run {run}: VECTORDATA_MODEL_SEED={seed}");
        using var play = new Play(new Random(seed));
        for (var i = 0; i < operations; i++)
        {
            try
            {
                play.Step();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, step {i}: {play.Last}: {e.Message}", e);
            }
        }
    }

    private sealed class Play : IDisposable
    {
        private const int MaxRunning = 3;

        private readonly Random _random;
        private readonly TableModel _model = new();
        private readonly List<Pair> _running = [];
        private readonly List<(DatabaseSnapshot Snapshot, string Rows)> _kept = [];
        private FaultyFiles _files = new();
        private StorageEngine _engine;
        private readonly TableId _table;

        public Play(Random random)
        {
            _random = random;
            _engine = TestTables.Open(_files, Small);
            _table = _engine.CreateItems();
        }

        public string Last { get; private set; } = "";

        public void Step()
        {
            switch (_random.Next(100))
            {
                case < 12:
                    Begin();
                    break;
                case < 45:
                    WithTransaction(Insert);
                    break;
                case < 68:
                    WithTransaction(Delete);
                    break;
                case < 74:
                    WithTransaction(SaveOrReturn);
                    break;
                case < 86:
                    WithTransaction(End);
                    break;
                case < 90:
                    Maintain();
                    break;
                case < 92:
                    ChangeSchema();
                    break;
                case < 93:
                    Restart();
                    break;
                default:
                    Check();
                    break;
            }
        }

        public void Dispose() => _engine.Dispose();

        private void Begin()
        {
            if (_running.Count == MaxRunning)
                return;
            var snapshot = _random.Next(2) == 0;
            Last = $"begin {(snapshot ? "snapshot" : "read committed")}";
            var transaction = _engine.Begin(snapshot ? TransactionIsolation.Snapshot : TransactionIsolation.ReadCommitted);
            transaction.LockTimeout = TimeSpan.Zero;
            _running.Add(new Pair(transaction, _model.Begin(snapshot)));
        }

        private void WithTransaction(Action<Pair> act)
        {
            if (_running.Count == 0)
            {
                Begin();
                return;
            }

            var pair = _running[_random.Next(_running.Count)];
            pair.Real.BeginStatement();
            pair.Model.BeginStatement();
            act(pair);
        }

        // Mostly one row; now and then as many as make a segment of their own.
        private void Insert(Pair pair)
        {
            var count = _random.Next(12) == 0 ? 30 : 1;
            var first = _random.Next(Keys);
            if (Enumerable.Range(count == 1 ? first : 1000 + first, count).Any(pair.Model.IsStale))
                return;
            if (count == 1)
            {
                Last = $"insert {first}";
                var name = Name();
                Expect(pair.Model.Insert(first, name), () => pair.Real.Insert(_table, (first, name)));
                return;
            }

            // A batch is all or nothing: only where the model lets every row in.
            var before = pair.Model.Changes;
            var names = Enumerable.Range(0, count).Select(_ => Name()).ToArray();
            var outcomes = Enumerable.Range(0, count).Select(i => pair.Model.Insert(1000 + first + i, names[i])).ToArray();
            Last = $"insert {1000 + first}..{1000 + first + count}";
            var rows = TestTables.Rows([.. names.Select((name, i) => ((int?)(1000 + first + i), (string?)name))]);
            if (outcomes.All(outcome => outcome == ModelOutcome.Done))
            {
                pair.Real.Insert(_table, rows, CancellationToken.None);
                return;
            }

            pair.Model.Changes = before;
            var error = Assert.Throws<VectorDbException>(() => pair.Real.Insert(_table, rows, CancellationToken.None));
            Assert.Contains(error.SqlState, new[] { "23505", "55P03" });
            // Which keys were claimed before the failure is the engine's matter: end the transaction.
            End(pair, commit: false);
        }

        private void Delete(Pair pair)
        {
            var id = _random.Next(4) == 0 ? 1000 + _random.Next(Keys + 30) : _random.Next(Keys);
            Last = $"delete {id}";
            if (pair.Model.Delete(id) is { } outcome)
                Expect(outcome, () => Assert.True(pair.Real.Delete(_table, id)));
        }

        private static void Expect(ModelOutcome outcome, Action act)
        {
            if (outcome == ModelOutcome.Done)
            {
                act();
                return;
            }

            var expected = outcome switch { ModelOutcome.Duplicate => "23505", ModelOutcome.Conflict => "40001", _ => "55P03" };
            Assert.Equal(expected, Assert.Throws<VectorDbException>(act).SqlState);
        }

        private void SaveOrReturn(Pair pair)
        {
            if (pair.Savepoints.Count == 0 || _random.Next(2) == 0)
            {
                Last = "savepoint";
                pair.Savepoints.Add((pair.Real.Save(), pair.Model.Changes));
                return;
            }

            Last = "rollback to savepoint";
            var place = _random.Next(pair.Savepoints.Count);
            pair.Real.RollbackTo(pair.Savepoints[place].Real);
            pair.Model.Changes = pair.Savepoints[place].Model;
            pair.Savepoints.RemoveRange(place + 1, pair.Savepoints.Count - place - 1);
        }

        private void End(Pair pair) => End(pair, _random.Next(4) != 0);

        private void End(Pair pair, bool commit)
        {
            Last += commit ? " commit" : " rollback";
            _running.Remove(pair);
            if (commit)
            {
                pair.Real.Commit();
                pair.Model.Commit();
            }
            else
            {
                pair.Real.Rollback();
                pair.Model.Rollback();
            }

            Assert.Equal(_model.Show(), _engine.Show(_table));
        }

        private void Maintain()
        {
            try
            {
                switch (_random.Next(4))
                {
                    case 0:
                        Last = "flush";
                        _engine.Flush();
                        break;
                    case 1:
                        Last = "compact";
                        _engine.Compact();
                        break;
                    case 2:
                        Last = "checkpoint";
                        _engine.Checkpoint();
                        break;
                    default:
                        Last = "maintenance";
                        _engine.WaitForMaintenance();
                        break;
                }
            }
            catch (VectorDbException e) when (e.SqlState == "55006")
            {
                Last += ", in use";
            }

            Check();
        }

        private void ChangeSchema()
        {
            if (_running.Count > 0)
                return;
            Last = "change schema";
            using var transaction = _engine.Begin();
            var indexed = transaction.Catalog.FindTable(_table)!.Indexes.Length > 1;
            transaction.Alter(_table, definition => indexed
                ? definition with { Indexes = definition.Indexes.RemoveAt(1) }
                : definition.With(transaction.Index("by_name", IndexMethod.BTree, TestTables.Name)));
            if (_random.Next(3) > 0)
                transaction.Commit();
        }

        private void Restart()
        {
            Last = "crash";
            _running.Clear();
            _model.Crash();
            _kept.Clear();
            var cut = _random.Next(3) switch
            {
                0 => PowerCut.LosesAll,
                1 => PowerCut.ProcessOnly,
                _ => new PowerCut { KeptBytes = _random.Next(20_000), LostSectors = new Random(_random.Next()), DeletedObjectsReturn = _random.Next(2) == 0 },
            };
            var survivors = _files.Cut(cut);
            _engine.Dispose();
            _files = survivors;
            _engine = TestTables.Open(_files, Small);
            Check();
            Assert.Empty(_engine.Verify());
        }

        private void Check()
        {
            Assert.Equal(_model.Show(), _engine.Show(_table));
            foreach (var pair in _running)
            {
                pair.Real.BeginStatement();
                pair.Model.BeginStatement();
                Assert.Equal(pair.Model.Show(), pair.Real.Show(_table));
            }

            var id = _random.Next(Keys);
            Assert.Equal(_model.Rows.TryGetValue(id, out var row) ? row.Name : "", _engine.Current.Table(_table).Find(id));
            foreach (var (snapshot, rows) in _kept)
                Assert.Equal(rows, snapshot.Table(_table).Show());
            if (_kept.Count == 4)
                _kept.RemoveAt(0);
            _kept.Add((_engine.Current, _model.Show()));
        }

        private string Name() => $"n{_random.Next(1000)}";

        private sealed record Pair(StorageTransaction Real, TransactionModel Model)
        {
            public List<(Savepoint Real, System.Collections.Immutable.ImmutableDictionary<int, ModelRow?> Model)> Savepoints { get; } = [];
        }
    }
}
