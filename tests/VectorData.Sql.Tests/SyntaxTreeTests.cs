using VectorData.Sql.Syntax;

namespace VectorData.Sql.Tests;

public sealed class SyntaxTreeTests
{
    [Fact]
    public void Children_are_all_nodes_that_a_node_holds()
    {
        foreach (var input in CaseFile.GoodInputs)
        {
            foreach (var node in SqlParser.Parse(input).Statements.SelectMany(statement => statement.Statement.DescendantsAndSelf()))
            {
                var children = node.Children.OfType<SyntaxNode>().ToHashSet(ReferenceEqualityComparer.Instance);
                var held = TreeShape.ChildrenByReflection(node).ToHashSet(ReferenceEqualityComparer.Instance);
                Assert.True(children.SetEquals(held), $"{node.GetType().Name} in {input}");
            }
        }
    }

    [Fact]
    public void The_cases_make_every_kind_of_node()
    {
        var seen = CaseFile.GoodInputs
            .SelectMany(input => SqlParser.Parse(input).Statements)
            .SelectMany(statement => statement.Statement.DescendantsAndSelf())
            .Select(node => node.GetType())
            .ToHashSet();
        var all = typeof(SyntaxNode).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SyntaxNode)) && !type.IsAbstract);
        Assert.Empty(all.Where(type => !seen.Contains(type)).Select(type => type.Name));
    }

    [Fact]
    public void A_script_gives_each_statement_its_text()
    {
        const string Text = " select 1 ;; /* x */ select 'a;b' -- c\n ; commit";
        var script = SqlParser.Parse(Text);
        Assert.Equal(
            ["select 1", "select 'a;b'", "commit"],
            script.Statements.Select(statement => script.Text.Substring(statement.Start, statement.Length)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData(";")]
    [InlineData("-- nothing")]
    [InlineData("/* nothing */ ;;")]
    public void An_empty_text_has_no_statements(string text) => Assert.Empty(SqlParser.Parse(text).Statements);

    [Fact]
    public void Parameters_are_listed_per_statement()
    {
        var script = SqlParser.Parse("select $2, $1, @b, @A, @a; select 1");
        Assert.Equal(2, script.Statements[0].Parameters.HighestNumber);
        Assert.Equal(["b", "a"], script.Statements[0].Parameters.Names);
        Assert.Equal(0, script.Statements[1].Parameters.HighestNumber);
        Assert.Empty(script.Statements[1].Parameters.Names);
    }

    [Fact]
    public void A_chain_of_and_is_one_node()
    {
        var expression = Assert.IsType<LogicalExpression>(SqlParser.ParseExpression("a and b and c and d"));
        Assert.Equal(4, expression.Operands.Count);
    }

    [Fact]
    public void Operators_say_where_they_stand()
    {
        var expression = Assert.IsType<BinaryExpression>(SqlParser.ParseExpression("  abc <-> 'x'"));
        Assert.Equal(2, expression.Position);
        Assert.Equal(6, expression.OperatorPosition);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a; b")]
    [InlineData("")]
    [InlineData("select 1")]
    public void An_expression_ends_with_the_text(string text)
    {
        var exception = Assert.Throws<Core.Errors.VectorDbException>(() => SqlParser.ParseExpression(text));
        Assert.Equal("42601", exception.SqlState);
    }

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("Abc", "\"Abc\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("select", "\"select\"")]
    [InlineData("position", "\"position\"")]
    [InlineData("name", "name")]
    [InlineData("1a", "\"1a\"")]
    [InlineData("", "\"\"")]
    public void Names_are_quoted_where_they_must_be(string name, string expected) =>
        Assert.Equal(expected, SqlWriter.QuoteIdentifier(name));
}
