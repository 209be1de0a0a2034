using VectorData.Core.Errors;

namespace VectorData.Sql.Tests;

public sealed class CaseFileTests
{
    public static TheoryData<string> Areas => [.. CaseFile.Areas];

    [Theory]
    [MemberData(nameof(Areas))]
    public void Each_statement_prints_or_fails_as_expected(string area)
    {
        var wrong = CaseFile.Read(area)
            .Select(test => (test.Input, test.Expected, Actual: CaseFile.Outcome(test.Input)))
            .Where(test => test.Actual != test.Expected)
            .Select(test => $"{test.Input}\n  expected {test.Expected}\n  actual   {test.Actual}");
        Assert.Equal("", string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Areas))]
    public void Printed_text_parses_to_the_same_tree(string area)
    {
        foreach (var (input, expected) in CaseFile.Read(area))
        {
            if (expected.StartsWith('!'))
                continue;
            var first = SqlParser.Parse(input);
            var second = SqlParser.Parse(CaseFile.Print(first));
            Assert.Equal(first.Statements.Count, second.Statements.Count);
            foreach (var (one, other) in first.Statements.Zip(second.Statements))
                Assert.Equal(TreeShape.Of(one.Statement), TreeShape.Of(other.Statement));
        }
    }

    [Fact]
    public void Errors_say_what_was_found_and_what_was_expected()
    {
        var wrong = CaseFile.Read("messages")
            .Select(test => (test.Input, test.Expected, Actual: Message(test.Input).TrimEnd()))
            .Where(test => test.Actual != test.Expected)
            .Select(test => $"{test.Input}\n  expected {test.Expected}\n  actual   {test.Actual}");
        Assert.Equal("", string.Join('\n', wrong));

        static string Message(string input)
        {
            var exception = Assert.Throws<VectorDbException>(() => SqlParser.Parse(input));
            return $"{exception.Detail} | {exception.Hint}";
        }
    }

    [Fact]
    public void Every_node_says_where_it_starts()
    {
        foreach (var input in CaseFile.GoodInputs)
        {
            var script = SqlParser.Parse(input);
            foreach (var statement in script.Statements)
            {
                Assert.Equal(statement.Statement.Position, statement.Start);
                foreach (var node in statement.Statement.DescendantsAndSelf())
                {
                    Assert.InRange(node.Position, statement.Start, statement.Start + statement.Length);
                    Assert.False(node.Position < input.Length && char.IsWhiteSpace(input[node.Position]), $"{input}: {node.GetType().Name}");
                }
            }
        }
    }
}
