using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace VectorData.EntityFrameworkCore.Tests.Query;

public sealed class Customer
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public string? City { get; set; }

    public bool Active { get; set; }

    public DateOnly Since { get; set; }

    public int[] Scores { get; set; } = [];

    public List<Order> Orders { get; set; } = [];
}

public sealed class Order
{
    public int Id { get; set; }

    public int CustomerId { get; set; }

    public Customer Customer { get; set; } = null!;

    public DateTime PlacedAt { get; set; }

    public decimal Total { get; set; }

    public double Weight { get; set; }

    public int? Discount { get; set; }

    public OrderState State { get; set; }

    public List<Line> Lines { get; set; } = [];
}

public sealed class Line
{
    public int Id { get; set; }

    public int OrderId { get; set; }

    public Order Order { get; set; } = null!;

    public string Product { get; set; } = "";

    public int Quantity { get; set; }
}

public enum OrderState
{
    Open,
    Sent,
    Paid,
}

public sealed class NorthwindContext(DbContextOptions<NorthwindContext> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Line> Lines => Set<Line>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Customer>().Property(c => c.Id).ValueGeneratedNever();
        modelBuilder.Entity<Order>().Property(o => o.Id).ValueGeneratedNever();
        modelBuilder.Entity<Order>().Property(o => o.PlacedAt).HasColumnType("timestamp");
        modelBuilder.Entity<Line>().Property(l => l.Id).ValueGeneratedNever();
    }
}

/// <summary>One database in memory for a class of tests, the same rows as objects, and the SQL that ran.</summary>
public sealed class Northwind : DbCommandInterceptor, IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly List<string> _statements = [];

    public Northwind()
    {
        Rows = CreateRows();
        using var context = CreateContext();
        context.Database.EnsureCreated();
        context.AddRange(CreateRows());
        context.SaveChanges();
    }

    public List<Customer> Rows { get; }

    public string LastSql => _statements[^1].ReplaceLineEndings("\n");

    public int StatementCount => _statements.Count;

    public NorthwindContext CreateContext() => new(_database.OptionsOf<NorthwindContext>(options => options.AddInterceptors(this)));

    /// <summary>Runs the query on the database and on the objects, and compares the rows, in any order unless told.</summary>
    public List<T> Same<T>(Func<IQueryable<Customer>, IQueryable<Order>, IQueryable<T>> query, bool ordered = false)
    {
        using var context = CreateContext();
        var actual = query(context.Customers, context.Orders).ToList();
        var orders = Rows.SelectMany(customer => customer.Orders).AsQueryable();
        var expected = query(Rows.AsQueryable(), orders).ToList();
        var (left, right) = (expected.Select(Text).ToList(), actual.Select(Text).ToList());
        if (!ordered)
        {
            left.Sort(StringComparer.Ordinal);
            right.Sort(StringComparer.Ordinal);
        }

        Assert.Equal(left, right);
        return actual;
    }

    public void Dispose() => _database.Dispose();

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        _statements.Add(command.CommandText);
        return result;
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        _statements.Add(command.CommandText);
        return result;
    }

    private static string Text<T>(T row) => row switch
    {
        null => "null",
        Customer customer => "customer " + customer.Id,
        Order order => "order " + order.Id,
        double number => number.ToString("G12", System.Globalization.CultureInfo.InvariantCulture),
        decimal number => number.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture),
        System.Collections.IEnumerable list and not string => "[" + string.Join(",", list.Cast<object>().Select(Text)) + "]",
        _ when row.GetType().Name.Contains("AnonymousType", StringComparison.Ordinal) =>
            string.Join(";", row.GetType().GetProperties().Select(property => Text(property.GetValue(row)))),
        _ => row.ToString()!,
    };

    private static List<Customer> CreateRows()
    {
        var random = new Random(11);
        string?[] cities = ["London", "Berlin", null, "Paris", "Oslo_%", ""];
        var (orderId, lineId) = (0, 0);
        return
        [
            .. Enumerable.Range(1, 24).Select(id =>
            {
                var customer = new Customer
                {
                    Id = id,
                    Name = new[] { "Ada", "bob", "Cleo ", " Dan", "Eve" }[id % 5] + id,
                    City = cities[id % cities.Length],
                    Active = id % 3 != 0,
                    Since = new DateOnly(2020, 1, 15).AddDays(id * 37),
                    Scores = [.. Enumerable.Range(0, id % 4).Select(i => (i * id) % 7)],
                };
                for (var i = 0; i < id % 4; i++)
                {
                    var order = new Order
                    {
                        Id = ++orderId,
                        CustomerId = id,
                        Customer = customer,
                        PlacedAt = new DateTime(2024, 1, 31, 13, 14, 15, 250).AddDays(orderId * 11).AddMinutes(orderId * 7),
                        Total = random.Next(1, 5000) / 4m,
                        Weight = random.Next(-800, 800) / 8d,
                        Discount = orderId % 3 == 0 ? null : orderId % 5,
                        State = (OrderState)(orderId % 3),
                    };
                    for (var j = 0; j <= orderId % 3; j++)
                        order.Lines.Add(new Line { Id = ++lineId, OrderId = orderId, Order = order, Product = "p" + (lineId % 6), Quantity = lineId % 9 });
                    customer.Orders.Add(order);
                }

                return customer;
            }),
        ];
    }
}
