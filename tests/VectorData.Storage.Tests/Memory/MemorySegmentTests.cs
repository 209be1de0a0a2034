using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Storage.Memory;
using VectorData.Storage.Tests.Tables;

namespace VectorData.Storage.Tests.Memory;

public sealed class MemorySegmentTests
{
    private static readonly SqlType[] Types =
    [
        SqlType.Boolean, SqlType.SmallInt, SqlType.Integer, SqlType.BigInt, SqlType.Real, SqlType.Double, SqlType.Numeric, SqlType.Uuid,
        SqlType.Interval, SqlType.Text, SqlType.Bytea, SqlType.VectorOf(3), new SqlType(TypeKind.HalfVec, 2), new SqlType(TypeKind.SparseVec, 9), new SqlType(TypeKind.Bit, 11),
    ];

    [Fact]
    public void Rows_of_every_type_are_read_back_across_chunks()
    {
        var random = new Random(5);
        var segment = new MemorySegment(new SegmentId(1), Definition());
        var expected = Types.Select(_ => new List<Value>()).ToArray();
        for (var batch = 0; batch < 12; batch++)
        {
            var count = random.Next(1, 1500);
            var columns = Types.Select((type, i) => Column(type, count, random, expected[i])).ToArray();
            Assert.Equal(expected[0].Count - count, segment.Append(columns, 0, count));
        }

        for (var i = 0; i < Types.Length; i++)
        {
            var column = segment.Definition.Columns[i];
            var (start, count) = (random.Next(1000), random.Next(500, expected[i].Count - 1000));
            var read = segment.Read(column, start, count);
            var ordinals = Enumerable.Range(0, 200).Select(_ => random.Next(segment.RowCount)).ToArray();
            var gathered = segment.Gather(column, ordinals);
            for (var row = 0; row < count; row += 37)
                Assert.Equal(Bytes(expected[i][start + row]), Bytes(read.GetValue(row)));
            for (var row = 0; row < ordinals.Length; row++)
                Assert.Equal(Bytes(expected[i][ordinals[row]]), Bytes(gathered.GetValue(row)));
        }
    }

