using System.Numerics;
using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Execution.Operators;

/// <summary>Numbers distinct keys of one or more columns 0, 1, 2, … in order of first appearance (open addressing, linear probing).</summary>
internal sealed class KeyTable
{
    private readonly KeyStore[] _stores;
    private int[] _slots = new int[64];
    private ulong[] _hashes = new ulong[32];
    private ulong[] _rowHashes = [];

    public KeyTable(ReadOnlySpan<SqlType> types)
    {
        _stores = new KeyStore[types.Length];
        for (var i = 0; i < types.Length; i++)
            _stores[i] = KeyStore.For(types[i]);
    }

    public int Count { get; private set; }

    /// <summary>Finds or adds the keys of the named rows; <paramref name="keys"/> gets a number for each.</summary>
    public void FindOrAdd(ReadOnlySpan<ColumnVector> columns, ReadOnlySpan<int> rows, Span<int> keys)
    {
        var hashes = Hash(columns, rows);
        for (var i = 0; i < rows.Length; i++)
        {
            var slot = Probe(columns, rows[i], hashes[i]);
            if (_slots[slot] == 0)
            {
                Add(columns, rows[i], hashes[i], slot);
                keys[i] = Count - 1;
            }
            else
            {
                keys[i] = _slots[slot] - 1;
            }
        }
    }

    /// <summary>Finds the keys of the named rows; -1 where a key is not there.</summary>
    public void Find(ReadOnlySpan<ColumnVector> columns, ReadOnlySpan<int> rows, Span<int> keys)
    {
        var hashes = Hash(columns, rows);
        for (var i = 0; i < rows.Length; i++)
            keys[i] = _slots[Probe(columns, rows[i], hashes[i])] - 1;
    }

    /// <summary>The distinct keys, a column each.</summary>
    public ColumnVector[] ToColumns() => Array.ConvertAll(_stores, store => store.ToColumn());

    private Span<ulong> Hash(ReadOnlySpan<ColumnVector> columns, ReadOnlySpan<int> rows)
    {
        if (_rowHashes.Length < rows.Length)
            _rowHashes = new ulong[Math.Max(rows.Length, 256)];
        var hashes = _rowHashes.AsSpan(0, rows.Length);
        hashes.Clear();
        for (var i = 0; i < _stores.Length; i++)
            _stores[i].Hash(columns[i], rows, hashes);
        return hashes;
    }

    private int Probe(ReadOnlySpan<ColumnVector> columns, int row, ulong hash)
    {
        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        while (true)
        {
            var key = _slots[slot] - 1;
            if (key < 0 || (_hashes[key] == hash && Matches(key, columns, row)))
                return slot;
            slot = (slot + 1) & mask;
        }
    }

    private bool Matches(int key, ReadOnlySpan<ColumnVector> columns, int row)
    {
        for (var i = 0; i < _stores.Length; i++)
            if (!_stores[i].Matches(key, columns[i], row))
                return false;
        return true;
    }

    private void Add(ReadOnlySpan<ColumnVector> columns, int row, ulong hash, int slot)
    {
        for (var i = 0; i < _stores.Length; i++)
            _stores[i].Append(columns[i], row);
        if (Count == _hashes.Length)
            Array.Resize(ref _hashes, Count * 2);
        _hashes[Count++] = hash;
        _slots[slot] = Count;
        if (Count * 2 > _slots.Length)
            Grow();
    }

    private void Grow()
    {
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)Count * 4)];
        var mask = _slots.Length - 1;
        for (var key = 0; key < Count; key++)
        {
            var slot = (int)_hashes[key] & mask;
            while (_slots[slot] != 0)
                slot = (slot + 1) & mask;
            _slots[slot] = key + 1;
        }
    }
}
