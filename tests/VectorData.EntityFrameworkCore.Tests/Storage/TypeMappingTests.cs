using System.Collections;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VectorData.Core.Values;

namespace VectorData.EntityFrameworkCore.Tests.Storage;

public sealed class TypeMappingTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public void Every_type_comes_back_as_it_was_saved()
    {
        using (var context = Create())
        {
            context.Database.EnsureCreated();
            context.Add(Sample());
            context.SaveChanges();
        }

        using (var context = Create())
        {
            var (expected, actual) = (Sample(), context.Set<Everything>().Single());
            Assert.Equal(Scalars(expected), Scalars(actual));
            Assert.Equal(expected.Bytes, actual.Bytes);
            Assert.Equal(expected.Numbers, actual.Numbers);
            Assert.Equal(expected.Names, actual.Names);
            Assert.Equal(expected.Colours, actual.Colours);
            Assert.Equal(expected.Gaps, actual.Gaps);
            Assert.Equal(expected.Floats, actual.Floats);
            Assert.Equal(expected.Memory.ToArray(), actual.Memory.ToArray());
            Assert.Equal(expected.Halves, actual.Halves);
            Assert.Equal(expected.Sparse, actual.Sparse);
            Assert.Equal(expected.Bits.Cast<bool>(), actual.Bits.Cast<bool>());
            Assert.Equal(1, actual.Document!.RootElement.GetProperty("a").GetInt32());
            Assert.Equal("""{"b": [1, 2]}""", actual.JsonText);
        }
    }

    [Fact]
    public void A_changed_element_is_a_change()
    {
        using var context = Create();
        context.Database.EnsureCreated();
        var entity = Sample();
        context.Add(entity);
        context.SaveChanges();
        Assert.False(context.ChangeTracker.HasChanges());
        entity.Floats[1] = 9;
        entity.Bits[0] = false;
        entity.Names.Add("new");
        Assert.Equal(1, context.SaveChanges());
        using var second = Create();
        var read = second.Set<Everything>().Single();
        Assert.Equal(9, read.Floats[1]);
        Assert.Equal(3, read.Names.Count);
    }

    [Theory]
    [InlineData(nameof(Everything.Byte), "smallint")]
    [InlineData(nameof(Everything.Int), "integer")]
    [InlineData(nameof(Everything.UInt), "bigint")]
    [InlineData(nameof(Everything.ULong), "numeric")]
    [InlineData(nameof(Everything.Money), "numeric(12,3)")]
    [InlineData(nameof(Everything.Short), "smallint")]
    [InlineData(nameof(Everything.Limited), "character varying(20)")]
    [InlineData(nameof(Everything.Colour), "integer")]
    [InlineData(nameof(Everything.Time), "timestamp")]
    [InlineData(nameof(Everything.Moment), "timestamp with time zone")]
    [InlineData(nameof(Everything.Span), "interval")]
    [InlineData(nameof(Everything.Numbers), "integer[]")]
    [InlineData(nameof(Everything.Names), "text[]")]
    [InlineData(nameof(Everything.Colours), "integer[]")]
    [InlineData(nameof(Everything.Floats), "vector(3)")]
    [InlineData(nameof(Everything.Halves), "halfvec(2)")]
    [InlineData(nameof(Everything.Sparse), "sparsevec(5)")]
    [InlineData(nameof(Everything.Bits), "bit(4)")]
    [InlineData(nameof(Everything.Document), "jsonb")]
    public void Store_types_are_those_of_the_database(string property, string storeType)
    {
        using var context = Create();
        Assert.Equal(storeType, context.Model.FindEntityType(typeof(Everything))!.FindProperty(property)!.GetColumnType());
    }

    [Fact]
    public void Literals_read_back_as_their_values()
    {
        using var context = Create();
        var sample = Sample();
        foreach (var property in context.Model.FindEntityType(typeof(Everything))!.GetProperties())
        {
            if (property.Name == nameof(Everything.Id) || property.GetGetter().GetClrValue(sample) is not { } value)
                continue;
            var literal = property.GetRelationalTypeMapping().GenerateSqlLiteral(value);
            Assert.Single(_database.Column("SELECT " + literal));
        }
    }

    public void Dispose() => _database.Dispose();

    private Context Create() => new(_database.OptionsOf<Context>());

    private static object?[] Scalars(Everything e) =>
    [
        e.Bool, e.Byte, e.SByte, e.Short, e.UShort, e.Int, e.UInt, e.Long, e.ULong, e.Float, e.Double, e.Half, e.Money, e.Char, e.Text, e.Limited,
        e.Guid, e.Date, e.Clock, e.Time, e.Moment, e.Span, e.Colour, e.ColourName, e.Nothing, e.Link,
    ];

    private static Everything Sample() => new()
    {
        Bool = true,
        Byte = 200,
        SByte = -5,
        Short = -3,
        UShort = 60_000,
        Int = -7,
        UInt = 4_000_000_000,
        Long = long.MinValue,
        ULong = ulong.MaxValue,
        Float = 1.5f,
        Double = -2.25e100,
        Half = (Half)0.5,
        Money = -12.345m,
        Char = 'ß',
        Text = "it's \\ \"so\"",
        Limited = "short",
        Guid = new Guid("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        Date = new DateOnly(2024, 5, 6),
        Clock = new TimeOnly(12, 34, 56, 789),
        Time = new DateTime(2024, 5, 6, 7, 8, 9),
        Moment = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2)),
        Span = TimeSpan.FromHours(30),
        Colour = Colour.Green,
        ColourName = Colour.Red,
        Link = new Uri("https://example.org/"),
        Bytes = [0, 1, 255],
        Numbers = [3, 1, 2],
        Names = ["a", "b's"],
        Colours = [Colour.Green, Colour.Red],
        Gaps = [1, null, 3],
        Floats = [1, 2.5f, -3],
        Memory = new float[] { 4, 5 },
        Halves = [(Half)1, (Half)2],
        Sparse = new SparseVector(5, [1, 3], [0.5f, 2]),
        Bits = new BitArray([true, false, true, true]),
        Document = JsonDocument.Parse("""{"a": 1}"""),
        JsonText = """{"b": [1, 2]}""",
    };

    private enum Colour
    {
        Red,
        Green,
    }

    private sealed class Everything
    {
        public int Id { get; set; }
        public bool Bool { get; set; }
        public byte Byte { get; set; }
        public sbyte SByte { get; set; }
        public short Short { get; set; }
        public ushort UShort { get; set; }
        public int Int { get; set; }
        public uint UInt { get; set; }
        public long Long { get; set; }
        public ulong ULong { get; set; }
        public float Float { get; set; }
        public double Double { get; set; }
        public Half Half { get; set; }
        public decimal Money { get; set; }
        public char Char { get; set; }
        public string Text { get; set; } = "";
        public string Limited { get; set; } = "";
        public Guid Guid { get; set; }
        public DateOnly Date { get; set; }
        public TimeOnly Clock { get; set; }
        public DateTime Time { get; set; }
        public DateTimeOffset Moment { get; set; }
        public TimeSpan Span { get; set; }
        public Colour Colour { get; set; }
        public Colour ColourName { get; set; }
        public int? Nothing { get; set; }
        public Uri? Link { get; set; }
        public byte[] Bytes { get; set; } = [];
        public int[] Numbers { get; set; } = [];
        public List<string> Names { get; set; } = [];
        public List<Colour> Colours { get; set; } = [];
        public int?[] Gaps { get; set; } = [];

        [Vector(3)]
        public float[] Floats { get; set; } = [];

        public ReadOnlyMemory<float> Memory { get; set; }
        public Half[] Halves { get; set; } = [];
        public SparseVector Sparse { get; set; } = null!;
        public BitArray Bits { get; set; } = null!;
        public JsonDocument? Document { get; set; }
        public string? JsonText { get; set; }
    }

    private sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Everything>(entity =>
        {
            entity.Property(e => e.Money).HasPrecision(12, 3);
            entity.Property(e => e.Limited).HasMaxLength(20);
            entity.Property(e => e.ColourName).HasConversion<string>();
            entity.Property(e => e.Memory).HasVector(2);
            entity.Property(e => e.Halves).HasVector(2);
            entity.Property(e => e.Sparse).HasVector(5);
            entity.Property(e => e.Bits).HasVector(4);
            entity.Property(e => e.JsonText).HasColumnType("jsonb");
        });
    }
}
