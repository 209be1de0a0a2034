using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace VectorData.EntityFrameworkCore.Tests.Query;

public sealed class WhereTests(Northwind northwind) : IClassFixture<Northwind>
{
    private static readonly int?[] SomeDiscounts = [1, null, 4];

    [Fact]
    public void Comparisons_and_null()
    {
        string? none = null;
        northwind.Same((c, _) => c.Where(x => x.City == none));
        northwind.Same((c, _) => c.Where(x => x.City != "London"));
        northwind.Same((c, _) => c.Where(x => !(x.City == "London" || x.City == "Paris")));
        northwind.Same((_, o) => o.Where(x => x.Discount > 1));
        northwind.Same((_, o) => o.Where(x => !(x.Discount > 1)));
        northwind.Same((_, o) => o.Where(x => x.Discount == null || x.Discount == 2));
        northwind.Same((_, o) => o.Where(x => (x.Discount ?? 7) == 7));
        northwind.Same((c, _) => c.Where(x => x.Active));
        northwind.Same((c, _) => c.Where(x => !x.Active && x.Id > 3));
        northwind.Same((c, _) => c.Where(x => x.Active ^ (x.Id > 10)));
        northwind.Same((_, o) => o.Where(x => x.State == OrderState.Paid));
        northwind.Same((_, o) => o.Where(x => x.Total > 300.25m && x.Weight < 12.5));
    }

    [Fact]
    public void Arithmetic()
    {
        northwind.Same((_, o) => o.Select(x => x.Id * 3 - x.CustomerId + 1));
        northwind.Same((_, o) => o.Select(x => x.Id / 4));
        northwind.Same((_, o) => o.Select(x => x.Id % 4));
        northwind.Same((_, o) => o.Select(x => -x.Id - (3 - x.Id)));
        northwind.Same((_, o) => o.Select(x => (x.Id & 6) | 1));
        northwind.Same((_, o) => o.Select(x => x.Id ^ 5));
        northwind.Same((_, o) => o.Select(x => ~x.Id));
        northwind.Same((_, o) => o.Select(x => (x.Id << 2) >> 1));
        northwind.Same((_, o) => o.Select(x => (int)x.Weight));
        northwind.Same((_, o) => o.Select(x => (double)x.Id / 4));
        northwind.Same((_, o) => o.Select(x => x.Total * 2 + 0.5m));
    }

    [Fact]
    public void Text()
    {
        var part = "d";
        var sign = "_%";
        northwind.Same((c, _) => c.Where(x => x.Name.Contains("a")));
        northwind.Same((c, _) => c.Where(x => x.Name.Contains(part)));
        northwind.Same((c, _) => c.Where(x => x.City != null && x.City.Contains("_%")));
        northwind.Same((c, _) => c.Where(x => x.City != null && x.City.EndsWith(sign)));
        northwind.Same((c, _) => c.Where(x => x.Name.StartsWith("Ada")));
        northwind.Same((c, _) => c.Where(x => !x.Name.EndsWith("1")));
        northwind.Same((c, _) => c.Where(x => x.Name.StartsWith(x.City ?? "E")));
        northwind.Same((c, _) => c.Where(x => x.Name.Contains("ADA", StringComparison.OrdinalIgnoreCase)));
        northwind.Same((c, _) => c.Where(x => x.Name.Equals("BOB1", StringComparison.OrdinalIgnoreCase)));
        northwind.Same((c, _) => c.Select(x => x.Name.ToUpper() + "-" + x.Name.ToLower()));
        northwind.Same((c, _) => c.Select(x => x.Name.Trim().Length));
        northwind.Same((c, _) => c.Select(x => x.Name.TrimStart() + "|" + x.Name.TrimEnd('1', '2')));
        northwind.Same((c, _) => c.Select(x => x.Name.Substring(1)));
        northwind.Same((c, _) => c.Select(x => x.Name.Substring(1, 2)));
        northwind.Same((c, _) => c.Select(x => x.Name.Replace("a", "<>")));
        northwind.Same((c, _) => c.Select(x => x.Name.IndexOf("a")));
        northwind.Same((c, _) => c.Select(x => x.Name.IndexOf("1", 2)));
        northwind.Same((c, _) => c.Select(x => x.Name.PadLeft(5, '*') + x.Name.PadRight(2)));
        northwind.Same((c, _) => c.Select(x => x.Name.Insert(1, "+") + x.Name.Remove(2) + x.Name.Remove(1, 2)));
        northwind.Same((c, _) => c.Where(x => string.IsNullOrEmpty(x.City)));
        northwind.Same((c, _) => c.Where(x => string.IsNullOrWhiteSpace(x.City)));
        northwind.Same((c, _) => c.Where(x => string.Compare(x.Name, "Cleo") > 0));
        northwind.Same((c, _) => c.Where(x => x.Name.CompareTo("Eve") <= 0));
        northwind.Same((c, _) => c.Select(x => x.Name + x.Id + x.City));
        northwind.Same((c, _) => c.Select(x => $"{x.Name}/{x.Id}"));
        northwind.Same((c, _) => c.Select(x => x.Name[1]));
        northwind.Same((c, _) => c.Select(x => x.Id.ToString() + x.Active.ToString()));
    }

