using Microsoft.EntityFrameworkCore;

namespace VectorData.EntityFrameworkCore.Tests.Query;

public sealed class ShapeTests(Northwind northwind) : IClassFixture<Northwind>
{
    [Fact]
    public void Paging_and_order()
    {
        northwind.Same((c, _) => c.OrderBy(x => x.Name).ThenByDescending(x => x.Id).Skip(3).Take(7), ordered: true);
        Assert.EndsWith("LIMIT @p1\nOFFSET @p", northwind.LastSql);
        northwind.Same((c, _) => c.OrderByDescending(x => x.Since).Take(9).OrderBy(x => x.Id).Take(4), ordered: true);
        northwind.Same((c, _) => c.OrderBy(x => x.Id).Select(x => x.Active).Distinct());
        northwind.Same((c, _) => c.OrderBy(x => x.Id).Reverse().Take(2), ordered: true);
    }

    [Fact]
    public void Joins()
    {
        northwind.Same((c, o) => c.Join(o, x => x.Id, y => y.CustomerId, (x, y) => new { x.Name, y.Total }));
        northwind.Same((c, o) => from x in c join y in o on x.Id equals y.CustomerId into g from y in g.DefaultIfEmpty() select new { x.Id, Order = y == null ? 0 : y.Id });
        northwind.Same((c, o) => c.LeftJoin(o, x => x.Id, y => y.CustomerId, (x, y) => new { x.Id, Order = y == null ? 0 : y.Id }));
        northwind.Same((c, o) => from x in c from y in o where x.Id == y.Id select new { x.Name, y.Weight });
        northwind.Same((c, _) => c.SelectMany(x => x.Orders, (x, y) => new { x.Id, y.Total }));
        northwind.Same((c, _) => c.SelectMany(x => x.Orders.DefaultIfEmpty(), (x, y) => new { x.Id, Order = y == null ? -1 : y.Id }));
        northwind.Same((c, _) => c.SelectMany(x => x.Orders.OrderByDescending(y => y.Id).Take(1), (x, y) => new { x.Id, y.Total }));
        Assert.Contains("ROW_NUMBER", northwind.LastSql, StringComparison.Ordinal);
        northwind.Same((c, o) => c.SelectMany(x => o.Where(y => y.CustomerId < x.Id).OrderBy(y => y.Id).Take(2), (x, y) => new { x.Id, Order = y.Id }));
        Assert.Contains("JOIN LATERAL", northwind.LastSql, StringComparison.Ordinal);
        northwind.Same((c, o) => c.SelectMany(x => o.Where(y => y.CustomerId > x.Id + 20).OrderBy(y => y.Id).Take(2).DefaultIfEmpty(), (x, y) => new { x.Id, Order = y == null ? 0 : y.Id }));
        northwind.Same((_, o) => o.Select(y => y.Customer.Name + y.Lines.Count));
        northwind.Same((_, o) => o.Where(y => y.Customer.City == "Berlin" && y.Customer.Active));
    }

    [Fact]
    public void Subqueries()
    {
        northwind.Same((c, _) => c.Where(x => x.Orders.Any()));
        northwind.Same((c, _) => c.Where(x => x.Orders.All(y => y.Total > 200)));
        northwind.Same((c, _) => c.Where(x => x.Orders.Count(y => y.Lines.Any(l => l.Quantity > 4)) > 0));
        northwind.Same((c, _) => c.Select(x => x.Orders.Sum(y => y.Total)));
        northwind.Same((c, _) => c.Select(x => x.Orders.Max(y => (double?)y.Weight)));
        northwind.Same((c, _) => c.Select(x => x.Orders.OrderByDescending(y => y.Id).Select(y => (int?)y.Id).FirstOrDefault()));
        northwind.Same((c, o) => c.Where(x => o.Select(y => y.CustomerId).Contains(x.Id)));
        northwind.Same((c, o) => o.Where(y => y.Total > o.Average(z => z.Total)));
        northwind.Same((c, _) => c.Select(x => new { x.Id, Orders = x.Orders.OrderBy(y => y.Id).Select(y => y.Total).ToList() }));
        northwind.Same((c, _) => c.Select(x => new { x.Id, Orders = x.Orders.Where(y => y.Weight > 0).OrderBy(y => y.Id).Take(1).Select(y => y.Id).ToList() }));
    }

