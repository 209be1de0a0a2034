using VectorData.Sql.Tokens;

namespace VectorData.Sql.Tests;

/// <summary>Statements cut anywhere give a statement or an error with a place, never another failure.</summary>
public sealed class TruncationTests
{
    [Fact]
    public void Cut_after_any_character()
    {
        foreach (var input in CaseFile.Inputs)
        {
            for (var length = 0; length < input.Length; length++)
                AssertParsesOrFails(input[..length], describe: length % 64 == 0);
        }
    }

    [Fact]
    public void Cut_after_any_token()
    {
        foreach (var input in CaseFile.GoodInputs)
        {
            foreach (var token in SqlLexer.Tokenize(input).Tokens)
                AssertParsesOrFails(input[..token.Start()], describe: token.Start() % 16 == 0);
        }
    }

    [Fact]
    public void Without_any_one_token()
    {
        foreach (var input in CaseFile.GoodInputs)
        {
            foreach (var token in SqlLexer.Tokenize(input).Tokens)
                AssertParsesOrFails(input.Remove(token.Start(), token.Span.Length), describe: token.Start() % 32 == 0);
        }
    }

    [Fact]
    public void With_any_one_token_twice()
    {
        foreach (var input in CaseFile.GoodInputs)
        {
            foreach (var token in SqlLexer.Tokenize(input).Tokens)
                AssertParsesOrFails(input.Insert(token.Start(), token.ToStringValue() + " "), describe: token.Start() % 32 == 0);
        }
    }

    private static void AssertParsesOrFails(string text, bool describe)
    {
        var outcome = ScriptParser.Parse(text);
        if (outcome.Script is not null)
        {
            Assert.NotNull(CaseFile.Print(outcome.Script));
            return;
        }

        if (!describe)
            return;
        var exception = outcome.Failure!().ToException();
        Assert.True(exception.SqlState is "42601" or "42P02" or "22025" or "22P02" or "22003" or "22023", $"{exception.SqlState}: {text}");
        Assert.InRange(exception.Position, 1, text.Length + 1);
        if (exception.Message.EndsWith("at end of input", StringComparison.Ordinal))
            Assert.Equal(text.Length + 1, exception.Position);
    }
}
