using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore.Storage;
using VectorData.AdoNet;

namespace VectorData.EntityFrameworkCore.Storage;

/// <summary>Owned and complex types stored as one JSON document.</summary>
internal sealed class VectorDataJsonTypeMapping : JsonTypeMapping
{
    private static readonly MethodInfo GetString = typeof(DbDataReader).GetMethod(nameof(DbDataReader.GetString))!;
    private static readonly MethodInfo ToStreamMethod =
        typeof(VectorDataJsonTypeMapping).GetMethod(nameof(ToStream), BindingFlags.Static | BindingFlags.Public)!;

    public VectorDataJsonTypeMapping(string storeType)
        : base(storeType, typeof(JsonTypePlaceholder), null)
    {
    }

    private VectorDataJsonTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    public static MemoryStream ToStream(string json) => new(Encoding.UTF8.GetBytes(json));

    public override MethodInfo GetDataReaderMethod() => GetString;

    public override Expression CustomizeDataReaderExpression(Expression expression) => Expression.Call(ToStreamMethod, expression);

    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new VectorDataJsonTypeMapping(parameters);

    protected override string GenerateNonNullSqlLiteral(object value) => SqlLiterals.Text((string)value) + "::" + StoreType;

    protected override void ConfigureParameter(DbParameter parameter)
    {
        base.ConfigureParameter(parameter);
        if (parameter is VectorDbParameter own)
            own.VectorDbType = StoreType == "json" ? VectorDbType.Json : VectorDbType.Jsonb;
    }
}
