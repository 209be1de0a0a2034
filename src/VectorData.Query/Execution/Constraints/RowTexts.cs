using System.Text;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;

namespace VectorData.Query.Execution.Constraints;

/// <summary>Rows and keys as the details of errors print them.</summary>
internal static class RowTexts
{
    private const int MaxFieldLength = 64;

    /// <summary><c>Failing row contains (1, null, [1,2,3]).</c></summary>
    public static string FailingRow(Batch rows, int row)
    {
        var text = new StringBuilder("Failing row contains (");
        for (var i = 0; i < rows.Columns.Length; i++)
            text.Append(i == 0 ? "" : ", ").Append(Field(rows.Columns[i].GetValue(row)));
        return text.Append(").").ToString();
    }

    /// <summary><c>Key (a, b)=(1, 2)</c></summary>
    public static string Key(IEnumerable<string> columns, IEnumerable<Value> values) =>
        $"Key ({string.Join(", ", columns)})=({string.Join(", ", values.Select(value => value.IsNull ? "null" : ValueText.Format(value)))})";

    /// <summary>The key of a row as <see cref="Key(IEnumerable{string}, IEnumerable{Value})"/> prints it.</summary>
    public static string Key(IReadOnlyList<ColumnDefinition> columns, ReadOnlySpan<ColumnVector> values, int row)
    {
        var key = new Value[values.Length];
        for (var i = 0; i < key.Length; i++)
            key[i] = values[i].GetValue(row);
        return Key(columns.Select(column => column.Name), key);
    }

    private static string Field(Value value)
    {
        if (value.IsNull)
            return "null";
        var text = ValueText.Format(value);
        return text.Length <= MaxFieldLength ? text : string.Concat(text.AsSpan(0, MaxFieldLength), "...");
    }
}
