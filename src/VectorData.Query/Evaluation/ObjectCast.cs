using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation;

/// <summary>Casts among oid, the reg types, integers and the names of objects.</summary>
internal static class ObjectCast
{
    /// <summary>Null where the cast is an ordinary one.</summary>
    public static Value? TryConvert(in Value value, SqlType to, EvaluationContext context)
    {
        var from = value.Type;
        if (to.IsObjectName)
            return from.IsText || from.Kind == TypeKind.Unknown
                ? Named(to, value.AsString().Trim(), context)
                : Value.FromContent(to, context.Session.Objects.Show(to.Kind, OidOf(value)));
        if (to.Kind == TypeKind.Oid && !from.IsText && from.Kind != TypeKind.Unknown)
            return Value.OfOid(OidOf(value));
        if (!to.IsInteger || !(from.IsObjectName || from.Kind == TypeKind.Oid))
            return null;
        var oid = OidOf(value);
        return to.Kind == TypeKind.BigInt ? Value.Of((long)oid) : Value.Of(unchecked((int)oid));
    }

    private static Value Named(SqlType to, string text, EvaluationContext context)
    {
        if (text == "-")
            return Value.FromContent(to, new ObjectName(0, "-"));
        var objects = context.Session.Objects;
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var oid))
            return Value.FromContent(to, objects.Show(to.Kind, oid));
        return Value.FromContent(to, objects.Find(to.Kind, text) ?? throw Missing(to.Kind, text));
    }

    private static uint OidOf(in Value value)
    {
        if (value.Type.IsObjectName)
            return value.AsObjectName().Oid;
        var number = value.AsInt64();
        if (value.Type.Kind == TypeKind.BigInt && number is < 0 or > uint.MaxValue)
            throw new VectorDbException(SqlStates.NumericValueOutOfRange, "OID out of range");
        return unchecked((uint)number);
    }

    private static VectorDbException Missing(TypeKind kind, string text) => kind switch
    {
        TypeKind.RegClass => new VectorDbException(SqlStates.UndefinedTable, $"relation \"{text}\" does not exist"),
        TypeKind.RegType => new VectorDbException(SqlStates.UndefinedObject, $"type \"{text}\" does not exist"),
        TypeKind.RegNamespace => new VectorDbException(SqlStates.InvalidSchemaName, $"schema \"{text}\" does not exist"),
        TypeKind.RegRole => new VectorDbException(SqlStates.UndefinedObject, $"role \"{text}\" does not exist"),
        TypeKind.RegCollation => new VectorDbException(SqlStates.UndefinedObject, $"collation \"{text}\" for encoding \"UTF8\" does not exist"),
        TypeKind.RegOper or TypeKind.RegOperator => new VectorDbException(SqlStates.UndefinedFunction, $"operator does not exist: {text}"),
        _ => new VectorDbException(SqlStates.UndefinedFunction, $"function \"{text}\" does not exist"),
    };
}
