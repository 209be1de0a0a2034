using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace VectorData.EntityFrameworkCore.Tests.Migrations;

public sealed class MigrationTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task Migrate_applies_what_is_new_and_notes_it()
    {
        await using var context = Create();
        Assert.Equal(["20240101000000_first", "20240102000000_second"], await context.Database.GetPendingMigrationsAsync());
        await context.Database.MigrateAsync("20240101000000_first");
        Assert.Equal(["20240101000000_first"], await context.Database.GetAppliedMigrationsAsync());
        context.Database.Migrate();
        context.Database.Migrate();
        Assert.Empty(context.Database.GetPendingMigrations());
        Assert.Equal(["2"], _database.Column("""SELECT "Pages" FROM "Notes" """));
        await context.Database.MigrateAsync("0");
        Assert.Empty(await context.Database.GetAppliedMigrationsAsync());
        Assert.Equal(["0"], _database.Column("SELECT count(*) FROM information_schema.tables WHERE table_name = 'Notes'"));
    }

    [Fact]
    public void Scripts_run_and_idempotent_ones_say_why_not()
    {
        using var context = Create();
        var migrator = context.GetService<IMigrator>();
        Assert.Contains("CREATE TABLE \"Notes\"", migrator.GenerateScript());
        var error = Assert.Throws<NotSupportedException>(() => migrator.GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent));
        Assert.StartsWith("Idempotent scripts need", error.Message);
    }

    [Fact]
    public void A_database_follows_its_model_through_every_change()
    {
        Change(_ => { }, First);
        using (var context = ModelContext.Create(_database, First))
            context.Database.ExecuteSqlRaw("""INSERT INTO "Thing" ("Name", "Amount", "Embedding") VALUES ('a', 3, '[1,2,3]')""");
        Change(First, Second);
        Assert.Equal(["a"], _database.Column("""SELECT "Title" FROM app."Things" WHERE "Amount" = 3 AND "Extra" = 'x' """));
        Assert.Equal(["YES"], _database.Column("SELECT is_nullable FROM information_schema.columns WHERE column_name = 'Amount'"));
        Change(Second, First);
        Assert.Equal(["3"], _database.Column("""SELECT "Amount" FROM "Thing" WHERE "Name" = 'a' """));
        Change(First, _ => { });
        Assert.Equal(["0"], _database.Column("SELECT count(*) FROM information_schema.tables WHERE table_name LIKE 'Thing%'"));
    }

    [Fact]
    public async Task EnsureDeleted_leaves_nothing_in_the_database()
    {
        await using var context = ModelContext.Create(_database, Second);
        Assert.True(await context.Database.EnsureCreatedAsync());
        Assert.True(await context.Database.EnsureDeletedAsync());
        Assert.True(context.Database.EnsureCreated());
        Assert.True(context.Database.EnsureDeleted());
        Assert.Equal(["0"], _database.Column("SELECT count(*) FROM information_schema.sequences"));
    }

    [Fact]
    public void A_folder_is_created_used_again_and_emptied()
    {
        var folder = Path.Combine(Path.GetTempPath(), "vectordata-ef-" + Guid.NewGuid().ToString("N"));
        var options = new DbContextOptionsBuilder<Notebook>().UseVectorData($"Data Source={folder};Pooling=False").Options;
        try
        {
            using (var context = new Notebook(options))
            {
                Assert.False(context.Database.CanConnect());
                context.Database.Migrate();
                Assert.True(context.Database.CanConnect());
            }

            using (var context = new Notebook(options))
            {
                Assert.Empty(context.Database.GetPendingMigrations());
                Assert.True(context.Database.EnsureDeleted());
                Assert.Equal(2, context.Database.GetPendingMigrations().Count());
            }
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose() => _database.Dispose();

    private Notebook Create() => new(_database.OptionsOf<Notebook>());

    private void Change(Action<ModelBuilder> from, Action<ModelBuilder> to)
    {
        using var source = ModelContext.Create(_database, from);
        using var target = ModelContext.Create(_database, to);
        var model = target.GetService<IDesignTimeModel>().Model;
        var operations = target.GetService<IMigrationsModelDiffer>()
            .GetDifferences(source.GetService<IDesignTimeModel>().Model.GetRelationalModel(), model.GetRelationalModel());
        foreach (var command in target.GetService<IMigrationsSqlGenerator>().Generate(operations, model))
            target.Database.ExecuteSqlRaw(command.CommandText);
    }

    private static void First(ModelBuilder model) => model.Entity("Thing", thing =>
    {
        thing.Property<int>("Id");
        thing.Property<string>("Name");
        thing.Property<int>("Amount");
        thing.Property<float[]>("Embedding").HasVector(3);
        thing.HasIndex("Name");
    });

    private static void Second(ModelBuilder model)
    {
        model.HasDefaultSchema("app");
        model.HasSequence("counter").StartsAt(5);
        model.Entity("Thing", thing =>
        {
            thing.ToTable("Things", table => table.HasComment("all of it's things"));
            thing.Property<int>("Id").UseIdentityAlwaysColumn();
            thing.Property<string>("Name").HasColumnName("Title").HasMaxLength(50).HasComment("what it's called");
            thing.Property<long?>("Amount").HasDefaultValue(7L);
            thing.Property<string>("Extra").HasDefaultValue("x");
            thing.Property<float[]>("Embedding").HasVector(3);
            thing.HasIndex("Name").IsUnique();
            thing.HasVectorIndexOn("Embedding");
        });
    }

    [DbContext(typeof(Notebook))]
    [Migration("20240101000000_first")]
    private sealed class FirstMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                "Notes",
                table => new
                {
                    Id = table.Column<int>("integer").Annotation("VectorData:Identity", "ByDefault"),
                    Text = table.Column<string>("text"),
                },
                constraints: table => table.PrimaryKey("PK_Notes", note => note.Id));
            migrationBuilder.Sql("""INSERT INTO "Notes" ("Text") VALUES ('first')""");
        }

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("Notes");
    }

    [DbContext(typeof(Notebook))]
    [Migration("20240102000000_second")]
    private sealed class SecondMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<int>("Pages", "Notes", "integer", defaultValue: 2);

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("Pages", "Notes");
    }

    private sealed class Notebook(DbContextOptions<Notebook> options) : DbContext(options)
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
            optionsBuilder.ConfigureWarnings(warnings => warnings.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning));
    }
}

internal static class ThingModel
{
    public static void HasVectorIndexOn(this Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder entity, string property) =>
        entity.HasIndex(property).UseHnsw().HasDistance(VectorDistance.L2);
}
