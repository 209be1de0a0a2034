using CsCheck;

namespace VectorData.Sql.Tests;

/// <summary>Printing and parsing give the same tree. A failure prints the seed with which it can be repeated.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Random_expressions_survive() => RandomExpressions.Any.Sample(
        expression => TreeShape.Of(expression) == TreeShape.Of(SqlParser.ParseExpression(SqlWriter.Write(expression))),
        iter: 5_000,
        print: SqlWriter.Write);

    [Fact]
    public void Random_queries_survive() => RandomExpressions.Query(RandomExpressions.Any).Sample(
        query => TreeShape.Of(query) == TreeShape.Of(SqlParser.Parse(SqlWriter.Write(query)).Statements[0].Statement),
        iter: 1_000,
        print: SqlWriter.Write);
}
