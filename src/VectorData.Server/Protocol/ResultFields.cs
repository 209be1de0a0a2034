using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.PgWire.Framing;
using VectorData.PgWire.Messages;

namespace VectorData.Server.Protocol;

/// <summary>How results and parameters are described to the client.</summary>
internal static class ResultFields
{
    /// <summary>PostgreSQL's type unknown.</summary>
    public const uint UnknownOid = 705;

    private const uint TextOid = 25;

    /// <summary>RowDescription, or NoData; no formats mean text.</summary>
    public static void Write(MessageBuffer output, IReadOnlyList<ResultColumn>? columns, FormatCode[] formats)
    {
        if (columns is null)
        {
            output.WriteNoData();
            return;
        }

        var fields = new RowField[columns.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = RowField.From(columns[i], formats.Length == 0 ? FormatCode.Text : formats[i]);
            if (columns[i].Type.Kind == TypeKind.Unknown)
                fields[i] = fields[i] with { TypeOid = TextOid, TypeSize = -1 };
        }

        output.WriteRowDescription(fields);
    }

    /// <summary>A parameter that nothing gives a type is text.</summary>
    public static uint OidOfParameter(SqlType type) => type.Kind == TypeKind.Unknown ? TextOid : TypeOids.OidOf(type);
}
