using VectorData.AdoNet.Types;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet;

/// <summary>A parameter whose value is sent without boxing. A null <see cref="TypedValue"/> is NULL.</summary>
public sealed class VectorDbParameter<T> : VectorDbParameter
{
    public VectorDbParameter()
    {
    }

    public VectorDbParameter(string? name, T? value)
    {
        ParameterName = name;
        TypedValue = value;
    }

    public VectorDbParameter(string? name, VectorDbType type, T? value)
        : this(name, value) => VectorDbType = type;

    private VectorDbParameter(VectorDbParameter<T> source)
        : base(source) => TypedValue = source.TypedValue;

    public T? TypedValue { get; set; }

    /// <summary>The typed value, boxed; setting takes a T, or null or DBNull for default(T).</summary>
    public override object? Value
    {
        get => TypedValue;
        set => TypedValue = value is null or DBNull ? default : (T)value;
    }

    public override VectorDbParameter Clone() => new VectorDbParameter<T>(this);

    internal override Value ToValue() => ParameterConversion.ToValue(TypedValue, GivenType, ValuePlace.Parameter(ParameterName), GivenSize);

    private protected override SqlType NaturalType() =>
        TypedValue is DateTime { Kind: DateTimeKind.Utc } ? SqlType.TimestampTz
        : TypeMap.TryFromClrType(TypedValue?.GetType() ?? typeof(T), out var type) ? type : SqlType.Unknown;
}
