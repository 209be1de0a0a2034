using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace VectorData.EntityFrameworkCore.Tests.Query;

/// <summary>Members and methods that a query may use, compared with what they give on objects.</summary>
public sealed class MemberTests(Northwind northwind) : IClassFixture<Northwind>
{
    [Fact]
    public void Times_of_day()
    {
        northwind.Same((_, o) => o.Select(x => x.PlacedAt.TimeOfDay));
        northwind.Same((_, o) => o.Select(x => TimeOnly.FromDateTime(x.PlacedAt)));
        northwind.Same((_, o) => o.Where(x => TimeOnly.FromDateTime(x.PlacedAt) > new TimeOnly(15, 0)));
        northwind.Same((_, o) => o.Select(x => TimeOnly.FromDateTime(x.PlacedAt).Hour + TimeOnly.FromDateTime(x.PlacedAt).Minute));
    }

    [Fact]
    public void Dates_move()
    {
        northwind.Same((_, o) => o.Select(x => x.PlacedAt.AddMilliseconds(1500).AddSeconds(2).AddHours(3)));
        northwind.Same((c, _) => c.Select(x => x.Since.DayNumber));
        northwind.Same((c, _) => c.Select(x => x.Since.ToDateTime(new TimeOnly(7, 30))));
        northwind.Same((c, _) => c.Select(x => x.Since.AddMonths(1).AddYears(1).DayOfYear));
    }

    [Fact]
    public void The_clock_is_the_database()
    {
        northwind.Same((_, o) => o.Where(x => x.PlacedAt < DateTime.UtcNow).Select(x => x.Id));
        northwind.Same((_, o) => o.Where(x => x.PlacedAt < DateTime.Now).Select(x => x.Id));
        northwind.Same((_, o) => o.Where(x => x.PlacedAt > DateTime.Today).Select(x => x.Id));
    }

    [Fact]
    public void Numbers()
    {
        northwind.Same((_, o) => o.Select(x => Math.Cbrt(x.Weight)));
        northwind.Same((_, o) => o.Select(x => Math.Log2(x.Id)));
        northwind.Same((_, o) => o.Select(x => Math.Round(x.Weight + 0.01, 1)));
        northwind.Same((_, o) => o.Select(x => Math.Round(x.Total, 1, MidpointRounding.AwayFromZero)));
        northwind.Same((_, o) => o.Select(x => Math.Tan(x.Weight) + Math.Acos(0.5) + Math.Asin(0.5) + Math.Atan(0.5)));
        northwind.Same((_, o) => o.Select(x => (double)MathF.Sqrt(x.Id)));
        northwind.Same((_, o) => o.Select(x => double.DegreesToRadians(x.Weight)));
    }

    [Fact]
    public void Conversions()
    {
        northwind.Same((_, o) => o.Select(x => Convert.ToInt32(x.Weight)));
        northwind.Same((_, o) => o.Select(x => Convert.ToString(x.Id)));
        northwind.Same((_, o) => o.Select(x => Convert.ToDouble(x.Total)));
        northwind.Same((_, o) => o.Select(x => int.Parse(x.Id.ToString()) + 1));
        northwind.Same((_, o) => o.Select(x => (int)x.Weight));
    }

    [Fact]
    public void Patterns()
    {
        northwind.Same((c, _) => c.Where(x => Regex.IsMatch(x.Name, "^[AD].*1$")));
        northwind.Same((c, _) => c.Select(x => Regex.Replace(x.Name, "[aeiou]", "-")));
    }

    [Fact]
    public void Padding()
    {
        northwind.Same((c, _) => c.Where(x => x.Name.ToLower() == "bob1" || x.Name.PadLeft(6, '*').EndsWith("e4")));
    }

    [Fact]
    public void Spread_of_a_group()
    {
        using var context = northwind.CreateContext();
        var groups = context.Orders.GroupBy(o => o.CustomerId)
            .Select(g => new
            {
                g.Key,
                Variance = EF.Functions.VariancePopulation(g.Select(o => o.Weight)),
                Deviation = EF.Functions.StandardDeviationSample(g.Select(o => o.Weight)),
            })
            .ToList();
        Assert.Equal(northwind.Rows.Count(c => c.Orders.Count > 0), groups.Count);
        foreach (var group in groups)
        {
            var weights = northwind.Rows.Single(c => c.Id == group.Key).Orders.Select(o => o.Weight).ToList();
            var mean = weights.Average();
            var squares = weights.Sum(w => (w - mean) * (w - mean));
            Assert.Equal(squares / weights.Count, group.Variance!.Value, 6);
            if (weights.Count > 1)
                Assert.Equal(Math.Sqrt(squares / (weights.Count - 1)), group.Deviation!.Value, 6);
        }
    }

    [Fact]
    public void Collations_and_ids()
    {
        using var context = northwind.CreateContext();
        Assert.Equal(
            northwind.Rows.Select(c => c.Name).Order(StringComparer.Ordinal),
            context.Customers.OrderBy(c => EF.Functions.Collate(c.Name, "C")).Select(c => c.Name).ToList());
        var ids = context.Customers.Select(c => new { c.Id, Key = Guid.NewGuid(), Ordered = Guid.CreateVersion7() }).ToList();
        Assert.Equal(ids.Count, ids.Select(row => row.Key).Distinct().Count());
        Assert.All(ids, row => Assert.Equal(7, row.Ordered.Version));
    }
}
