using Microsoft.EntityFrameworkCore;
using Pgvector;
using Pgvector.EntityFrameworkCore;

namespace VectorData.Server.Tests.Clients;

public sealed class EntityFrameworkTests
{
    [Fact]
    public async Task A_model_is_created_filled_and_asked()
    {
        await using var server = await TestServer.StartAsync();
        await using (var context = new Library(server.ConnectionString))
        {
            Assert.True(await context.Database.EnsureCreatedAsync());
            context.Books.AddRange(
                new Book { Title = "Red", Embedding = new Vector(new float[] { 1, 0, 0 }) },
                new Book { Title = "Green", Embedding = new Vector(new float[] { 0, 1, 0 }) },
                new Book { Title = "Moss", Embedding = new Vector(new float[] { 0, 0.9f, 0.1f }) });
            Assert.Equal(3, await context.SaveChangesAsync());
        }

        await using (var context = new Library(server.ConnectionString))
        {
            var target = new Vector(new float[] { 0, 1, 0 });
            Assert.Equal(["Green", "Moss"], await context.Books.OrderBy(book => book.Embedding!.L2Distance(target)).Take(2).Select(book => book.Title).ToListAsync());

            var red = await context.Books.SingleAsync(book => book.Title.StartsWith("Re"));
            red.Title = "Crimson";
            context.Books.Remove(await context.Books.SingleAsync(book => book.Title == "Moss"));
            Assert.Equal(2, await context.SaveChangesAsync());
        }

        await using (var context = new Library(server.ConnectionString))
        {
            Assert.Equal(["Crimson", "Green"], await context.Books.OrderBy(book => book.Title).Select(book => book.Title).ToListAsync());
            Assert.False(await context.Database.EnsureCreatedAsync());
        }
    }

    private sealed class Book
    {
        public int Id { get; set; }

        public required string Title { get; set; }

        public Vector? Embedding { get; set; }
    }

    private sealed class Library(string connectionString) : DbContext
    {
        public DbSet<Book> Books => Set<Book>();

        protected override void OnConfiguring(DbContextOptionsBuilder options) =>
            options.UseNpgsql(connectionString, npgsql => npgsql.UseVector());

        protected override void OnModelCreating(ModelBuilder model)
        {
            model.HasPostgresExtension("vector");
            model.Entity<Book>().Property(book => book.Embedding).HasColumnType("vector(3)");
            model.Entity<Book>().HasIndex(book => book.Embedding).HasMethod("hnsw").HasOperators("vector_l2_ops");
        }
    }
}
