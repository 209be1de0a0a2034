using System.Text;
using VectorData.Core.Errors;
using VectorData.Sql.Syntax;

namespace VectorData.Sql.Tests;

/// <summary>Deep, long and broken texts end in a tree or in an error, never in a crash, also on the small stack of a worker thread.</summary>
public sealed class HostileInputTests
{
    [Theory]
    [InlineData("select {0}1{1}", "(", ")", 10_000)]
    [InlineData("select {0}1{1}", "(", ")", 1_000_000)]
    [InlineData("select {0}1{1}", "array[", "]", 10_000)]
    [InlineData("select {0}1{1}", "(select ", ")", 10_000)]
    [InlineData("select {0}1{1}", "case when ", " then 1 end", 10_000)]
    [InlineData("select {0}1{1}", "f(", ")", 10_000)]
    [InlineData("select * from {0}t{1}", "(", " join s on true)", 10_000)]
    [InlineData("select * from {0}t{1}", "(select * from ", ") as x", 10_000)]
    [InlineData("{0}select 1{1}", "(", ")", 10_000)]
    [InlineData("with {0}select 1{1} select 1", "x as (with ", ")", 10_000)]
    [InlineData("select {0}a", "not ", "", 100_000)]
    [InlineData("select {0}1", "- ", "", 100_000)]
    [InlineData("select {0}a", "~ ", "", 100_000)]
    [InlineData("select a{0}", " + 1", "", 100_000)]
    [InlineData("select a{0}", " || 'x'", "", 100_000)]
    [InlineData("select a{0}", "::int", "", 100_000)]
    [InlineData("select a{0}", "[1]", "", 100_000)]
    [InlineData("select a{0}", " is null", "", 100_000)]
    [InlineData("select a{0}", " collate c", "", 100_000)]
    [InlineData("select a{0}", " at time zone b", "", 100_000)]
    [InlineData("select a{0}", " = not b", "", 100_000)]
    [InlineData("select a{0}", " ^ 2", "", 100_000)]
    [InlineData("select a{0}", " and b or c", "", 100)]
    [InlineData("select * from t{0}", " cross join t", "", 100_000)]
    [InlineData("select * from t{0}", " join t", "", 100_000)]
    [InlineData("select 1{0}", " union select 1 union all select 2", "", 10_000)]
    [InlineData("select a{0}", " -> 'b'", "", 100_000)]
    [InlineData("select (a){0}", ".b", "", 100_000)]
    [InlineData("{0}select 1", "explain ", "", 100_000)]
    [InlineData("{0}select 1", "prepare p as ", "", 100_000)]
    public void Deep_statements_parse_or_are_too_complex(string pattern, string open, string close, int count)
    {
        var text = string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            pattern,
            new StringBuilder().Insert(0, open, count),
            new StringBuilder().Insert(0, close, count));
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => CaseFile.Print(SqlParser.Parse(text))), 1 << 20);
        thread.Start();
        thread.Join();
        if (failure is null)
            return;
        var exception = Assert.IsType<VectorDbException>(failure);
        Assert.True(exception.SqlState is "54001" or "42601", exception.SqlState);
        if (exception.SqlState == "54001")
        {
            Assert.Equal("statement too complex", exception.Message);
            Assert.NotNull(exception.Hint);
            Assert.InRange(exception.Position, 1, text.Length);
        }
    }

    [Theory]
    [InlineData("(")]
    [InlineData("array[")]
    [InlineData("f(")]
    public void Usual_nesting_parses_on_a_small_stack(string open)
    {
        var close = open.EndsWith('[') ? "]" : ")";
        var text = "select " + new StringBuilder().Insert(0, open, 100) + "1" + new StringBuilder().Insert(0, close, 100);
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => SqlParser.Parse(text)), 512 << 10);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [Fact]
    public void Long_chains_of_and_or_are_flat()
    {
        foreach (var word in new[] { "and", "or" })
        {
            var text = string.Join($" {word} ", Enumerable.Range(0, 100_000).Select(i => $"a = {i}"));
            var expression = Assert.IsType<LogicalExpression>(SqlParser.ParseExpression(text));
            Assert.Equal(100_000, expression.Operands.Count);
        }
    }

    [Fact]
    public void A_long_union_is_flat()
    {
        var script = SqlParser.Parse(string.Join(" union all ", Enumerable.Repeat("select 1", 10_000)));
        var body = Assert.IsType<SetOperationBody>(Assert.IsType<QueryStatement>(script.Statements[0].Statement).Body);
        Assert.Equal(10_000, body.Operands.Count);
    }

    [Fact]
    public void Trees_are_never_deeper_than_the_limit()
    {
        var chain = "select 1" + string.Concat(Enumerable.Repeat(" + 1", SyntaxLimits.MaxDepth - 10));
        var statement = SqlParser.Parse(chain).Statements[0].Statement;
        Assert.True(TreeDepth.Exceeds(statement, int.MaxValue, SyntaxLimits.MaxDepth - 20, out _));
        Assert.False(TreeDepth.Exceeds(statement, int.MaxValue, SyntaxLimits.MaxDepth, out _));
        var exception = Assert.Throws<VectorDbException>(() => SqlParser.Parse(chain + " + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1"));
        Assert.Equal("54001", exception.SqlState);
    }

    [Fact]
    public void A_string_of_100_MB_is_one_literal()
    {
        var text = "select '" + new string('x', 100_000_000) + "'";
        var query = Assert.IsType<QueryStatement>(SqlParser.Parse(text).Statements[0].Statement);
        var literal = Assert.IsType<StringLiteral>(Assert.IsType<SelectBody>(query.Body).Items[0].Expression);
        Assert.Equal(100_000_000, literal.Value.Length);
    }

    [Fact]
    public void A_string_of_quotes_and_a_long_comment_take_linear_time()
    {
        var quotes = "select '" + new StringBuilder().Insert(0, "''", 5_000_000) + "'";
        Assert.Single(SqlParser.Parse(quotes).Statements);
        var comment = "select 1 /* " + new string('*', 5_000_000) + " */ -- " + new string('-', 5_000_000);
        Assert.Single(SqlParser.Parse(comment).Statements);
        Assert.Throws<VectorDbException>(() => SqlParser.Parse("/*" + new StringBuilder().Insert(0, "/*", 1_000_000)));
    }

    [Fact]
    public void An_unterminated_string_of_100_MB_has_a_short_message()
    {
        var exception = Assert.Throws<VectorDbException>(() => SqlParser.Parse("select '" + new string('x', 100_000_000)));
        Assert.True(exception.Message.Length < 200);
        Assert.Equal(8, exception.Position);
    }

    [Fact]
    public void Many_rows_and_columns_parse()
    {
        var rows = "insert into t values " + string.Join(", ", Enumerable.Range(0, 10_000).Select(i => $"({i}, 'a{i}', {i}.5, null, '[1,2,3]')"));
        Assert.Single(SqlParser.Parse(rows).Statements);
        var columns = "create table t (" + string.Join(", ", Enumerable.Range(0, 10_000).Select(i => $"c{i} integer not null")) + ")";
        var table = Assert.IsType<CreateTableStatement>(SqlParser.Parse(columns).Statements[0].Statement);
        Assert.Equal(10_000, table.Columns.Count);
    }

    [Theory]
    [InlineData(1_000, "Found the number 2, expected an operator, \",\" or \")\".")]
    [InlineData(100_000, "Found the number 2, which does not fit here.")]
    public void An_error_far_into_a_long_statement_is_described(int rows, string detail)
    {
        var text = "insert into t values " + string.Join(", ", Enumerable.Range(0, rows).Select(i => $"({i}, 'a{i}')")) + ", (1 2)";
        var exception = Assert.Throws<VectorDbException>(() => SqlParser.Parse(text));
        Assert.Equal("syntax error at or near \"2\"", exception.Message);
        Assert.Equal(text.Length - 1, exception.Position);
        Assert.Equal(detail, exception.Detail);
    }

    [Fact]
    public void Random_characters_never_crash()
    {
        const string Characters = "ab_1.'\"$@:;,()[]+-*/<>=~!#%^&|?\\ \n\tEeUxXé☃\U0001F600\0";
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var text = new string([.. Enumerable.Range(0, random.Next(30)).Select(_ => Characters[random.Next(Characters.Length)])]);
            AssertParsesOrFails("select " + text, seed);
        }
    }

    [Fact]
    public void Random_words_never_crash()
    {
        var words = CaseFile.Inputs.SelectMany(input => input.Split(' ')).Distinct().ToArray();
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var text = string.Join(' ', Enumerable.Range(0, random.Next(1, 12)).Select(_ => words[random.Next(words.Length)]));
            AssertParsesOrFails(text, seed);
        }
    }

    private static void AssertParsesOrFails(string text, int seed)
    {
        var outcome = ScriptParser.Parse(text);
        if (outcome.Script is not null || seed % 50 != 0)
            return;
        var exception = outcome.Failure!().ToException();
        Assert.True(exception.Position >= 1 && exception.Position <= text.Length + 1, $"seed {seed}: {text}");
    }
}
