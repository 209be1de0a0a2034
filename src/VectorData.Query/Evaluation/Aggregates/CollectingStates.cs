using System.Buffers;
using System.Text;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Evaluation.Json;
using VectorData.Query.Evaluation.Nodes;

namespace VectorData.Query.Evaluation.Aggregates;

/// <summary>string_agg of text or bytea: a row's delimiter stands before its value, but for the first.</summary>
internal sealed class StringState(SqlType type) : IAggregateState
{
    private ArrayBufferWriter<byte>?[] _texts = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _texts, groupCount);
        var values = (BytesColumn)input.Arguments[0];
        var delimiters = (BytesColumn)input.Arguments[1];
        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            if (values.IsNull(row))
                continue;
            ref var text = ref _texts[input.GroupAt(i)];
            if (text is null)
                text = new ArrayBufferWriter<byte>();
            else if (!delimiters.IsNull(row))
                text.Write(delimiters.GetSpan(row));
            text.Write(values.GetSpan(row));
        }
    }

    public ColumnVector Finish(int groupCount)
    {
        var builder = new BytesColumnBuilder(type, groupCount);
        for (var i = 0; i < groupCount; i++)
        {
            if (i < _texts.Length && _texts[i] is { } text)
                builder.Append(text.WrittenSpan);
            else
                builder.AppendNull();
        }

        return builder.Build();
    }
}

/// <summary>array_agg: NULLs are elements, too; arrays become one more dimension.</summary>
internal sealed class ArrayState(SqlType type) : IAggregateState
{
    private List<Value>?[] _items = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _items, groupCount);
        var column = input.Arguments[0];
        for (var i = 0; i < input.Count; i++)
            (_items[input.GroupAt(i)] ??= []).Add(column.GetValue(input.RowAt(i)));
    }

    public ColumnVector Finish(int groupCount)
    {
        var builder = ColumnBuilder.For(type);
        for (var i = 0; i < groupCount; i++)
        {
            if (i < _items.Length && _items[i] is { } items)
                builder.Append(ArrayFunctions.Build(items.ToArray(), type.ElementType, items.Exists(item => item.Type.IsArray)).WithType(type));
            else
                builder.AppendNull();
        }

        return builder.Build();
    }
}

/// <summary>json_agg and jsonb_agg.</summary>
internal sealed class JsonArrayState(bool isBinary) : IAggregateState
{
    private StringBuilder?[] _texts = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _texts, groupCount);
        for (var i = 0; i < input.Count; i++)
        {
            ref var text = ref _texts[input.GroupAt(i)];
            text = text is null ? new StringBuilder("[") : text.Append(", ");
            JsonValues.Append(text, input.Arguments[0].GetValue(input.RowAt(i)), context, isBinary);
        }
    }

    public ColumnVector Finish(int groupCount) => JsonStates.Finish(_texts, groupCount, "]", isBinary);
}

/// <summary>json_object_agg and jsonb_object_agg.</summary>
internal sealed class JsonObjectState(bool isBinary) : IAggregateState
{
    private StringBuilder?[] _texts = [];

    public void Add(in AggregateInput input, int groupCount, EvaluationContext context)
    {
        Groups.Grow(ref _texts, groupCount);
        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            var key = input.Arguments[0].GetValue(row);
            if (key.IsNull)
                throw new VectorDbException(SqlStates.NullValueNotAllowed, "field name must not be null");
            ref var text = ref _texts[input.GroupAt(i)];
            text = text is null ? new StringBuilder(isBinary ? "{" : "{ ") : text.Append(", ");
            JsonText.AppendString(text, ValueText.Format(key, context.TimeZone));
            text.Append(" : ");
            JsonValues.Append(text, input.Arguments[1].GetValue(row), context, isBinary);
        }
    }

    public ColumnVector Finish(int groupCount) => JsonStates.Finish(_texts, groupCount, isBinary ? "}" : " }", isBinary);
}

internal static class JsonStates
{
    public static ColumnVector Finish(StringBuilder?[] texts, int groupCount, string end, bool isBinary)
    {
        var builder = ColumnBuilder.For(isBinary ? SqlType.Jsonb : SqlType.Json);
        for (var i = 0; i < groupCount; i++)
        {
            if (i < texts.Length && texts[i] is { } text)
                builder.Append(JsonValues.Make(text + end, isBinary));
            else
                builder.AppendNull();
        }

        return builder.Build();
    }
}
