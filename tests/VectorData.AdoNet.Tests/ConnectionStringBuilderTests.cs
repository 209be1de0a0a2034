namespace VectorData.AdoNet.Tests;

public sealed class ConnectionStringBuilderTests
{
    [Fact]
    public void An_empty_string_has_the_defaults()
    {
        var builder = new VectorDbConnectionStringBuilder();
        Assert.Equal(("", VectorDbOpenMode.ReadWriteCreate, VectorDbCacheMode.Private), (builder.DataSource, builder.Mode, builder.Cache));
        Assert.Equal((true, 100, 10, 30), (builder.Pooling, builder.MaxPoolSize, builder.IdleLifetime, builder.CommandTimeout));
        Assert.Equal((VectorDbSynchronousMode.Full, 128L << 20, 512L << 20), (builder.Synchronous, builder.SegmentMemory, builder.MaxMemory));
        Assert.Equal("", builder.ConnectionString);
    }

    [Theory]
    [InlineData("Data Source=a.vdb")]
    [InlineData("data source=a.vdb")]
    [InlineData("DataSource=a.vdb")]
    [InlineData("Filename=a.vdb")]
    public void Synonyms_mean_the_same(string text)
    {
        var builder = new VectorDbConnectionStringBuilder(text);
        Assert.Equal("a.vdb", builder.DataSource);
        Assert.Equal("Data Source=a.vdb", builder.ConnectionString);
        Assert.Equal("a.vdb", builder["FileName"]);
    }

    [Fact]
    public void Every_keyword_is_read_and_written()
    {
        const string Text = "Data Source=a;Mode=readonly;Cache=Private;Pooling=no;Max Pool Size=5;Idle Lifetime=0;Default Timeout=3;"
            + "Synchronous=off;Segment Memory=64MB;Max Memory=1 gb;Application Name=x y";
        var builder = new VectorDbConnectionStringBuilder(Text);
        Assert.Equal((VectorDbOpenMode.ReadOnly, false, 5, 0, 3), (builder.Mode, builder.Pooling, builder.MaxPoolSize, builder.IdleLifetime, builder.CommandTimeout));
        Assert.Equal((VectorDbSynchronousMode.Off, 64L << 20, 1L << 30, "x y"), (builder.Synchronous, builder.SegmentMemory, builder.MaxMemory, builder.ApplicationName));
        var again = new VectorDbConnectionStringBuilder(builder.ConnectionString);
        Assert.True(builder.EquivalentTo(again));
        foreach (string key in builder.Keys)
            Assert.Equal(builder[key], again[key]);
        builder.Clear();
        Assert.True(builder.Pooling);
    }

    [Theory]
    [InlineData("Dta Source=a", "Keyword 'dta source' is not known. Did you mean 'Data Source'?")]
    [InlineData("Poling=true", "Keyword 'poling' is not known. Did you mean 'Pooling'?")]
    [InlineData("Comand Timeout=1", "Keyword 'comand timeout' is not known. Did you mean 'Command Timeout'?")]
    [InlineData("Mode=Write", "Keyword 'Mode' does not take 'Write': expected ReadWriteCreate, ReadWrite, ReadOnly, Memory")]
    [InlineData("Mode=1", "Keyword 'Mode' does not take '1': expected ReadWriteCreate, ReadWrite, ReadOnly, Memory")]
    [InlineData("Pooling=maybe", "Keyword 'Pooling' does not take 'maybe': expected True or False")]
    [InlineData("Command Timeout=-1", "Keyword 'Command Timeout' does not take '-1': expected a whole number from 0")]
    [InlineData("Command Timeout=soon", "Keyword 'Command Timeout' does not take 'soon': expected a whole number from 0")]
    [InlineData("Max Memory=lots", "Keyword 'Max Memory' does not take 'lots': expected a size in bytes or with a unit, such as 64MB")]
    public void Mistakes_are_named(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new VectorDbConnectionStringBuilder(text)).Message);

    [Theory]
    [InlineData("Frobnicate=1")]
    public void A_keyword_like_none_lists_them_all(string text) =>
        Assert.Contains("The keywords are Data Source, Mode,", Assert.Throws<ArgumentException>(() => new VectorDbConnectionStringBuilder(text)).Message);

    [Theory]
    [InlineData("Host=localhost")]
    [InlineData("Server=x;Data Source=a")]
    [InlineData("Username=me")]
    public void Keywords_of_servers_are_refused_with_the_reason(string text) =>
        Assert.Contains("connects to a server", Assert.Throws<ArgumentException>(() => new VectorDbConnectionStringBuilder(text)).Message);

    [Theory]
    [InlineData("Data Source=:memory:;Mode=ReadOnly")]
    [InlineData("Data Source=a.vdb;Cache=Shared")]
    public void Contradictions_are_refused_by_the_connection(string text) =>
        Assert.Throws<ArgumentException>(() => new VectorDbConnection(text));

    [Fact]
    public void Properties_set_and_unset_keywords()
    {
        var builder = new VectorDbConnectionStringBuilder { DataSource = "a;b", Mode = VectorDbOpenMode.Memory, Cache = VectorDbCacheMode.Shared };
        Assert.Equal("Data Source=\"a;b\";Mode=Memory;Cache=Shared", builder.ConnectionString);
        Assert.True(builder.ContainsKey("Pooling"));
        Assert.False(builder.ContainsKey("nope"));
        Assert.True(builder.Remove("Mode"));
        builder.DataSource = null;
        Assert.Equal("Cache=Shared", builder.ConnectionString);
        Assert.True(builder.TryGetValue("Mode", out var mode));
        Assert.Equal(VectorDbOpenMode.ReadWriteCreate, mode);
        Assert.False(builder.TryGetValue("nope", out _));
        Assert.True(builder.ShouldSerialize("Cache"));
        Assert.False(builder.ShouldSerialize("Mode"));
    }
}
