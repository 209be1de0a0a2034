using Microsoft.EntityFrameworkCore;
using VectorData.Core.Errors;

namespace VectorData.EntityFrameworkCore.Tests.Update;

public sealed class SavingTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public void Mixed_changes_keep_rows_and_generated_keys_together()
    {
        using var context = Create();
        context.Database.EnsureCreated();
        var parents = Enumerable.Range(0, 250).Select(i => new Parent { Name = "p" + i, Children = { new Child { Value = i } } }).ToList();
        context.AddRange(parents);
        Assert.Equal(500, context.SaveChanges());
        Assert.Equal(250, parents.Select(p => p.Id).Distinct().Count());
        for (var i = 0; i < 250; i += 2)
            parents[i].Children[0].Value = -i;
        context.RemoveRange(parents.Where((_, i) => i % 5 == 1).Select(p => p.Children[0]));
        context.Add(new Parent { Name = "last" });
        context.SaveChanges();
        using var second = Create();
        foreach (var parent in second.Parents.Include(p => p.Children).Where(p => p.Name != "last"))
        {
            var i = int.Parse(parent.Name[1..]);
            Assert.Equal(i % 5 == 1 ? [] : [i % 2 == 0 ? -i : i], parent.Children.Select(c => c.Value));
        }
    }

    [Fact]
    public async Task Unique_and_foreign_keys_are_update_errors_with_the_engines_inside()
    {
        await using var context = Create();
        await context.Database.EnsureCreatedAsync();
        context.AddRange(new Parent { Name = "a" }, new Parent { Name = "a" });
        var unique = await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        Assert.Equal("23505", Assert.IsType<VectorDbException>(unique.InnerException).SqlState);
        context.ChangeTracker.Clear();
        context.Add(new Child { ParentId = 99 });
        var foreign = await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        Assert.Equal("23503", Assert.IsType<VectorDbException>(foreign.InnerException).SqlState);
    }

    [Fact]
    public void A_concurrency_token_that_changed_is_an_error()
    {
        using var first = Create();
        first.Database.EnsureCreated();
        first.Add(new Parent { Name = "a", Token = 1 });
        first.SaveChanges();
        using var second = Create();
        var (mine, theirs) = (first.Parents.Single(), second.Parents.Single());
        mine.Name = "mine";
        mine.Token++;
        first.SaveChanges();
        theirs.Name = "theirs";
        Assert.Throws<DbUpdateConcurrencyException>(() => second.SaveChanges());
    }

    [Fact]
    public void Transactions_and_savepoints_roll_back()
    {
        using var context = Create();
        context.Database.EnsureCreated();
        using (var transaction = context.Database.BeginTransaction())
        {
            context.Add(new Parent { Name = "kept" });
            context.SaveChanges();
            transaction.CreateSavepoint("here");
            context.Add(new Parent { Name = "dropped" });
            context.SaveChanges();
            transaction.RollbackToSavepoint("here");
            context.Add(new Parent { Name = "kept" });
            Assert.Throws<DbUpdateException>(() => context.SaveChanges());
            transaction.Commit();
        }

        using (context.Database.BeginTransaction())
        {
            context.ChangeTracker.Clear();
            context.Add(new Parent { Name = "never" });
            context.SaveChanges();
        }

        Assert.Equal(["kept"], _database.Column("""SELECT "Name" FROM "Parents" """));
    }

    [Fact]
    public void Bulk_updates_and_deletes_run_in_the_database()
    {
        using var context = Create();
        context.Database.EnsureCreated();
        context.AddRange(Enumerable.Range(0, 10).Select(i => new Parent { Name = "n" + i, Token = i }));
        context.SaveChanges();
        Assert.Equal(5, context.Parents.Where(p => p.Token >= 5).ExecuteUpdate(set => set.SetProperty(p => p.Token, p => p.Token + 100)));
        Assert.Equal(5, context.Parents.Where(p => p.Token < 100).ExecuteDelete());
        Assert.Equal(["105", "109"], _database.Column("""SELECT "Token" FROM "Parents" WHERE "Token" IN (105, 109, 3) ORDER BY 1"""));
    }

    [Fact]
    public void A_conflict_is_tried_again_when_asked_for()
    {
        using var context = new Family(_database.OptionsOf<Family>(o => o.UseVectorData(_database.Source, v => v.EnableRetryOnFailure())));
        context.Database.EnsureCreated();
        var attempts = 0;
        context.Database.CreateExecutionStrategy().Execute(() =>
        {
            if (++attempts < 3)
                throw new VectorDbException("40001", "could not serialize access due to concurrent update");
        });
        Assert.Equal(3, attempts);
    }

    public void Dispose() => _database.Dispose();

    private Family Create() => new(_database.OptionsOf<Family>());

    [Index(nameof(Name), IsUnique = true)]
    private sealed class Parent
    {
        public int Id { get; set; }
        public string Name { get; set; } = "";

        [System.ComponentModel.DataAnnotations.ConcurrencyCheck]
        public int Token { get; set; }

        public List<Child> Children { get; } = [];
    }

    private sealed class Child
    {
        public int Id { get; set; }
        public int ParentId { get; set; }
        public int Value { get; set; }
    }

    private sealed class Family(DbContextOptions<Family> options) : DbContext(options)
    {
        public DbSet<Parent> Parents => Set<Parent>();
    }
}
