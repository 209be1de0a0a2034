using System.Collections;
using System.Data.Common;

namespace VectorData.AdoNet;

/// <summary>The parameters of a command. Names are found first as written, then in any case, with or without <c>@</c>.</summary>
public sealed class VectorDbParameterCollection : DbParameterCollection, IList<VectorDbParameter>
{
    private const int LinearSearchCount = 16;

    private readonly List<VectorDbParameter> _parameters = [];
    private Dictionary<string, int>? _exact;
    private Dictionary<string, int>? _folded;

    internal VectorDbParameterCollection()
    {
    }

    public override int Count => _parameters.Count;

    public override object SyncRoot => ((ICollection)_parameters).SyncRoot;

    bool ICollection<VectorDbParameter>.IsReadOnly => false;

    /// <summary>Grows with every change of members or names.</summary>
    internal int Version { get; private set; }

    public new VectorDbParameter this[int index]
    {
        get => _parameters[index];
        set => SetParameter(index, value);
    }

    public new VectorDbParameter this[string parameterName]
    {
        get => _parameters[Existing(parameterName)];
        set => SetParameter(Existing(parameterName), value);
    }

    public VectorDbParameter Add(VectorDbParameter parameter)
    {
        Own(parameter);
        _parameters.Add(parameter);
        Changed();
        return parameter;
    }

    public VectorDbParameter Add(string parameterName, VectorDbType type) =>
        Add(new VectorDbParameter(parameterName, type, null));

    /// <summary>Adds a parameter that is sent without boxing.</summary>
    public VectorDbParameter<T> Add<T>(string? parameterName, T? value)
    {
        var parameter = new VectorDbParameter<T>(parameterName, value);
        Add(parameter);
        return parameter;
    }

    public VectorDbParameter AddWithValue(string parameterName, object? value) => Add(new VectorDbParameter(parameterName, value));

    public VectorDbParameter AddWithValue(string parameterName, VectorDbType type, object? value) =>
        Add(new VectorDbParameter(parameterName, type, value));

    /// <summary>Adds the next parameter by position: $1, $2 …</summary>
    public VectorDbParameter AddWithValue(object? value) => Add(new VectorDbParameter(null, value));

    public override int Add(object value)
    {
        Add(Cast(value));
        return Count - 1;
    }

    public override void AddRange(Array values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var value in values)
            Add(Cast(value));
    }

    void ICollection<VectorDbParameter>.Add(VectorDbParameter item) => Add(item);

    public override void Clear()
    {
        foreach (var parameter in _parameters)
            parameter.Collection = null;
        _parameters.Clear();
        Changed();
    }

    public bool Contains(VectorDbParameter item) => _parameters.Contains(item);

    public override bool Contains(object value) => value is VectorDbParameter parameter && _parameters.Contains(parameter);

    public override bool Contains(string value) => IndexOf(value) >= 0;

    public override void CopyTo(Array array, int index) => ((ICollection)_parameters).CopyTo(array, index);

    public void CopyTo(VectorDbParameter[] array, int arrayIndex) => _parameters.CopyTo(array, arrayIndex);

    public override IEnumerator<VectorDbParameter> GetEnumerator() => _parameters.GetEnumerator();

    public int IndexOf(VectorDbParameter item) => _parameters.IndexOf(item);

    public override int IndexOf(object value) => value is VectorDbParameter parameter ? _parameters.IndexOf(parameter) : -1;

    public override int IndexOf(string parameterName)
    {
        ArgumentNullException.ThrowIfNull(parameterName);
        return Find(parameterName.Length > 0 && parameterName[0] is '@' or ':' or '$' ? parameterName[1..] : parameterName);
    }

    public void Insert(int index, VectorDbParameter item)
    {
        Own(item);
        _parameters.Insert(index, item);
        Changed();
    }

    public override void Insert(int index, object value) => Insert(index, Cast(value));

    public bool Remove(VectorDbParameter item)
    {
        var index = _parameters.IndexOf(item);
        if (index >= 0)
            RemoveAt(index);
        return index >= 0;
    }

    public override void Remove(object value) => Remove(Cast(value));

    public override void RemoveAt(int index)
    {
        _parameters[index].Collection = null;
        _parameters.RemoveAt(index);
        Changed();
    }

    public override void RemoveAt(string parameterName) => RemoveAt(Existing(parameterName));

    internal VectorDbParameter At(int index) => _parameters[index];

    internal void Changed()
    {
        Version++;
        _exact = null;
        _folded = null;
    }

    /// <summary>The parameter of a name without its sign, or -1.</summary>
    internal int Find(string name)
    {
        if (_parameters.Count > LinearSearchCount)
            return FindInTable(name);
        for (var i = 0; i < _parameters.Count; i++)
            if (_parameters[i].LookupName == name)
                return i;
        for (var i = 0; i < _parameters.Count; i++)
            if (_parameters[i].LookupName.Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        return -1;
    }

    internal void CopyFrom(VectorDbParameterCollection source)
    {
        foreach (var parameter in source._parameters)
            Add(parameter.Clone());
    }

    protected override DbParameter GetParameter(int index) => _parameters[index];

    protected override DbParameter GetParameter(string parameterName) => _parameters[Existing(parameterName)];

    protected override void SetParameter(int index, DbParameter value)
    {
        var parameter = Cast(value);
        if (ReferenceEquals(_parameters[index], parameter))
            return;
        Own(parameter);
        _parameters[index].Collection = null;
        _parameters[index] = parameter;
        Changed();
    }

    protected override void SetParameter(string parameterName, DbParameter value) => SetParameter(Existing(parameterName), value);

    private int FindInTable(string name)
    {
        _exact ??= Names(StringComparer.Ordinal);
        if (_exact.TryGetValue(name, out var index))
            return index;
        _folded ??= Names(StringComparer.OrdinalIgnoreCase);
        return _folded.TryGetValue(name, out index) ? index : -1;
    }

    private Dictionary<string, int> Names(StringComparer comparer)
    {
        var names = new Dictionary<string, int>(_parameters.Count, comparer);
        for (var i = 0; i < _parameters.Count; i++)
            names.TryAdd(_parameters[i].LookupName, i);
        return names;
    }

    private int Existing(string parameterName)
    {
        var index = IndexOf(parameterName);
        return index >= 0 ? index : throw new IndexOutOfRangeException($"The collection has no parameter '{parameterName}'.");
    }

    private void Own(VectorDbParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (parameter.Collection is not null)
            throw new ArgumentException($"Parameter '{parameter.ParameterName}' is in a collection already; use Clone().", nameof(parameter));
        parameter.Collection = this;
    }

    private static VectorDbParameter Cast(object? value) => value as VectorDbParameter
        ?? throw new InvalidCastException($"The collection takes {nameof(VectorDbParameter)} objects, not {value?.GetType().Name ?? "null"}.");
}
