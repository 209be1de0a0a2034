using VectorData.Core.Errors;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;

namespace VectorData.Query.Evaluation;

/// <summary>What an execution of a statement knows beyond its rows. Not thread-safe: one for each execution.</summary>
internal sealed class EvaluationContext
{
    private ColumnVector?[] _parameterColumns = [];
    private Dictionary<object, object>? _cache;
    private Dictionary<int, ColumnVector>? _outerColumns;

    /// <summary>Values of the statement's parameters, of the types that <see cref="ParameterTable"/> settled.</summary>
    public IReadOnlyList<Value> Parameters { get; init; } = [];

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>now(): when the transaction started, microseconds since 2000-01-01 UTC.</summary>
    public long TransactionTimestamp { get; init; }

    /// <summary>statement_timestamp().</summary>
    public long StatementTimestamp { get; init; }

    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    public CancellationToken CancellationToken { get; init; }

    /// <summary>The session's generator behind random(), so that setseed works; made at first use when null.</summary>
    public SessionRandom Random { get => field ??= new SessionRandom(); init; }

    /// <summary>The session behind current_user, current_setting and others.</summary>
    public ISessionFacts Session { get; init; } = DefaultSessionFacts.Instance;

    /// <summary>Null where nextval and its kin are not allowed.</summary>
    public ISequenceSource? Sequences { get; init; }

    /// <summary>Runs nested queries; null where there are none.</summary>
    public ISubqueryRunner? Subqueries { get; init; }

    /// <summary>Values of outer rows' slots for a correlated query; null at the top.</summary>
    public IReadOnlyDictionary<int, Value>? OuterValues { get; init; }

    /// <summary>A context for a correlated query under given outer values; the outer context's own outer values stay visible.</summary>
    public EvaluationContext WithOuter(IReadOnlyDictionary<int, Value> outerValues)
    {
        var all = outerValues;
        if (OuterValues is { Count: > 0 })
        {
            var merged = new Dictionary<int, Value>(OuterValues);
            foreach (var (slot, value) in outerValues)
                merged[slot] = value;
            all = merged;
        }

        return new EvaluationContext
        {
            Parameters = Parameters,
            Clock = Clock,
            TransactionTimestamp = TransactionTimestamp,
            StatementTimestamp = StatementTimestamp,
            TimeZone = TimeZone,
            CancellationToken = CancellationToken,
            Random = Random,
            Session = Session,
            Sequences = Sequences,
            Subqueries = Subqueries,
            OuterValues = all,
        };
    }

    /// <summary>A parameter as a column of one row, made once.</summary>
    internal ColumnVector ParameterColumn(int index, Core.Schema.SqlType type)
    {
        if (_parameterColumns.Length != Parameters.Count)
            _parameterColumns = new ColumnVector?[Parameters.Count];
        var column = _parameterColumns[index];
        if (column is null || column.Type != type)
            _parameterColumns[index] = column = ColumnBuilder.Repeat(Parameters[index].WithType(type), type, 1);
        return column;
    }

    /// <summary>An outer row's slot as a column of one row.</summary>
    internal ColumnVector OuterColumn(int slot, Core.Schema.SqlType type)
    {
        if (_outerColumns is not null && _outerColumns.TryGetValue(slot, out var column))
            return column;
        if (OuterValues is null || !OuterValues.TryGetValue(slot, out var value))
            throw new InvalidOperationException($"slot {slot} is neither in the row nor in an outer row");
        column = ColumnBuilder.Repeat(value.WithType(type), type, 1);
        (_outerColumns ??= [])[slot] = column;
        return column;
    }

    /// <summary>Something a node works out once for an execution: a pattern, a set, the rows of an uncorrelated query.</summary>
    internal T Cached<T>(object key, Func<T> make)
        where T : class
    {
        _cache ??= new Dictionary<object, object>(ReferenceEqualityComparer.Instance);
        if (_cache.TryGetValue(key, out var found))
            return (T)found;
        var made = make();
        _cache[key] = made;
        return made;
    }
}

/// <summary>A session's random numbers; setseed starts them anew.</summary>
internal sealed class SessionRandom
{
    private Random _random = new();

    public double NextDouble() => _random.NextDouble();

    public void Seed(double seed) => _random = new Random((int)(seed * int.MaxValue));
}

/// <summary>What expressions may ask of a session.</summary>
internal interface ISessionFacts
{
    string CurrentUser { get; }

    string CurrentDatabase { get; }

    /// <summary>pg_backend_pid().</summary>
    int ProcessId { get; }

    /// <summary>What the catalog says of objects.</summary>
    ICatalogFacts Objects { get; }

    string CurrentSchema { get; }

    /// <summary>version().</summary>
    string Version { get; }

    /// <summary>A setting as SHOW prints it, or null when there is none of that name.</summary>
    string? GetSetting(string name);

    /// <summary>set_config(name, value, is_local).</summary>
    void SetSetting(string name, string value, bool isLocal);
}

/// <summary>nextval, currval, lastval and setval by the name written in the call; errors as PostgreSQL's (42P01, 55000, 2200H).</summary>
internal interface ISequenceSource
{
    long NextValue(string name);

    long CurrentValue(string name);

    long LastValue();

    void SetValue(string name, long value, bool isCalled);
}

/// <summary>Runs a nested query for expressions.</summary>
internal interface ISubqueryRunner
{
    /// <summary>
    /// All rows (at most <paramref name="maxRows"/>) of the query's columns. <paramref name="context"/> carries the outer values.
    /// </summary>
    ColumnVector[] Run(SubquerySource source, EvaluationContext context, long maxRows);
}

internal sealed class DefaultSessionFacts : ISessionFacts
{
    public static DefaultSessionFacts Instance { get; } = new();

    public string CurrentUser => "vectordata";

    public string CurrentDatabase => "vectordata";

    public int ProcessId => Environment.ProcessId;

    public ICatalogFacts Objects => throw new VectorDbException(SqlStates.FeatureNotSupported, "objects of the catalog cannot be used here");

    public string CurrentSchema => Core.Schema.Catalog.DefaultSchema;

    public string Version => "VectorData " + typeof(DefaultSessionFacts).Assembly.GetName().Version?.ToString(3);

    public string? GetSetting(string name) => null;

    public void SetSetting(string name, string value, bool isLocal) =>
        throw new Core.Errors.VectorDbException(Core.Errors.SqlStates.UndefinedObject, $"unrecognized configuration parameter \"{name}\"");
}