    [Fact]
    public void Sets()
    {
        northwind.Same((c, _) => c.Where(x => x.Id < 5).Union(c.Where(x => x.Active)));
        northwind.Same((c, _) => c.Select(x => x.City).Concat(c.Select(x => x.Name)));
        northwind.Same((c, o) => c.Select(x => x.Id).Intersect(o.Select(y => y.CustomerId)));
        northwind.Same((c, o) => c.Select(x => x.Id).Except(o.Select(y => y.CustomerId)));
        northwind.Same((c, o) => c.Select(x => x.Id).Union(o.Select(y => y.Id)).OrderBy(x => x).Skip(1).Take(5), ordered: true);
        northwind.Same((c, _) => c.Select(x => new { x.City, x.Active }).Distinct());
    }

    [Fact]
    public void Groups()
    {
        northwind.Same((_, o) => o.GroupBy(y => y.CustomerId).Select(g => new { g.Key, Count = g.Count(), Sum = g.Sum(y => y.Total), Max = g.Max(y => y.Weight) }));
        northwind.Same((_, o) => o.GroupBy(y => y.State).Select(g => new { g.Key, Average = g.Average(y => y.Id), Ids = g.Sum(y => y.Id), Long = g.LongCount() }));
        northwind.Same((_, o) => o.GroupBy(y => y.State).Select(g => new { g.Key, Big = g.Count(y => y.Total > 500), Rest = g.Where(y => y.Weight < 0).Sum(y => y.Weight) }));
        Assert.Contains("count(*) FILTER (WHERE", northwind.LastSql, StringComparison.Ordinal);
        northwind.Same((_, o) => o.GroupBy(y => y.CustomerId).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Contains("HAVING count(*)::integer > 1", northwind.LastSql, StringComparison.Ordinal);
        northwind.Same((_, o) => o.GroupBy(y => new { y.Customer.City, y.State }).Select(g => new { g.Key.City, g.Key.State, Count = g.Count() }));
        northwind.Same((_, o) => o.GroupBy(y => y.State).Select(g => new { g.Key, Different = g.Select(y => y.CustomerId).Distinct().Count() }));
        northwind.Same((c, _) => c.GroupBy(x => x.Active).Select(g => new { g.Key, Names = string.Join(",", g.OrderBy(x => x.Id).Select(x => x.Name)) }));
        northwind.Same((_, o) => o.GroupBy(y => y.State).Select(g => g.OrderByDescending(y => y.Id).First().Id));
        northwind.Same((_, o) => o.GroupBy(y => y.CustomerId).Select(g => g.Sum(y => y.Total)).Where(sum => sum > 700).OrderBy(sum => sum), ordered: true);
    }

    [Fact]
    public void Single_results()
    {
        using var context = northwind.CreateContext();
        var rows = northwind.Rows;
        var orders = rows.SelectMany(c => c.Orders).ToList();
        Assert.Equal(rows.Count, context.Customers.Count());
        Assert.Equal(rows.LongCount(c => c.Active), context.Customers.LongCount(c => c.Active));
        Assert.Equal(orders.Sum(o => o.Total), context.Orders.Sum(o => o.Total));
        Assert.Equal(orders.Sum(o => o.Id), context.Orders.Sum(o => o.Id));
        Assert.Equal(orders.Average(o => o.Id), context.Orders.Average(o => o.Id), 10);
        Assert.Equal(orders.Max(o => o.PlacedAt), context.Orders.Max(o => o.PlacedAt));
        Assert.Equal(0, context.Orders.Where(o => o.Id < 0).Sum(o => o.Id));
        Assert.Throws<InvalidOperationException>(() => context.Orders.Where(o => o.Id < 0).Average(o => o.Id));
        Assert.Equal(1, context.Customers.OrderBy(c => c.Id).First().Id);
        Assert.Equal(24, context.Customers.OrderBy(c => c.Id).Last().Id);
        Assert.Null(context.Customers.SingleOrDefault(c => c.Id == 1000));
        Assert.Throws<InvalidOperationException>(() => context.Customers.Single());
        Assert.True(context.Customers.Any(c => c.Id == 3));
        Assert.False(context.Customers.All(c => c.Active));
        Assert.Equal("Cleo 7", context.Customers.Find(7)!.Name);
        Assert.Equal("bob6", context.Customers.OrderBy(c => c.Id).Select(c => c.Name).ElementAt(5));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Includes(bool split)
    {
        using var context = northwind.CreateContext();
        var query = context.Customers.Include(c => c.Orders.Where(o => o.Weight > -50).OrderByDescending(o => o.Id).Take(2)).ThenInclude(o => o.Lines)
            .OrderBy(c => c.Id).Skip(2).Take(15);
        var found = (split ? query.AsSplitQuery() : query).AsNoTracking().ToList();
        var expected = northwind.Rows.OrderBy(c => c.Id).Skip(2).Take(15).Select(c =>
            $"{c.Id}:{string.Join(",", c.Orders.Where(o => o.Weight > -50).OrderByDescending(o => o.Id).Take(2).Select(o => $"{o.Id}/{o.Lines.Sum(l => l.Id)}"))}");
        Assert.Equal(expected, found.Select(c => $"{c.Id}:{string.Join(",", c.Orders.Select(o => $"{o.Id}/{o.Lines.Sum(l => l.Id)}"))}"));
    }

    [Fact]
    public void Raw_sql_tags_and_compiled_queries()
    {
        using var context = northwind.CreateContext();
        var least = 20;
        Assert.Equal([22, 23, 24], context.Customers.FromSql($"""SELECT * FROM "Customers" WHERE "Id" > {least}""").Where(c => c.Id != 21).OrderBy(c => c.Id).Select(c => c.Id));
        Assert.Equal([7], context.Database.SqlQuery<int>($"""SELECT "Id" AS "Value" FROM "Customers" """).Where(id => id == 7).ToList());
        _ = context.Customers.TagWith("who asks").Count();
        Assert.StartsWith("-- who asks", northwind.LastSql, StringComparison.Ordinal);
        var compiled = EF.CompileQuery((NorthwindContext db, int id) => db.Customers.Where(c => c.Id == id).Select(c => c.Name).Single());
        Assert.Equal("bob1", compiled(context, 1));
        Assert.Equal("Cleo 2", compiled(context, 2));
        Assert.Equal(24, context.Customers.OrderBy(_ => EF.Functions.Random()).Select(_ => Guid.NewGuid()).ToList().Distinct().Count());
        var deviation = context.Orders.GroupBy(_ => 1).Select(g => EF.Functions.StandardDeviationPopulation(g.Select(o => o.Weight))).Single();
        var weights = northwind.Rows.SelectMany(c => c.Orders).Select(o => o.Weight).ToList();
        Assert.Equal(Math.Sqrt(weights.Average(w => w * w) - (weights.Average() * weights.Average())), deviation!.Value, 6);
    }
}

public sealed class BulkChangeTests : IDisposable
{
    private readonly Northwind _northwind = new();

    [Fact]
    public void Rows_are_updated_and_deleted_in_place()
    {
        using var context = _northwind.CreateContext();
        var open = _northwind.Rows.SelectMany(c => c.Orders).Count(o => o.State == OrderState.Open);
        Assert.Equal(open, context.Orders.Where(o => o.State == OrderState.Open)
            .ExecuteUpdate(s => s.SetProperty(o => o.State, OrderState.Sent).SetProperty(o => o.Total, o => o.Total + 1)));
        Assert.Equal(0, context.Orders.Count(o => o.State == OrderState.Open));

        var inBerlin = _northwind.Rows.Where(c => c.City == "Berlin").Sum(c => c.Orders.Count);
        Assert.Equal(inBerlin, context.Orders.Where(o => o.Customer.City == "Berlin").ExecuteUpdate(s => s.SetProperty(o => o.Weight, _ => 7d)));
        Assert.Contains("FROM \"Customers\"", _northwind.LastSql, StringComparison.Ordinal);

        var lines = _northwind.Rows.Where(c => c.Active).SelectMany(c => c.Orders).Sum(o => o.Lines.Count);
        Assert.Equal(lines, context.Lines.Where(l => l.Order.Customer.Active).ExecuteDelete());
        Assert.Equal(3, context.Customers.Where(c => c.Orders.Count == 0).OrderBy(c => c.Id).Take(3).ExecuteDelete());
        Assert.Equal(21, context.Customers.Count());
    }

    public void Dispose() => _northwind.Dispose();
}