    [Fact]
    public void Patterns()
    {
        using var context = northwind.CreateContext();
        Assert.Equal(5, context.Customers.Count(c => EF.Functions.Like(c.Name, "%o%") && c.Id < 14 && c.Id > 1));
        Assert.Equal(
            northwind.Rows.Count(c => c.Name.StartsWith("ada", StringComparison.OrdinalIgnoreCase)),
            context.Customers.Count(c => EF.Functions.ILike(c.Name, "ADA%")));
        Assert.Contains("ILIKE 'ADA%'", northwind.LastSql);
        northwind.Same((c, _) => c.Where(x => Regex.IsMatch(x.Name, "^[A-C].*[0-5]$")));
        northwind.Same((c, _) => c.Where(x => !Regex.IsMatch(x.Name, "^B", RegexOptions.IgnoreCase)));
        northwind.Same((c, _) => c.Select(x => Regex.Replace(x.Name, "[0-9]", "#")));
    }

    [Fact]
    public void Numbers()
    {
        northwind.Same((_, o) => o.Select(x => Math.Abs(x.Weight)));
        northwind.Same((_, o) => o.Select(x => Math.Ceiling(x.Weight) + Math.Floor(x.Weight) + Math.Truncate(x.Weight)));
        northwind.Same((_, o) => o.Select(x => Math.Ceiling(x.Total) + Math.Floor(x.Total)));
        northwind.Same((_, o) => o.Select(x => Math.Pow(x.Weight, 2)));
        northwind.Same((_, o) => o.Select(x => Math.Sqrt(Math.Abs(x.Weight)) + Math.Exp(0.5)));
        northwind.Same((_, o) => o.Select(x => Math.Log(x.Id) + Math.Log10(x.Id) + Math.Log(x.Id, 3)));
        northwind.Same((_, o) => o.Select(x => Math.Sin(x.Weight) + Math.Atan2(x.Weight, 2)));
        northwind.Same((_, o) => o.Select(x => Math.Sign(x.Weight)));
        northwind.Same((_, o) => o.Select(x => Math.Max(x.Id, x.CustomerId) - Math.Min(x.Id, 3)));
        northwind.Same((_, o) => o.Select(x => Math.Round(x.Weight)));
        northwind.Same((_, o) => o.Select(x => Convert.ToInt32(x.Weight)));
        northwind.Same((_, o) => o.Select(x => Convert.ToDecimal(x.Id) + int.Parse("12")));
    }

