using System.Text;
using Microsoft.EntityFrameworkCore.Update;

namespace VectorData.EntityFrameworkCore.Update;

internal sealed class VectorDataUpdateSqlGenerator(UpdateSqlGeneratorDependencies dependencies) : UpdateSqlGenerator(dependencies)
{
    public override string GenerateNextSequenceValueOperation(string name, string? schema) =>
        $"SELECT {GenerateObtainNextSequenceValueOperation(name, schema)}";

    public override string GenerateObtainNextSequenceValueOperation(string name, string? schema) =>
        $"nextval('{SqlGenerationHelper.DelimitIdentifier(name, schema).Replace("'", "''", StringComparison.Ordinal)}')";

    /// <summary>One INSERT with a row for each command; all of them write and read the same columns. RETURNING gives the rows in their order.</summary>
    public ResultSetMapping AppendInsertRows(StringBuilder text, IReadOnlyList<IReadOnlyModificationCommand> commands)
    {
        var first = commands[0];
        var writes = first.ColumnModifications.Where(column => column.IsWrite).ToList();
        var reads = first.ColumnModifications.Where(column => column.IsRead).ToList();
        AppendInsertCommandHeader(text, first.TableName, first.Schema, writes);
        AppendValuesHeader(text, writes);
        for (var i = 0; i < commands.Count; i++)
        {
            if (i > 0)
                text.Append(",\n    ");
            AppendValues(text, first.TableName, first.Schema, commands[i].ColumnModifications.Where(column => column.IsWrite).ToList());
        }

        if (reads.Count > 0)
            AppendReturningClause(text, reads);
        text.AppendLine(SqlGenerationHelper.StatementTerminator);
        return reads.Count > 0 ? ResultSetMapping.HasResultRow : ResultSetMapping.NoResults;
    }
}
