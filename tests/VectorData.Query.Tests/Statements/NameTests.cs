using VectorData.Core.Schema;
using VectorData.Query.Binding.Statements;

namespace VectorData.Query.Tests.Statements;

public sealed class NameTests
{
    [Theory]
    [InlineData("t", "a", "idx", "t_a_idx")]
    [InlineData("t", null, "pkey", "t_pkey")]
    public void A_generated_name_joins_table_columns_and_label(string table, string? columns, string label, string expected) =>
        Assert.Equal(expected, ObjectNames.ForRelation(Catalog.Empty, "public", table, columns, label));

    [Fact]
    public void A_taken_name_gets_a_number() =>
        Assert.Equal("t_a_check2", ObjectNames.ForConstraint("t", "a", "check", name => name is "t_a_check" or "t_a_check1"));

    [Fact]
    public void The_longer_part_of_a_long_name_gives_way()
    {
        var name = ObjectNames.ForRelation(Catalog.Empty, "public", new string('t', 60), "abc", "idx");
        Assert.Equal(63, name.Length);
        Assert.EndsWith("_abc_idx", name, StringComparison.Ordinal);
        Assert.Equal(63, ObjectNames.ForRelation(Catalog.Empty, "public", new string('t', 63), new string('c', 63), "fkey").Length);
    }

    [Fact]
    public void A_cut_name_ends_at_a_character()
    {
        var name = ObjectNames.ForRelation(Catalog.Empty, "public", new string('ä', 40), null, "pkey");
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(name) <= 63);
        Assert.DoesNotContain('\uFFFD', name);
    }

    [Theory]
    [InlineData("s", null, "s")]
    [InlineData("Public.My_Seq", "public", "my_seq")]
    [InlineData("\"A b\".\"C\"\"d\"", "A b", "C\"d")]
    [InlineData(" db.schema.name ", "schema", "name")]
    public void A_sequence_name_in_a_string_is_folded_and_unquoted(string text, string? schema, string name) =>
        Assert.Equal((schema, name), SequenceNames.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("\"a")]
    [InlineData("a.b.c.d")]
    public void What_is_no_name_gives_none(string text) => Assert.Null(SequenceNames.Parse(text));

    [Theory]
    [InlineData("a > 0 AND t.a < b", "x > 0 AND t.x < b")]
    [InlineData("\"a\" + aa + a", "x + aa + x")]
    [InlineData("'a' || a", "'a' || x")]
    public void Renaming_a_column_changes_just_its_references(string expression, string expected) =>
        Assert.Equal(expected, TableExpressions.Rename(expression, "a", "x"));
}
