using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace VectorData.EntityFrameworkCore.Tests.Update;

public sealed class RowVersionTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public void A_save_of_a_row_that_another_wrote_is_a_concurrency_error()
    {
        using var first = Create();
        Assert.Contains("\"Version\" bigint NOT NULL GENERATED ALWAYS AS ROW VERSION", first.Database.GenerateCreateScript());
        first.Database.EnsureCreated();
        var mine = new Page { Text = "new" };
        first.AddRange(mine, new Page { Text = "other" });
        first.SaveChanges();
        var inserted = mine.Version;
        Assert.True(inserted > 0);
        using var second = Create();
        var theirs = second.Set<Page>().Single(p => p.Id == mine.Id);
        Assert.Equal(inserted, theirs.Version);
        mine.Text = "mine";
        first.SaveChanges();
        Assert.True(mine.Version > inserted);
        theirs.Text = "theirs";
        Assert.Throws<DbUpdateConcurrencyException>(() => second.SaveChanges());
        second.Entry(theirs).Reload();
        Assert.Equal(("mine", mine.Version), (theirs.Text, theirs.Version));
        second.Remove(theirs);
        mine.Text = "mine again";
        first.SaveChanges();
        Assert.Throws<DbUpdateConcurrencyException>(() => second.SaveChanges());
        second.Entry(theirs).Reload();
        second.Remove(theirs);
        second.SaveChanges();
        Assert.Equal(["other"], _database.Column("""SELECT "Text" FROM "Page" """));
    }

    [Fact]
    public void A_ulong_is_a_bigint_too()
    {
        using var first = ModelContext.Create(_database, model => model.Entity<Note>().Property(n => n.Version).IsRowVersion());
        first.Database.EnsureCreated();
        var note = new Note { Text = "a" };
        first.Add(note);
        first.SaveChanges();
        var inserted = note.Version;
        note.Text = "b";
        first.SaveChanges();
        Assert.True(note.Version > inserted);
        _database.Column("""UPDATE "Note" SET "Text" = 'c' """);
        note.Text = "d";
        Assert.Throws<DbUpdateConcurrencyException>(() => first.SaveChanges());
    }

    [Fact]
    public void A_migration_adds_a_row_version_to_a_table_with_rows()
    {
        using var old = ModelContext.Create(_database, model => model.Entity<Note>().Property(n => n.Version).HasConversion<long>());
        old.Database.EnsureCreated();
        old.AddRange(new Note { Text = "a", Version = 7 }, new Note { Text = "b", Version = 7 });
        old.SaveChanges();
        using var context = ModelContext.Create(_database, model => model.Entity<Note>().Property(n => n.Version).IsRowVersion());
        var changes = context.GetService<IMigrationsModelDiffer>().GetDifferences(Relational(old), Relational(context));
        foreach (var command in context.GetService<IMigrationsSqlGenerator>().Generate(changes, context.GetService<IDesignTimeModel>().Model))
            _database.Column(command.CommandText);
        Assert.Equal(["2"], _database.Column("""SELECT count(DISTINCT "Version") FROM "Note" """));
        context.Set<Note>().First().Text = "c";
        context.SaveChanges();
    }

    [Fact]
    public void Other_types_are_refused_with_the_model()
    {
        using var context = ModelContext.Create(_database, model => model.Entity<Old>());
        Assert.Equal(
            "'Old.Version' is a row version of type byte[] in a column of type bytea: "
            + "a row version is a bigint, make the property a long or a ulong without a column type.",
            Assert.Throws<InvalidOperationException>(() => context.Model).Message);
    }

    public void Dispose() => _database.Dispose();

    private static IRelationalModel Relational(DbContext context) =>
        context.GetService<IDesignTimeModel>().Model.GetRelationalModel();

    private ModelContext Create() => ModelContext.Create(_database, model => model.Entity<Page>(), nameof(Page));

    private sealed class Page
    {
        public int Id { get; set; }
        public string Text { get; set; } = "";

        [Timestamp]
        public long Version { get; set; }
    }

    private sealed class Note
    {
        public int Id { get; set; }
        public string Text { get; set; } = "";
        public ulong Version { get; set; }
    }

    private sealed class Old
    {
        public int Id { get; set; }

        [Timestamp]
        public byte[] Version { get; set; } = [];
    }
}