    [Fact]
    public void What_a_reader_was_handed_does_not_change_when_rows_are_appended()
    {
        var segment = new MemorySegment(new SegmentId(1), Definition());
        var random = new Random(6);
        segment.Append(Types.Select(type => Column(type, 3, random, [])).ToArray(), 0, 3);
        var held = segment.Definition.Columns.Select(column => segment.Read(column, 0, 3)).ToArray();
        var before = held.Select(column => string.Join(",", Enumerable.Range(0, 3).Select(row => Bytes(column.GetValue(row))))).ToArray();
        for (var i = 0; i < 20; i++)
            segment.Append(Types.Select(type => Column(type, 700, random, [])).ToArray(), 0, 700);
        Assert.Equal(before, held.Select(column => string.Join(",", Enumerable.Range(0, 3).Select(row => Bytes(column.GetValue(row))))));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5000)]
    public void Rows_are_found_by_their_keys(int rows)
    {
        var definition = Definition() with { Indexes = [new IndexDefinition(new IndexId(1), "k", IndexMethod.Hash, [new IndexColumn(new ColumnId(3)), new IndexColumn(new ColumnId(10))])] };
        var segment = new MemorySegment(new SegmentId(1), definition);
        var columns = Types.Select(type => Column(type, rows, new Random(1), [])).ToArray();
        columns[2] = new FixedColumn<int>(SqlType.Integer, Enumerable.Range(0, rows).Select(row => row / 2).ToArray());
        columns[9] = ColumnBuilder.Repeat(Value.Of("t"), SqlType.Text, rows);
        segment.Append(columns, 0, rows);
        var key = segment.Key(new IndexId(1))!;
        Assert.True(key.Key.TryHash([Value.Of(3), Value.Of("t")], out var hash));
        var found = new List<int>();
        key.Find(hash, segment.RowCount, found);
        Assert.Equal([6, 7], found.Where(row => key.Key.RowEquals(segment, row, [Value.Of(3), Value.Of("t")])).Order());
        Assert.False(key.Key.TryHash([Value.Of(3), Value.Null(SqlType.Text)], out _));
    }

    [Fact]
    public void Equal_keys_hash_alike_however_they_are_written()
    {
        Assert.Equal(Hash(Value.Of(1.0m)), Hash(Value.Of(1.000m)));
        Assert.Equal(Hash(Value.Of(0.0)), Hash(Value.Of(-0.0)));
        Assert.Equal(Hash(Value.Of(double.NaN)), Hash(Value.Of(-double.NaN)));
        Assert.Equal(Hash(Value.Of(new Interval(1, 0, 0))), Hash(Value.Of(new Interval(0, 30, 0))));
        Assert.NotEqual(Hash(Value.Of(1)), Hash(Value.Of(2)));
        var random = new Random(2);
        foreach (var type in Types)
        {
            var values = new List<Value>();
            var column = Column(type, 50, random, values);
            var hashes = new ulong[50];
            hashes.AsSpan().Fill(KeyHash.Seed);
            KeyHash.Add(column, hashes, new bool[50]);
            for (var row = 0; row < 50; row++)
                Assert.Equal(hashes[row], KeyHash.Add(KeyHash.Seed, values[row]));
        }
    }

    private static ulong Hash(Value value) => KeyHash.Add(KeyHash.Seed, value);

    private static TableDefinition Definition() => new(new TableId(1), "public", "t")
    {
        Columns = Types.Select((type, i) => new ColumnDefinition(new ColumnId(i + 1), $"c{i}", type)).ToImmutableArray(),
    };

    private static ColumnVector Column(SqlType type, int count, Random random, List<Value> values)
    {
        var builder = ColumnBuilder.For(type);
        for (var row = 0; row < count; row++)
        {
            var value = random.Next(5) == 0 ? Value.Null(type) : Make(type, random).WithType(type);
            builder.Append(value);
            values.Add(value);
        }

        return builder.Build();
    }

    private static Value Make(SqlType type, Random random) => type.Kind switch
    {
        TypeKind.Boolean => Value.Of(random.Next(2) == 0),
        TypeKind.SmallInt => Value.Of((short)random.Next()),
        TypeKind.Integer => Value.Of(random.Next()),
        TypeKind.BigInt => Value.Of(random.NextInt64()),
        TypeKind.Real => Value.Of(random.NextSingle()),
        TypeKind.Double => Value.Of(random.NextDouble()),
        TypeKind.Numeric => Value.Of((decimal)random.Next() / 100),
        TypeKind.Uuid => Value.Of(Guid.NewGuid()),
        TypeKind.Interval => Value.Of(new Interval(random.Next(9), random.Next(9), random.Next())),
        TypeKind.Text => Value.Of(new string('x', random.Next(3) == 0 ? random.Next(30_000) : random.Next(20))),
        TypeKind.Bytea => Value.Of(new byte[random.Next(10)]),
        TypeKind.Vector => Value.Of(new[] { random.NextSingle(), 1, 2 }),
        TypeKind.HalfVec => Value.Of(new[] { (Half)random.NextSingle(), (Half)1 }),
        TypeKind.SparseVec => Value.Of(new SparseVector(9, [random.Next(9)], [1])),
        _ => Value.Of(new BitString(11, [(byte)random.Next(256), 0])),
    };

    private static string Bytes(Value value) => value.IsNull
        ? "NULL"
        : value.Type.Physical >= PhysicalType.Bytes ? Convert.ToHexString(BytesCodec.Encode(value)) : value.ToString();

    [Fact]
    public void Rows_compared_one_by_one_have_the_order_of_their_column()
    {
        using var engine = TestTables.InMemory();
        var table = engine.CreateItems();
        string?[] names = ["b", "", null, "a", "ab", null, "b"];
        engine.Insert(table, [.. names.Select((name, id) => ((int?)id, name))]);
        var version = engine.Current.Tables[table].Segments.Single();
        foreach (var column in engine.Current.Tables[table].Definition.Columns.Take(2))
        {
            var whole = KeyColumn.Of(version.Segment.Read(column, 0, version.Rows));
            var single = new RowKeyColumn(version.Segment, column);
            for (var left = 0; left < names.Length; left++)
            {
                for (var right = 0; right < names.Length; right++)
                    Assert.Equal(Math.Sign(whole.Compare(left, right)), Math.Sign(single.Compare(left, right)));
                Assert.Equal(whole.IsNull(left), single.IsNull(left));
            }

            var value = new KeyValue(column.Name == "id" ? Value.Of(3) : Value.Of("ab"));
            for (var row = 0; row < names.Length; row++)
                Assert.Equal(Math.Sign(whole.CompareTo(row, value)), Math.Sign(single.CompareTo(row, value)));
        }
    }
}
