using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.Json;
using VectorData.AdoNet;

namespace VectorData.EntityFrameworkCore.Storage;

/// <summary>A CLR type under a store type: how parameters are typed and how literals are written.</summary>
internal sealed class VectorDataTypeMapping : RelationalTypeMapping
{
    private readonly VectorDbType? _parameterType;
    private readonly Func<object, string>? _literal;
    private readonly Func<object, object>? _toParameter;

    public VectorDataTypeMapping(
        string storeType,
        Type clrType,
        Func<object, string> literal,
        DbType? dbType = null,
        VectorDbType? parameterType = null,
        ValueComparer? comparer = null,
        JsonValueReaderWriter? json = null,
        StoreTypePostfix postfix = StoreTypePostfix.None,
        Func<object, object>? toParameter = null)
        : this(
            new RelationalTypeMappingParameters(
                new CoreTypeMappingParameters(clrType, comparer: comparer, jsonValueReaderWriter: json), storeType, postfix, dbType),
            parameterType,
            literal,
            toParameter)
    {
    }

    private VectorDataTypeMapping(
        RelationalTypeMappingParameters parameters, VectorDbType? parameterType, Func<object, string>? literal, Func<object, object>? toParameter)
        : base(parameters)
    {
        _parameterType = parameterType;
        _literal = literal;
        _toParameter = toParameter;
    }

    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) =>
        new VectorDataTypeMapping(parameters, _parameterType, _literal, _toParameter);

    protected override string GenerateNonNullSqlLiteral(object value) => _literal!(value);

    protected override void ConfigureParameter(DbParameter parameter)
    {
        base.ConfigureParameter(parameter);
        if (_toParameter is not null && parameter.Value is { } value and not DBNull)
            parameter.Value = _toParameter(value);
        if (_parameterType is { } type && parameter is VectorDbParameter own)
            own.VectorDbType = type;
    }
}
