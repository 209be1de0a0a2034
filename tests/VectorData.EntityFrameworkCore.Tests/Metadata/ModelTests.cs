using Microsoft.EntityFrameworkCore;
using VectorData.Core.Errors;
using VectorData.EntityFrameworkCore.Metadata;

namespace VectorData.EntityFrameworkCore.Tests.Metadata;

public sealed class ModelTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task Relations_of_all_cardinalities_are_saved_and_included()
    {
        await using (var context = Create(Library))
        {
            await context.Database.EnsureCreatedAsync();
            var tag = new Tag { Name = "old" };
            context.Add(new Author
            {
                Name = "Homer",
                Biography = new Biography { Text = "blind" },
                Books = { new Book { Title = "Iliad", Tags = { tag } }, new Book { Title = "Odyssey", Tags = { tag, new Tag { Name = "sea" } } } },
            });
            await context.SaveChangesAsync();
        }

        await using (var context = Create(Library))
        {
            var author = await context.Set<Author>().Include(a => a.Biography).Include(a => a.Books).ThenInclude(b => b.Tags).SingleAsync();
            Assert.Equal("blind", author.Biography!.Text);
            Assert.Equal(["Iliad", "Odyssey"], author.Books.Select(b => b.Title).Order());
            Assert.Equal(3, author.Books.Sum(b => b.Tags.Count));
            context.Remove(author);
            await context.SaveChangesAsync();
            Assert.Equal(0, await context.Set<Book>().CountAsync());
        }
    }

    [Theory]
    [InlineData("TPH")]
    [InlineData("TPT")]
    [InlineData("TPC")]
    public void Hierarchies_are_stored_in_one_table_one_for_each_type_or_one_for_each_concrete_type(string strategy)
    {
        void Model(ModelBuilder model)
        {
            var root = model.Entity<Animal>();
            _ = strategy switch { "TPH" => root.UseTphMappingStrategy(), "TPT" => root.UseTptMappingStrategy(), _ => root.UseTpcMappingStrategy() };
            model.Entity<Dog>();
            model.Entity<Cat>();
        }

        using (var context = Create(Model, strategy))
        {
            context.Database.EnsureCreated();
            context.AddRange(new Dog { Name = "Rex", Trick = "sit" }, new Cat { Name = "Tom", Lives = 9 }, new Dog { Name = "Bo", Trick = "roll" });
            context.SaveChanges();
        }

        using (var context = Create(Model, strategy))
        {
            var animals = context.Set<Animal>().OrderBy(a => a.Id).ToList();
            Assert.Equal(3, animals.Select(a => a.Id).Distinct().Count());
            Assert.Equal(["Bo", "Rex", "Tom"], animals.Select(a => a.Name).Order());
            Assert.Equal(9, context.Set<Cat>().Single().Lives);
            Assert.Equal(2, context.Set<Dog>().Count());
        }
    }

    [Fact]
    public void Owned_and_complex_values_come_back()
    {
        static void Model(ModelBuilder model) => model.Entity<Customer>(entity =>
        {
            entity.OwnsOne(c => c.Home);
            entity.ComplexProperty(c => c.Size);
        });

        using (var context = Create(Model))
        {
            context.Database.EnsureCreated();
            context.Add(new Customer
            {
                Home = new Address { City = "Köln" },
                Size = new Size { Width = 2, Height = 3 },
            });
            context.SaveChanges();
        }

        using (var context = Create(Model))
        {
            var customer = context.Set<Customer>().Single();
            Assert.Equal("Köln", customer.Home.City);
            Assert.Equal(3, customer.Size.Height);
            customer.Home.City = "Bonn";
            customer.Size.Width = 5;
            context.SaveChanges();
        }

        using (var context = Create(Model))
        {
            var customer = context.Set<Customer>().Single();
            Assert.Equal(("Bonn", 5, 3), (customer.Home.City, customer.Size.Width, customer.Size.Height));
        }
    }

    [Fact]
    public void Defaults_computed_columns_checks_sequences_and_seeds_are_the_databases()
    {
        static void Model(ModelBuilder model)
        {
            model.HasSequence<int>("numbers").StartsAt(100).IncrementsBy(10);
            model.Entity<Product>(entity =>
            {
                entity.ToTable(table => table.HasCheckConstraint("ck_price", "\"Price\" >= 0"));
                entity.Property(p => p.State).HasDefaultValue("new");
                entity.Property(p => p.Number).HasDefaultValueSql("nextval('numbers')");
                entity.Property(p => p.Double).HasComputedColumnSql("\"Price\" * 2", stored: true);
                entity.HasQueryFilter(p => p.State != "gone");
                entity.HasData(new Product { Id = 1, Price = 1, State = "seed", Number = 1 });
            });
        }

        using var context = Create(Model);
        context.Database.EnsureCreated();
        var product = new Product { Price = 4 };
        context.Add(product);
        context.SaveChanges();
        Assert.Equal((2, "new", 100, 8), (product.Id, product.State, product.Number, product.Double));
        product.State = "gone";
        product.Price = 5;
        context.SaveChanges();
        Assert.Equal(10, product.Double);
        Assert.Equal("seed", context.Set<Product>().Single().State);

        context.Add(new Product { Price = -1 });
        var error = Assert.Throws<DbUpdateException>(() => context.SaveChanges());
        Assert.Equal("23514", Assert.IsType<VectorDbException>(error.InnerException).SqlState);
    }

    [Fact]
    public void Vector_indexes_have_their_method_class_and_parameters()
    {
        static void Model(ModelBuilder model) => model.Entity<Document>(entity =>
        {
            entity.Property(d => d.First).HasVector(3);
            entity.Property(d => d.Second).HasVector(3);
            entity.HasVectorIndex(d => d.First).UseHnsw(8, 32).HasDistance(VectorDistance.Cosine);
            entity.HasIndex(d => d.Second).HasMethod("hnsw").HasOperators("vector_l2_ops").HasStorageParameter("m", 4);
        });

        using var context = Create(Model);
        Assert.Contains("""USING hnsw ("First" vector_cosine_ops) WITH (ef_construction = 32, m = 8)""", context.Database.GenerateCreateScript());
        context.Database.EnsureCreated();
        Assert.Equal(["IX_Document_First", "IX_Document_Second"], _database.Column(
            "SELECT index_name FROM vectordata.indexes WHERE index_name LIKE 'IX%' ORDER BY index_name"));
        var type = context.Model.FindEntityType(typeof(Document))!;
        Assert.Equal(VectorDistance.Cosine, type.FindProperty("First")!.FindVectorDistance());
        Assert.Equal(VectorDistance.L2, type.FindProperty("Second")!.FindVectorDistance());
    }

    [Fact]
    public void Mistakes_name_entity_property_and_remedy()
    {
        Refused(e => e.HasVectorIndex(d => d.First).HasDistance(VectorDistance.L2),
            "'Document.First' is a vector without dimensions, which cannot be indexed: give it [Vector(n)] or HasVector(n).");
        Refused(
            e =>
            {
                e.Property(d => d.First).HasVector(3);
                e.HasVectorIndex(d => d.First);
            },
            "The vector index on 'Document.First' names no distance: add HasDistance(VectorDistance.…) or HasOperators(\"vector_…_ops\").");
        Refused(
            e =>
            {
                e.Property(d => d.First).HasVector(3);
                e.HasVectorIndex(d => d.First).HasDistance(VectorDistance.Hamming);
            },
            "The vector index on 'Document.First' cannot serve VectorDistance.Hamming: vector(3) has L2, InnerProduct, Cosine and L1.");
        Refused(
            e =>
            {
                e.Property(d => d.First).HasVector(3);
                e.HasIndex(d => d.First).HasMethod("hnsw").HasOperators("halfvec_l2_ops");
            },
            "The operator class halfvec_l2_ops of the index on 'Document.First' is not for vector(3): use one of vector_…_ops, or HasDistance.");
        Refused(e => e.Property(d => d.Title).HasVector(3),
            "'Document.Title' is a String, which is no vector: use float[], ReadOnlyMemory<float>, Half[], SparseVector or BitArray, "
            + "or give the property a conversion to one of them before HasVector.");
    }

    public void Dispose() => _database.Dispose();

    private void Refused(Action<Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Document>> model, string message)
    {
        using var context = Create(builder => model(builder.Entity<Document>()), message);
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => context.Model).Message);
    }

    private ModelContext Create(Action<ModelBuilder> model, object? key = null) =>
        ModelContext.Create(_database, model, key);

    private static void Library(ModelBuilder model)
    {
        model.Entity<Author>().HasOne(a => a.Biography).WithOne().HasForeignKey<Biography>(b => b.AuthorId);
        model.Entity<Book>().HasMany(b => b.Tags).WithMany();
    }

    private sealed class Author
    {
        public int Id { get; set; }
        public string Name { get; set; } = "";
        public Biography? Biography { get; set; }
        public List<Book> Books { get; } = [];
    }

    private sealed class Biography
    {
        public int Id { get; set; }
        public int AuthorId { get; set; }
        public string Text { get; set; } = "";
    }

    private sealed class Book
    {
        public Guid Id { get; set; }
        public int AuthorId { get; set; }
        public string Title { get; set; } = "";
        public List<Tag> Tags { get; } = [];
    }

    private sealed class Tag
    {
        public long Id { get; set; }
        public string Name { get; set; } = "";
    }

    private abstract class Animal
    {
        public int Id { get; set; }
        public string Name { get; set; } = "";
    }

    private sealed class Dog : Animal
    {
        public string Trick { get; set; } = "";
    }

    private sealed class Cat : Animal
    {
        public int Lives { get; set; }
    }

    private sealed class Customer
    {
        public int Id { get; set; }
        public Address Home { get; set; } = null!;
        public Size Size { get; set; } = null!;
    }

    private sealed class Address
    {
        public string City { get; set; } = "";
    }

    private sealed class Size
    {
        public int Width { get; set; }
        public int Height { get; set; }
    }

    private sealed class Product
    {
        public int Id { get; set; }
        public int Price { get; set; }
        public string? State { get; set; }
        public int Number { get; set; }
        public int Double { get; set; }
    }

    private sealed class Document
    {
        public int Id { get; set; }
        public string Title { get; set; } = "";
        public float[] First { get; set; } = [];
        public float[] Second { get; set; } = [];
    }
}
