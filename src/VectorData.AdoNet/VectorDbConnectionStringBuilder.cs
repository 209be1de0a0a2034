using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using VectorData.AdoNet.Pooling;

namespace VectorData.AdoNet;

/// <summary>Reads and writes connection strings. Unknown keywords and wrong values are ArgumentExceptions that name what is expected.</summary>
public sealed class VectorDbConnectionStringBuilder : DbConnectionStringBuilder
{
    public VectorDbConnectionStringBuilder()
    {
    }

    public VectorDbConnectionStringBuilder(string? connectionString) => ConnectionString = connectionString;

    /// <summary>A folder, or <c>:memory:</c>; in mode Memory a name.</summary>
    [AllowNull]
    public string DataSource
    {
        get => Get<string>(ConnectionKeyword.DataSource);
        set => Set(ConnectionKeyword.DataSource, value);
    }

    public VectorDbOpenMode Mode
    {
        get => Get<VectorDbOpenMode>(ConnectionKeyword.Mode);
        set => Set(ConnectionKeyword.Mode, value);
    }

    public VectorDbCacheMode Cache
    {
        get => Get<VectorDbCacheMode>(ConnectionKeyword.Cache);
        set => Set(ConnectionKeyword.Cache, value);
    }

    /// <summary>Whether sessions are used again, and the database stays open for a while after its last connection.</summary>
    public bool Pooling
    {
        get => Get<bool>(ConnectionKeyword.Pooling);
        set => Set(ConnectionKeyword.Pooling, value);
    }

    /// <summary>Sessions kept for use again.</summary>
    public int MaxPoolSize
    {
        get => Get<int>(ConnectionKeyword.MaxPoolSize);
        set => Set(ConnectionKeyword.MaxPoolSize, value);
    }

    /// <summary>Seconds that a pooled database stays open, and its folder locked, after its last connection was closed.</summary>
    public int IdleLifetime
    {
        get => Get<int>(ConnectionKeyword.IdleLifetime);
        set => Set(ConnectionKeyword.IdleLifetime, value);
    }

    /// <summary>Seconds a command may run unless it says otherwise; 0 is no limit.</summary>
    public int CommandTimeout
    {
        get => Get<int>(ConnectionKeyword.CommandTimeout);
        set => Set(ConnectionKeyword.CommandTimeout, value);
    }

    public VectorDbSynchronousMode Synchronous
    {
        get => Get<VectorDbSynchronousMode>(ConnectionKeyword.Synchronous);
        set => Set(ConnectionKeyword.Synchronous, value);
    }

    /// <summary>Rows of one table go to a file when they take this many bytes of memory.</summary>
    public long SegmentMemory
    {
        get => Get<long>(ConnectionKeyword.SegmentMemory);
        set => Set(ConnectionKeyword.SegmentMemory, value);
    }

    /// <summary>Writers wait while more bytes than this are in memory only.</summary>
    public long MaxMemory
    {
        get => Get<long>(ConnectionKeyword.MaxMemory);
        set => Set(ConnectionKeyword.MaxMemory, value);
    }

    /// <summary>Shown by <c>application_name</c>.</summary>
    [AllowNull]
    public string ApplicationName
    {
        get => Get<string>(ConnectionKeyword.ApplicationName);
        set => Set(ConnectionKeyword.ApplicationName, value);
    }

    /// <summary>All keywords, given or not, by their first names.</summary>
    public override ICollection Keys => Array.ConvertAll(ConnectionKeyword.All, keyword => keyword.Name);

    /// <summary>The values of <see cref="Keys"/>.</summary>
    public override ICollection Values => Array.ConvertAll(ConnectionKeyword.All, keyword => this[keyword.Name]);

    public override bool IsFixedSize => true;

    [AllowNull]
    public override object this[string keyword]
    {
        get
        {
            var known = ConnectionKeyword.Get(keyword);
            return base.TryGetValue(known.Name, out var value) ? known.Parse(value) : known.Default;
        }

        set
        {
            var known = ConnectionKeyword.Get(keyword);
            if (value is null)
                base.Remove(known.Name);
            else
                base[known.Name] = Convert.ToString(known.Parse(value), CultureInfo.InvariantCulture);
        }
    }

    public override bool ContainsKey(string keyword) => ConnectionKeyword.TryGet(keyword) is not null;

    public override bool Remove(string keyword) => ConnectionKeyword.TryGet(keyword) is { } known && base.Remove(known.Name);

    public override bool ShouldSerialize(string keyword) => ConnectionKeyword.TryGet(keyword) is { } known && base.ShouldSerialize(known.Name);

    public override bool TryGetValue(string keyword, [NotNullWhen(true)] out object? value)
    {
        var known = ConnectionKeyword.TryGet(keyword);
        value = known is null ? null : this[known.Name];
        return known is not null;
    }

    private T Get<T>(string keyword) => (T)this[keyword];

    private void Set(string keyword, object? value) => this[keyword] = value;
}
