using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Expressions;

/// <summary>The parameters of one statement: types that the caller hints at, and what the places they stand at make of them.</summary>
internal sealed class ParameterTable
{
    private readonly Dictionary<string, int> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly SqlType[] _hints;
    private readonly SqlType[] _types;

    /// <summary>
    /// <paramref name="names"/> as <c>IStatement.ParameterNames</c>; <paramref name="hints"/> may be shorter or hold Unknown.
    /// A hint of text, vector or halfvec yields to the place; numbers, dates and others are taken as they are.
    /// </summary>
    public ParameterTable(IReadOnlyList<string> names, IReadOnlyList<SqlType>? hints = null)
    {
        Names = names;
        _types = new SqlType[names.Count];
        _hints = new SqlType[names.Count];
        for (var i = 0; i < names.Count; i++)
        {
            _names[names[i]] = i;
            _hints[i] = hints is not null && i < hints.Count ? hints[i].Unmodified : SqlType.Unknown;
            _types[i] = IsSoft(_hints[i].Kind) ? SqlType.Unknown : _hints[i];
        }
    }

    public static ParameterTable None => new([]);

    public IReadOnlyList<string> Names { get; }

    /// <summary>The parameter names of a syntax tree: @names by first appearance, or 1..highest $n.</summary>
    public static IReadOnlyList<string> NamesIn(SyntaxNode node)
    {
        var names = new List<string>();
        var highest = 0;
        foreach (var parameter in node.DescendantsAndSelf().OfType<ParameterReference>())
        {
            if (parameter.Name is null)
                highest = Math.Max(highest, parameter.Number);
            else if (!names.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase))
                names.Add(parameter.Name);
        }

        for (var i = 1; i <= highest; i++)
            names.Add(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return names;
    }

    /// <summary>The bound form of a reference: 42P02 when there is no such parameter.</summary>
    public BoundExpression Resolve(ParameterReference reference)
    {
        var name = reference.Name ?? reference.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!_names.TryGetValue(name, out var index))
            throw BindingErrors.NoParameter(reference);
        return new BoundParameter(index, _types[index], reference.Position);
    }

    /// <summary>The settled type, Unknown while none is known.</summary>
    public SqlType TypeOf(int index) => _types[index];

    /// <summary>The type that the caller named, Unknown when none.</summary>
    public SqlType HintOf(int index) => _hints[index];

    /// <summary>Settles a parameter's type; the first place decides.</summary>
    public SqlType Settle(int index, SqlType type)
    {
        if (_types[index].Kind == TypeKind.Unknown)
            _types[index] = type.Unmodified;
        return _types[index];
    }

    /// <summary>The types of all parameters; 42P18 for one that no place has given a type.</summary>
    public IReadOnlyList<SqlType> Complete()
    {
        for (var i = 0; i < _types.Length; i++)
        {
            if (_types[i].Kind != TypeKind.Unknown)
                continue;
            if (_hints[i].Kind == TypeKind.Unknown)
                throw BindingErrors.IndeterminateParameter(Names[i]);
            _types[i] = _hints[i];
        }

        return _types;
    }

    /// <summary>Converts given values to the settled types, as an assignment would; errors name the parameter.</summary>
    public static Value[] Convert(IReadOnlyList<SqlType> types, IReadOnlyList<string> names, IReadOnlyList<Value> values, TimeZoneInfo zone) =>
        ParameterConversion.Convert(types, names, values, zone);

    private static bool IsSoft(TypeKind kind) => kind is TypeKind.Unknown or TypeKind.Text or TypeKind.VarChar or TypeKind.Char
        or TypeKind.Vector or TypeKind.HalfVec;
}
