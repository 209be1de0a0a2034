using VectorData.Core.Values;

namespace VectorData.Query.Evaluation.Nodes;

/// <summary>Rows of a bytes column without a virtual call each; a column of one row repeats it.</summary>
internal readonly ref struct BytesReader
{
    private readonly ReadOnlySpan<uint> _offsets;
    private readonly ReadOnlySpan<byte> _data;
    private readonly uint _first;
    private readonly BytesColumn? _column;
    private readonly int _mask;

    public BytesReader(ColumnVector column, bool isScalar)
    {
        _mask = isScalar ? 0 : -1;
        if (column is PackedBytesColumn packed)
        {
            _offsets = packed.Offsets.Span;
            _data = packed.Data.Span;
            _first = _offsets[0];
        }
        else
        {
            _column = (BytesColumn)column;
        }
    }

    public ReadOnlySpan<byte> this[int row]
    {
        get
        {
            row &= _mask;
            if (_column is not null)
                return _column.GetSpan(row);
            var start = _offsets[row];
            return _data.Slice((int)(start - _first), (int)(_offsets[row + 1] - start));
        }
    }
}
