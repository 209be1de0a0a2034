using VectorData.Core.Errors;
using VectorData.Core.Values.Text;

namespace VectorData.Core.Tests.Values.Text;

public sealed class TypeNamesTests
{
    [Theory]
    [InlineData("int", "", 0, "integer")]
    [InlineData("INT4", "", 0, "integer")]
    [InlineData("int8", "", 0, "bigint")]
    [InlineData("float", "", 0, "double precision")]
    [InlineData("float", "24", 0, "real")]
    [InlineData("float", "25", 0, "double precision")]
    [InlineData("decimal", "10,2", 0, "numeric(10,2)")]
    [InlineData("numeric", "5", 0, "numeric(5,0)")]
    [InlineData("varchar", "10", 0, "character varying(10)")]
    [InlineData("char", "", 0, "character(1)")]
    [InlineData("bpchar", "", 0, "character")]
    [InlineData("bit", "", 0, "bit(1)")]
    [InlineData("timestamptz", "", 0, "timestamp with time zone")]
    [InlineData("vector", "3", 0, "vector(3)")]
    [InlineData("int", "", 2, "integer[]")]
    [InlineData("varchar", "4", 1, "character varying(4)[]")]
    [InlineData("timestamp", "9", 0, "timestamp without time zone(6)")]
    public void Names_and_aliases(string name, string modifiers, int dimensions, string expected) =>
        Assert.Equal(expected, TypeNames.Resolve(name, Modifiers(modifiers), dimensions).ToString());

    [Theory]
    [InlineData("nothing", "", "42704 type \"nothing\" does not exist")]
    [InlineData("serial", "", "42704 type \"serial\" does not exist")]
    [InlineData("vector", "0", "22023 dimensions for type vector must be at least 1")]
    [InlineData("vector", "16001", "22023 dimensions for type vector cannot exceed 16000")]
    [InlineData("halfvec", "16001", "22023 dimensions for type halfvec cannot exceed 16000")]
    [InlineData("sparsevec", "1000000001", "22023 dimensions for type sparsevec cannot exceed 1000000000")]
    [InlineData("vector", "1,2", "22023 invalid type modifier")]
    [InlineData("varchar", "0", "22023 length for type varchar must be at least 1")]
    [InlineData("varchar", "10485761", "22023 length for type varchar cannot exceed 10485760")]
    [InlineData("bit", "0", "22023 length for type bit must be at least 1")]
    [InlineData("numeric", "0", "22023 NUMERIC precision 0 must be between 1 and 1000")]
    [InlineData("numeric", "5,29", "22023 NUMERIC scale 29 must be between 0 and 28")]
    [InlineData("float", "54", "22023 precision for type float must be less than 54 bits")]
    [InlineData("integer", "4", "42601 type modifier is not allowed for type \"integer\"")]
    public void Names_and_modifiers_that_are_none(string name, string modifiers, string expected)
    {
        var error = Assert.Throws<VectorDbException>(() => TypeNames.Resolve(name, Modifiers(modifiers), 0));
        Assert.Equal(expected, $"{error.SqlState} {error.Message}");
    }

    private static int[] Modifiers(string text) =>
        text.Length == 0 ? [] : [.. text.Split(',').Select(part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture))];
}
