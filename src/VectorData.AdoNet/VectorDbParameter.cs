using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using VectorData.AdoNet.Types;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.AdoNet;

/// <summary>An input value of a command: found by name (<c>@name</c>, with or without the sign) or, when it has no name, by its place (<c>$1</c>).</summary>
public class VectorDbParameter : DbParameter, ICloneable
{
    private string _name = "";
    private string _sourceColumn = "";
    private object? _value;
    private DbType? _dbType;
    private VectorDbType? _type;
    private int _size;

    public VectorDbParameter()
    {
    }

    /// <summary>The value's CLR type decides the SQL type.</summary>
    public VectorDbParameter(string? name, object? value)
    {
        ParameterName = name;
        _value = value;
    }

    public VectorDbParameter(string? name, VectorDbType type, object? value)
        : this(name, value) => VectorDbType = type;

    private protected VectorDbParameter(VectorDbParameter source)
    {
        _name = source._name;
        LookupName = source.LookupName;
        _sourceColumn = source._sourceColumn;
        _value = source._value;
        _dbType = source._dbType;
        _type = source._type;
        _size = source._size;
        IsNullable = source.IsNullable;
        Precision = source.Precision;
        Scale = source.Scale;
        SourceVersion = source.SourceVersion;
        SourceColumnNullMapping = source.SourceColumnNullMapping;
    }

    /// <summary>With or without a leading <c>@</c>, <c>:</c> or <c>$</c>; empty for a parameter by position.</summary>
    [AllowNull]
    public override string ParameterName
    {
        get => _name;
        set
        {
            _name = value ?? "";
            LookupName = _name.Length > 0 && _name[0] is '@' or ':' or '$' ? _name[1..] : _name;
            Collection?.Changed();
        }
    }

    /// <summary>The value; DBNull for NULL. Null means that no value was given, which is an error when the command runs.</summary>
    public override object? Value
    {
        get => _value;
        set => _value = value;
    }

    /// <summary>The SQL type to send the value as; without one, the value's CLR type decides.</summary>
    public VectorDbType VectorDbType
    {
        get => _type ?? TypeMap.ToVectorDbType(NaturalType());
        set
        {
            if (!TypeMap.IsDefined(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "not a VectorDbType; an array is VectorDbType.Array | element type");
            _type = value;
            _dbType = null;
        }
    }

    public override DbType DbType
    {
        get => _dbType ?? (_type is { } type ? TypeMap.ToDbType(TypeMap.ToSqlType(type)) : NaturalDbType());
        set
        {
            var type = TypeMap.ToVectorDbType(value);
            _type = type == VectorDbType.Unknown ? null : type;
            _dbType = value;
        }
    }

    /// <summary>Only Input: results are read from the reader, RETURNING gives rows.</summary>
    public override ParameterDirection Direction
    {
        get => ParameterDirection.Input;
        set
        {
            if (value != ParameterDirection.Input)
                throw new ArgumentException($"parameters are Input only, not {value}; use RETURNING to read values back", nameof(value));
        }
    }

    public override bool IsNullable { get; set; }

    /// <summary>Longer strings and byte arrays are cut to this many characters or bytes when it is above zero.</summary>
    public override int Size
    {
        get => _size > 0 ? _size : Value switch
        {
            string text => text.Length,
            byte[] bytes => bytes.Length,
            _ => 0,
        };
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, -1);
            _size = value;
        }
    }

    /// <summary>Kept for tools; the value's own precision is sent.</summary>
    public override byte Precision { get; set; }

    /// <summary>Kept for tools; the value's own scale is sent.</summary>
    public override byte Scale { get; set; }

    [AllowNull]
    public override string SourceColumn
    {
        get => _sourceColumn;
        set => _sourceColumn = value ?? "";
    }

    public override bool SourceColumnNullMapping { get; set; }

    public override DataRowVersion SourceVersion { get; set; } = DataRowVersion.Current;

    internal VectorDbParameterCollection? Collection { get; set; }

    /// <summary>The name without its sign.</summary>
    internal string LookupName { get; private set; } = "";

    private protected VectorDbType? GivenType => _type;

    private protected int GivenSize => Math.Max(_size, 0);

    /// <summary>The value's CLR type decides the SQL type again.</summary>
    public override void ResetDbType()
    {
        _type = null;
        _dbType = null;
    }

    /// <summary>A parameter with the same settings that is in no collection.</summary>
    public virtual VectorDbParameter Clone() => new(this);

    object ICloneable.Clone() => Clone();

    public override string ToString() => _name;

    internal virtual Value ToValue() => _value is null
        ? throw NoValue()
        : ParameterConversion.FromObject(_value, _type, ValuePlace.Parameter(_name), GivenSize);

    internal SqlType KnownType() => _type is { } type ? TypeMap.ToSqlType(type) : NaturalType();

    private protected virtual SqlType NaturalType() =>
        _value is null or DBNull ? SqlType.Unknown
        : _value is Value value ? value.Type
        : _value is DateTime { Kind: DateTimeKind.Utc } ? SqlType.TimestampTz
        : TypeMap.TryFromClrType(_value.GetType(), out var type) ? type : SqlType.Unknown;

    private protected InvalidOperationException NoValue() =>
        new($"Parameter '{(_name.Length > 0 ? _name : "without a name")}' has no value: set Value, to DBNull.Value for NULL.");

    // As other providers: a parameter nobody has typed yet says String.
    private DbType NaturalDbType()
    {
        var type = NaturalType();
        return type.Kind == TypeKind.Unknown ? DbType.String : TypeMap.ToDbType(type);
    }
}
