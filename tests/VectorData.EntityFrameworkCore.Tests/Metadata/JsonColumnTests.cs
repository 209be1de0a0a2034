using Microsoft.EntityFrameworkCore;

namespace VectorData.EntityFrameworkCore.Tests.Metadata;

public sealed class JsonColumnTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public void Owned_types_in_a_json_column_are_stored_read_and_replaced()
    {
        using (var context = ModelContext.Create(_database, Model))
        {
            context.Database.EnsureCreated();
            context.Add(new Customer
            {
                Settings = new Settings { Theme = "dark", Entries = { new Entry { Key = "a", Count = 1 }, new Entry { Key = "b", Count = 2 } } },
            });
            context.SaveChanges();
        }

        Assert.Equal(["dark"], _database.Column("""SELECT "Settings" ->> 'Theme' FROM "Customer" """));
        using (var context = ModelContext.Create(_database, Model))
        {
            var customer = context.Set<Customer>().Single();
            Assert.Equal("dark", customer.Settings.Theme);
            Assert.Equal([1, 2], customer.Settings.Entries.Select(e => e.Count));
            customer.Settings = new Settings { Theme = "light" };
            context.SaveChanges();
        }

        using (var context = ModelContext.Create(_database, Model))
            Assert.Equal("light", context.Set<Customer>().Single().Settings.Theme);
    }

    public void Dispose() => _database.Dispose();

    private static void Model(ModelBuilder model) => model.Entity<Customer>().OwnsOne(c => c.Settings, settings =>
    {
        settings.ToJson();
        settings.OwnsMany(s => s.Entries);
    });

    private sealed class Customer
    {
        public int Id { get; set; }
        public Settings Settings { get; set; } = null!;
    }

    private sealed class Settings
    {
        public string Theme { get; set; } = "";
        public List<Entry> Entries { get; } = [];
    }

    private sealed class Entry
    {
        public string Key { get; set; } = "";
        public int Count { get; set; }
    }
}
