using System.Data.Common;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using VectorData.Core.Values;

namespace VectorData.Cli.Output;

/// <summary>One JSON array of objects a result set; numbers, booleans, arrays, vectors and json stay what they are.</summary>
internal sealed class JsonResultWriter(TextWriter output) : ResultWriter(output)
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override async Task WriteAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            while (await reader.ReadAsync(cancellationToken))
            {
                json.WriteStartObject();
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    json.WritePropertyName(reader.GetName(i));
                    WriteField(json, reader, i);
                }

                json.WriteEndObject();
                await json.FlushAsync(cancellationToken);
                Drain(buffer);
            }

            json.WriteEndArray();
        }

        Drain(buffer);
        Output.WriteLine();
    }

    private static void WriteField(Utf8JsonWriter json, DbDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
        {
            json.WriteNullValue();
            return;
        }

        if (reader.GetDataTypeName(column) is "json" or "jsonb")
            json.WriteRawValue(reader.GetString(column));
        else if (reader.GetFieldType(column) == typeof(TimeOnly))
            json.WriteStringValue(FieldText.Of(reader, column));
        else
            WriteValue(json, reader.GetValue(column), reader, column);
    }

    private static void WriteValue(Utf8JsonWriter json, object value, DbDataReader reader, int column)
    {
        switch (value)
        {
            case bool boolean:
                json.WriteBooleanValue(boolean);
                break;
            case short or int or long:
                json.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case float[] vector:
                WriteArray(json, vector, (writer, element) => writer.WriteNumberValue(element));
                break;
            case Half[] vector:
                WriteArray(json, vector, (writer, element) => writer.WriteNumberValue((float)element));
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case SparseVector or byte[]:
                json.WriteStringValue(FieldText.Of(reader, column));
                break;
            case Array array:
                json.WriteStartArray();
                foreach (var element in array)
                {
                    if (element is null)
                        json.WriteNullValue();
                    else
                        WriteValue(json, element, reader, column);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(FieldText.Of(value));
                break;
        }
    }

    private static void WriteArray<T>(Utf8JsonWriter json, T[] elements, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray();
        foreach (var element in elements)
            write(json, element);
        json.WriteEndArray();
    }

    private void Drain(MemoryStream buffer)
    {
        Output.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        buffer.SetLength(0);
    }
}
