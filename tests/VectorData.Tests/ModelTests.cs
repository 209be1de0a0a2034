using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.Core.Values;

namespace VectorData.Tests;

/// <summary>Random data changes, transactions, maintenance and reopening against a dictionary that is told the same.</summary>
public sealed class ModelTests
{
    [Fact]
    public void A_folder_holds_what_the_model_holds()
    {
        var seed = Environment.TickCount;
        using var run = new ModelRun(seed);
        for (var step = 0; step < 1_500; step++)
            run.Step();
        run.Check();
    }

    private sealed class ModelRun : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly Random _random;
        private readonly int _seed;
        private readonly List<SortedDictionary<int, int>> _savepoints = [];
        private SortedDictionary<int, int> _rows = [];
        private SortedDictionary<int, int>? _before;
        private VectorDatabase _database;
        private ISession _session;
        private int _steps;

        public ModelRun(int seed)
        {
            _seed = seed;
            _random = new Random(seed);
            _database = VectorDatabase.Open(_folder.Path, Options);
            _session = _database.OpenSession();
            _session.Run("CREATE TABLE t (id integer PRIMARY KEY, n integer, v vector(2)); CREATE INDEX ON t (n)");
        }

        private static VectorDatabaseOptions Options => new() { SyncCommits = false };

        public void Step()
        {
            _steps++;
            var id = _random.Next(200);
            var n = _random.Next(50);
            switch (_random.Next(14))
            {
                case 0 or 1 or 2:
                    Insert(id, n);
                    break;
                case 3:
                    _session.Run("INSERT INTO t VALUES ($1, $2, ARRAY[$2, 1]::vector) ON CONFLICT (id) DO UPDATE SET n = excluded.n + t.n", Value.Of(id), Value.Of(n));
                    _rows[id] = _rows.TryGetValue(id, out var old) ? old + n : n;
                    break;
                case 4 or 5:
                    Assert.Equal($"UPDATE {_rows.Count(row => row.Key == id)}", _session.Run("UPDATE t SET n = $2 WHERE id = $1", Value.Of(id), Value.Of(n)));
                    if (_rows.ContainsKey(id))
                        _rows[id] = n;
                    break;
                case 6:
                    Assert.Equal($"UPDATE {_rows.Count(row => row.Value > n)}", _session.Run("UPDATE t SET n = n - 1 WHERE n > $1", Value.Of(n)));
                    foreach (var key in _rows.Keys.Where(key => _rows[key] > n).ToList())
                        _rows[key]--;
                    break;
                case 7:
                    Assert.Equal($"DELETE {_rows.Count(row => row.Value == n)}", _session.Run("DELETE FROM t WHERE n = $1", Value.Of(n)));
                    foreach (var key in _rows.Keys.Where(key => _rows[key] == n).ToList())
                        _rows.Remove(key);
                    break;
                case 8:
                    _session.Run($"INSERT INTO t SELECT g, {n} FROM generate_series({id}, {id + 20}) g ON CONFLICT DO NOTHING");
                    for (var key = id; key <= id + 20; key++)
                        _rows.TryAdd(key, n);
                    break;
                case 9 or 10:
                    Transaction();
                    break;
                case 11:
                    if (_before is null && _random.Next(6) == 0)
                        Maintain();
                    break;
                default:
                    Check(n);
                    break;
            }
        }

        public void Check()
        {
            var expected = _rows.Select(row => $"{row.Key}|{row.Value}").DefaultIfEmpty("(no rows)");
            Assert.True(_session.Query("SELECT id, n FROM t ORDER BY id").SequenceEqual(expected), $"differs after {_steps} steps with seed {_seed}");
        }

        public void Dispose()
        {
            _session.Dispose();
            _database.Dispose();
            _folder.Dispose();
        }

        private void Check(int n)
        {
            if (_random.Next(10) == 0)
                Check();
            var count = _rows.Count(row => row.Value == n);
            Assert.True($"{count}" == _session.Scalar("SELECT count(*) FROM t WHERE n = $1", Value.Of(n)), $"count of {n} differs after {_steps} steps with seed {_seed}");
        }

        private void Insert(int id, int n)
        {
            // A failing statement would end the block.
            if (_rows.ContainsKey(id) && _before is not null)
                return;
            try
            {
                _session.Run("INSERT INTO t VALUES ($1, $2)", Value.Of(id), Value.Of(n));
                Assert.True(_rows.TryAdd(id, n), $"a key was taken twice after {_steps} steps with seed {_seed}");
            }
            catch (VectorDbException e) when (e.SqlState == SqlStates.UniqueViolation)
            {
                Assert.True(_rows.ContainsKey(id), $"a free key was refused after {_steps} steps with seed {_seed}");
            }
        }

        private void Transaction()
        {
            if (_before is null)
            {
                _session.Run("BEGIN");
                _before = new SortedDictionary<int, int>(_rows);
                return;
            }

            switch (_random.Next(4))
            {
                case 0:
                    _session.Run("COMMIT");
                    _before = null;
                    _savepoints.Clear();
                    break;
                case 1:
                    _session.Run("ROLLBACK");
                    _rows = _before;
                    _before = null;
                    _savepoints.Clear();
                    break;
                case 2:
                    _session.Run($"SAVEPOINT s{_savepoints.Count}");
                    _savepoints.Add(new SortedDictionary<int, int>(_rows));
                    break;
                default:
                    if (_savepoints.Count == 0)
                        break;
                    var at = _random.Next(_savepoints.Count);
                    _session.Run($"ROLLBACK TO s{at}");
                    _rows = new SortedDictionary<int, int>(_savepoints[at]);
                    _savepoints.RemoveRange(at + 1, _savepoints.Count - at - 1);
                    break;
            }
        }

        private void Maintain()
        {
            switch (_random.Next(3))
            {
                case 0:
                    _session.Run("CHECKPOINT");
                    break;
                case 1:
                    _session.Run("VACUUM t");
                    break;
                default:
                    _session.Dispose();
                    _database.Dispose();
                    _database = VectorDatabase.Open(_folder.Path, Options);
                    _session = _database.OpenSession();
                    Check();
                    break;
            }
        }
    }
}
