using Microsoft.EntityFrameworkCore;

namespace VectorData.EntityFrameworkCore.Tests;

public sealed class FirstStepsTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public void A_context_creates_a_table_and_finds_what_it_inserted()
    {
        using (var context = new Shop(_database.OptionsOf<Shop>()))
        {
            Assert.True(context.Database.EnsureCreated());
            Assert.False(context.Database.EnsureCreated());
            context.Items.AddRange(
                new Item { Name = "a", Embedding = [1, 0, 0] },
                new Item { Name = "b", Embedding = [0, 1, 0] },
                new Item { Name = "c" });
            Assert.Equal(3, context.SaveChanges());
        }

        using (var context = new Shop(_database.OptionsOf<Shop>()))
        {
            var items = context.Items.Where(item => item.Id > 1).OrderBy(item => item.Id).Take(2).ToList();
            Assert.Equal(["b", "c"], items.Select(item => item.Name));
            Assert.Equal([0, 1, 0], items[0].Embedding!);
            Assert.Null(items[1].Embedding);
            Assert.Equal([2, 3], items.Select(item => item.Id));
        }
    }

    [Fact]
    public async Task Changes_and_removals_are_saved()
    {
        await using (var context = new Shop(_database.OptionsOf<Shop>()))
        {
            await context.Database.EnsureCreatedAsync();
            context.AddRange(Enumerable.Range(1, 300).Select(i => new Item { Name = "n" + i }));
            await context.SaveChangesAsync();
            foreach (var item in context.Items.Local)
                item.Name += "!";
            context.Items.Local.Last().Embedding = [1, 2, 3];
            context.Remove(context.Items.Local.First());
            Assert.Equal(300, await context.SaveChangesAsync());
        }

        Assert.Equal(["299"], _database.Column("""SELECT count(*) FROM "Items" WHERE "Name" LIKE '%!'"""));
        Assert.Equal(["1"], _database.Column("""SELECT count(*) FROM "Items" WHERE "Embedding" IS NOT NULL"""));
    }

    [Fact]
    public void A_row_that_is_gone_is_a_concurrency_error()
    {
        using var context = new Shop(_database.OptionsOf<Shop>());
        context.Database.EnsureCreated();
        var item = new Item { Name = "a" };
        context.Add(item);
        context.SaveChanges();
        _database.Column("""DELETE FROM "Items" RETURNING 1""");
        item.Name = "b";
        var error = Assert.Throws<DbUpdateConcurrencyException>(() => context.SaveChanges());
        Assert.Same(item, error.Entries.Single().Entity);
    }

    public void Dispose() => _database.Dispose();

    private sealed class Item
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public float[]? Embedding { get; set; }
    }

    private sealed class Shop(DbContextOptions<Shop> options) : DbContext(options)
    {
        public DbSet<Item> Items => Set<Item>();
    }
}
