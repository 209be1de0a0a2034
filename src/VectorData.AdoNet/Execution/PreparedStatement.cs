using System.Globalization;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;

namespace VectorData.AdoNet.Execution;

/// <summary>One statement of a command, with the parameters that feed it and what was learned about its result.</summary>
internal sealed class PreparedStatement(IStatement statement, VectorDbParameterCollection parameters, VectorDbBatchCommand? batchCommand)
{
    private readonly Value[] _values = new Value[statement.ParameterNames.Count];
    private readonly int[] _sources = new int[statement.ParameterNames.Count];
    private int _boundVersion = -1;
    private ResultShape? _shape;

    public IStatement Statement => statement;

    public VectorDbBatchCommand? BatchCommand => batchCommand;

    /// <summary>The values as <see cref="Bind"/> found them.</summary>
    public IReadOnlyList<Value> Values => _values;

    /// <summary>Takes the parameters' values of now. InvalidOperationException names those that are missing.</summary>
    public void Bind()
    {
        if (_values.Length == 0)
            return;
        if (_boundVersion != parameters.Version)
            FindSources();
        for (var i = 0; i < _values.Length; i++)
            _values[i] = parameters.At(_sources[i]).ToValue();
    }

    /// <summary>Parameter types for a description: what is known, whether or not values are set.</summary>
    public SqlType[] ParameterTypes()
    {
        var types = new SqlType[_values.Length];
        for (var i = 0; i < types.Length; i++)
        {
            var source = Find(statement.ParameterNames[i]);
            types[i] = source < 0 ? SqlType.Unknown : parameters.At(source).KnownType();
        }

        return types;
    }

    public ResultShape ShapeOf(IReadOnlyList<ResultColumn> columns)
    {
        if (_shape is null || !ReferenceEquals(_shape.Source, columns))
            _shape = new ResultShape(columns);
        return _shape;
    }

    private void FindSources()
    {
        List<string>? missing = null;
        for (var i = 0; i < _sources.Length; i++)
        {
            var name = statement.ParameterNames[i];
            _sources[i] = Find(name);
            if (_sources[i] < 0)
                (missing ??= []).Add(IsPosition(name, out _) ? "$" + name : "@" + name);
        }

        if (missing is not null)
        {
            throw new InvalidOperationException(
                $"The command has no value for {string.Join(", ", missing)}: the statement names it, the Parameters collection does not have it.");
        }

        _boundVersion = parameters.Version;
    }

    // $n takes a parameter named n, else the n-th of the collection.
    private int Find(string name)
    {
        var at = parameters.Find(name);
        if (at < 0 && IsPosition(name, out var position) && position <= parameters.Count)
            return position - 1;
        return at;
    }

    private static bool IsPosition(string name, out int position) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out position) && position > 0;
}
