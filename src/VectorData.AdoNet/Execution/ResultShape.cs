using VectorData.Core.Sessions;

namespace VectorData.AdoNet.Execution;

/// <summary>The columns of a result, with their names looked up. Immutable but for the name table that is made at first use.</summary>
internal sealed class ResultShape(IReadOnlyList<ResultColumn> source)
{
    public static readonly ResultShape None = new([]);

    private readonly ResultColumn[] _columns = [.. source];
    private Dictionary<string, int>? _exact;
    private Dictionary<string, int>? _folded;

    /// <summary>The list this was made from: the same list gives the same shape.</summary>
    public IReadOnlyList<ResultColumn> Source => source;

    public int Count => _columns.Length;

    public ResultColumn this[int ordinal] => _columns[ordinal];

    /// <summary>The first column of that name, first as written, then in any case; -1 when there is none.</summary>
    public int IndexOf(string name)
    {
        _exact ??= Names(StringComparer.Ordinal);
        if (_exact.TryGetValue(name, out var ordinal))
            return ordinal;
        _folded ??= Names(StringComparer.OrdinalIgnoreCase);
        return _folded.TryGetValue(name, out ordinal) ? ordinal : -1;
    }

    private Dictionary<string, int> Names(StringComparer comparer)
    {
        var names = new Dictionary<string, int>(_columns.Length, comparer);
        for (var i = 0; i < _columns.Length; i++)
            names.TryAdd(_columns[i].Name, i);
        return names;
    }
}
