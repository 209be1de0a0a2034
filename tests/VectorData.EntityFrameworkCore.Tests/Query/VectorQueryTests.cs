using System.Collections;
using Microsoft.EntityFrameworkCore;
using VectorData.Core.Values;

namespace VectorData.EntityFrameworkCore.Tests.Query;

public sealed class VectorQueryTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly List<Document> _rows = Create();

    public VectorQueryTests()
    {
        using var context = CreateContext();
        context.Database.EnsureCreated();
        context.AddRange(Create());
        context.SaveChanges();
    }

    [Fact]
    public void Distances_are_operators_and_the_same_on_the_client()
    {
        using var context = CreateContext();
        float[] query = [0.5f, 1, -0.25f];
        ReadOnlyMemory<float> memory = query;
        Half[] halves = [(Half)0.5f, (Half)1, (Half)(-0.25f)];
        var sparse = new SparseVector(query);
        var bits = new BitArray([true, false, true]);
        var text = context.Documents.OrderBy(d => d.Embedding.CosineDistance(query)).ThenBy(d => d.Id).Select(d => d.Id).Take(3).ToQueryString();
        Assert.Contains("ORDER BY \"d\".\"Embedding\" <=> @query, \"d\".\"Id\"", text, StringComparison.Ordinal);
        Same(d => d.Embedding.CosineDistance(query), context.Documents.Select(d => d.Embedding.CosineDistance(query)));
        Same(d => d.Embedding.L2Distance(query), context.Documents.Select(d => EF.Functions.L2Distance(d.Embedding, query)));
        Same(d => d.Embedding.L1Distance(query), context.Documents.Select(d => d.Embedding.L1Distance(query)));
        Same(d => d.Embedding.InnerProduct(query), context.Documents.Select(d => d.Embedding.InnerProduct(query)));
        Same(d => d.Memory.L2Distance(memory), context.Documents.Select(d => d.Memory.L2Distance(memory)));
        Same(d => d.Halves.L2Distance(halves), context.Documents.Select(d => d.Halves.L2Distance(halves)));
        Same(d => d.Sparse.CosineDistance(sparse), context.Documents.Select(d => d.Sparse.CosineDistance(sparse)));
        Same(d => d.Bits.HammingDistance(bits), context.Documents.Select(d => d.Bits.HammingDistance(bits)));
        Same(d => d.Bits.JaccardDistance(bits), context.Documents.Select(d => d.Bits.JaccardDistance(bits)));
        Assert.Throws<ArgumentException>(() => query.L2Distance([1f]));
    }

    [Fact]
    public void A_sort_by_inner_product_is_a_sort_by_its_operator()
    {
        using var context = CreateContext();
        float[] query = [1, 2, 3];
        var sorted = context.Documents.OrderByDescending(d => d.Embedding.InnerProduct(query)).Take(4);
        Assert.Contains("ORDER BY \"d\".\"Embedding\" <#> @query\n", sorted.ToQueryString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(_rows.OrderByDescending(d => d.Embedding.InnerProduct(query)).Take(4).Select(d => d.Id), sorted.Select(d => d.Id));
    }

    [Fact]
    public void The_nearest_with_conditions_before_and_after()
    {
        using var context = CreateContext();
        float[] query = [0.1f, 0.9f, 0.3f];
        var nearest = context.Documents.Where(d => d.Category == 1).NearestTo(d => d.Embedding, query, 5, VectorDistance.L2);
        var expected = _rows.Where(d => d.Category == 1).OrderBy(d => d.Embedding.L2Distance(query)).Take(5).ToList();
        var found = nearest.ToList();
        Assert.Equal(expected.Select(d => d.Id), found.Select(n => n.Entity.Id));
        Assert.All(found, n => Assert.Equal(n.Entity.Embedding.L2Distance(query), n.Distance, 5));

        var bound = expected[2].Embedding.L2Distance(query) + 1e-6;
        Assert.Equal(expected.Take(3).Select(d => d.Id), nearest.Where(n => n.Distance <= bound).Select(n => n.Entity.Id).ToList());
        Assert.Equal(
            expected.Select(d => d.Parts.Count),
            context.Documents.Include(d => d.Parts).Where(d => d.Category == 1).NearestTo(d => d.Embedding, query, 5, VectorDistance.L2).AsEnumerable().Select(n => n.Entity.Parts.Count));
        Assert.Throws<InvalidOperationException>(() => context.Documents.NearestTo(d => d.Bits, new BitArray(3), 2, VectorDistance.Cosine).ToList());
    }

    [Fact]
    public void Averages_and_sums_of_vectors()
    {
        using var context = CreateContext();
        var groups = context.Documents.GroupBy(d => d.Category).Select(g => new { g.Key, Mean = g.Average(d => d.Embedding), Sum = g.Select(d => d.Embedding).Sum() }).ToList();
        foreach (var group in groups)
        {
            var members = _rows.Where(d => d.Category == group.Key).Select(d => d.Embedding).ToList();
            Close(members.Average()!, group.Mean!);
            Close(members.Sum()!, group.Sum!);
        }

        Close(_rows.Average(d => d.Embedding)!, context.Documents.Average(d => d.Embedding)!);
        Assert.Null(context.Documents.Where(d => d.Id < 0).Average(d => d.Embedding));
    }

    [Fact]
    public void Functions_of_vectors()
    {
        using var context = CreateContext();
        var first = context.Documents.OrderBy(d => d.Id).Select(d => new
        {
            Length = d.Embedding.Length,
            Dimensions = EF.Functions.VectorDimensions(d.Embedding),
            Norm = EF.Functions.VectorNorm(d.Embedding),
            Part = EF.Functions.Subvector(d.Embedding, 2, 2),
            Normal = EF.Functions.Normalize(d.Embedding),
        }).First();
        Assert.Equal((3, 3), (first.Length, first.Dimensions));
        Assert.Equal(_rows[0].Embedding.L2Distance([0, 0, 0]), first.Norm, 5);
        Assert.Equal(_rows[0].Embedding[1..], first.Part);
        Assert.Equal(1, first.Normal.L2Distance([0, 0, 0]), 5);
    }

    [Fact]
    public void A_search_through_an_index_and_a_join_uses_the_index()
    {
        using var context = CreateContext();
        _database.Column("""CREATE INDEX ix ON "Documents" USING hnsw ("Embedding" vector_l2_ops)""");
        float[] query = [1, 2, 3];
        foreach (var search in new IQueryable[]
        {
            context.Documents.OrderBy(d => d.Embedding.L2Distance(query)).Take(5),
            context.Documents.Where(d => d.Category > 1).NearestTo(d => d.Embedding, query, 5, VectorDistance.L2),
            context.Documents.Include(d => d.Parts).OrderBy(d => d.Embedding.L2Distance(query)).Take(5),
        })
        {
            using var command = search.CreateDbCommand();
            command.CommandText = "EXPLAIN " + command.CommandText;
            context.Database.OpenConnection();
            command.Connection = context.Database.GetDbConnection();
            using var reader = command.ExecuteReader();
            var plan = "";
            while (reader.Read())
                plan += reader.GetString(0) + "\n";
            Assert.Contains("Vector Top-K using ix", plan, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _database.Dispose();

    private void Same(Func<Document, double> client, IQueryable<double> server)
    {
        var expected = _rows.Select(client).Order().ToList();
        var actual = server.ToList().Order().ToList();
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 4));
    }

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 4));
    }

    private DocumentContext CreateContext() => new(_database.OptionsOf<DocumentContext>());

    private static List<Document> Create()
    {
        var random = new Random(5);
        return
        [
            .. Enumerable.Range(1, 40).Select(id =>
            {
                float[] vector = [random.NextSingle() * 2 - 1, random.NextSingle() * 2, random.NextSingle() + 0.1f];
                return new Document
                {
                    Id = id,
                    Category = id % 4,
                    Embedding = vector,
                    Memory = vector.ToArray(),
                    Halves = Array.ConvertAll(vector, x => (Half)x),
                    Sparse = new SparseVector(vector),
                    Bits = new BitArray([id % 2 == 0, id % 3 == 0, true]),
                    Parts = [.. Enumerable.Range(0, id % 3).Select(i => new Part { Id = id * 10 + i })],
                };
            }),
        ];
    }

    private sealed class Document
    {
        public int Id { get; set; }

        public int Category { get; set; }

        public float[] Embedding { get; set; } = [];

        public ReadOnlyMemory<float> Memory { get; set; }

        public Half[] Halves { get; set; } = [];

        public SparseVector Sparse { get; set; } = null!;

        public BitArray Bits { get; set; } = null!;

        public List<Part> Parts { get; set; } = [];
    }

    private sealed class Part
    {
        public int Id { get; set; }

        public int DocumentId { get; set; }
    }

    private sealed class DocumentContext(DbContextOptions<DocumentContext> options) : DbContext(options)
    {
        public DbSet<Document> Documents => Set<Document>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Part>().Property(p => p.Id).ValueGeneratedNever();
            modelBuilder.Entity<Document>(document =>
            {
                document.Property(d => d.Id).ValueGeneratedNever();
                document.Property(d => d.Embedding).HasColumnType("vector(3)");
                document.Property(d => d.Memory).HasColumnType("vector(3)");
                document.Property(d => d.Halves).HasColumnType("halfvec(3)");
                document.Property(d => d.Sparse).HasColumnType("sparsevec(3)");
                document.Property(d => d.Bits).HasColumnType("bit(3)");
            });
        }
    }
}