    [Fact]
    public void Dates()
    {
        northwind.Same((_, o) => o.Select(x => x.PlacedAt.Year * 10000 + x.PlacedAt.Month * 100 + x.PlacedAt.Day));
        northwind.Same((_, o) => o.Select(x => x.PlacedAt.Hour + x.PlacedAt.Minute + x.PlacedAt.Second + x.PlacedAt.Millisecond));
        northwind.Same((_, o) => o.Select(x => x.PlacedAt.DayOfYear));
        northwind.Same((_, o) => o.Where(x => x.PlacedAt.DayOfWeek == DayOfWeek.Monday));
        northwind.Same((_, o) => o.Select(x => x.PlacedAt.Date));
        northwind.Same((_, o) => o.Select(x => x.PlacedAt.AddYears(1).AddMonths(2).AddDays(3).AddHours(-5).AddMinutes(6)));
        northwind.Same((_, o) => o.Where(x => x.PlacedAt > new DateTime(2024, 6, 1)));
        northwind.Same((_, o) => o.Where(x => x.PlacedAt < new DateTime(x.PlacedAt.Year, 3, 1)));
        northwind.Same((_, o) => o.Where(x => x.PlacedAt - new DateTime(2024, 1, 1) > TimeSpan.FromDays(100)));
        northwind.Same((_, o) => o.Select(x => DateOnly.FromDateTime(x.PlacedAt)));
        northwind.Same((_, o) => o.Select(x => (x.PlacedAt - new DateTime(2024, 1, 1)).TotalHours));
        northwind.Same((c, _) => c.Select(x => x.Since.Year + x.Since.DayOfYear));
        northwind.Same((c, _) => c.Select(x => x.Since.AddDays(3).AddMonths(1)));
        northwind.Same((c, _) => c.Where(x => x.Since > new DateOnly(2021, 1, 1)));
    }

    [Fact]
    public void Collections()
    {
        int[] ids = [3, 5, 99];
        List<string?> cities = ["London", null];
        var discounts = SomeDiscounts;
        northwind.Same((c, _) => c.Where(x => ids.Contains(x.Id)));
        Assert.EndsWith("WHERE \"c\".\"Id\" = ANY (@ids)", northwind.LastSql);
        northwind.Same((c, _) => c.Where(x => !ids.Contains(x.Id)));
        Assert.EndsWith("WHERE \"c\".\"Id\" <> ALL (@ids)", northwind.LastSql);
        northwind.Same((c, _) => c.Where(x => cities.Contains(x.City)));
        northwind.Same((c, _) => c.Where(x => !cities.Contains(x.City)));
        northwind.Same((_, o) => o.Where(x => discounts.Contains(x.Discount)));
        northwind.Same((c, _) => c.Where(x => new[] { 1, 2, 8 }.Contains(x.Id)));
        northwind.Same((c, _) => c.Where(x => x.Scores.Contains(3)));
        northwind.Same((c, _) => c.Where(x => x.Scores.Length == 2));
        northwind.Same((c, _) => c.Where(x => x.Scores.Any()));
        northwind.Same((c, _) => c.Where(x => x.Scores.Any(score => score > 4)));
        northwind.Same((c, _) => c.Where(x => x.Scores.All(score => score < 5)));
        northwind.Same((c, _) => c.Where(x => x.Scores.Length > 1 && x.Scores[1] == x.Id % 7));
        northwind.Same((c, _) => c.Select(x => x.Scores.Count(score => score > 1)));
        northwind.Same((c, _) => c.Select(x => x.Scores.Sum()));
        northwind.Same((c, _) => c.Where(x => ids.Any(id => id == x.Id)));
        northwind.Same((c, _) => c.Where(x => ids.Count(id => id > x.Id) == 1));
    }

    [Fact]
    public void What_has_no_translation_is_named()
    {
        using var context = northwind.CreateContext();
        var error = Assert.Throws<InvalidOperationException>(() => context.Customers.Where(c => Odd(c.Name)).ToList());
        Assert.Contains("Odd", error.Message, StringComparison.Ordinal);
    }

    private static bool Odd(string name) => name.Length % 2 == 1;
}
