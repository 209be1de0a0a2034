using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace VectorData.EntityFrameworkCore.Infrastructure;

/// <summary>The options of a context on VectorData.</summary>
public sealed class VectorDataOptionsExtension : RelationalOptionsExtension
{
    private DbContextOptionsExtensionInfo? _info;
    private ParameterTranslationMode? _collectionMode;

    public VectorDataOptionsExtension()
    {
    }

    internal VectorDataOptionsExtension(VectorDataOptionsExtension copyFrom)
        : base(copyFrom)
    {
        DataSource = copyFrom.DataSource;
        _collectionMode = copyFrom._collectionMode;
    }

    /// <summary>A collection is sent as one array, so that the text of a statement does not depend on its length.</summary>
    public override ParameterTranslationMode ParameterizedCollectionMode =>
        _collectionMode ?? ParameterTranslationMode.Parameter;

    /// <summary>Where connections come from when neither a connection nor a connection string was given.</summary>
    public DbDataSource? DataSource { get; private set; }

    public override DbContextOptionsExtensionInfo Info => _info ??= new ExtensionInfo(this);

    /// <summary>The options with a data source in place of a connection.</summary>
    public VectorDataOptionsExtension WithDataSource(DbDataSource dataSource)
    {
        var clone = new VectorDataOptionsExtension(this) { DataSource = dataSource };
        return (VectorDataOptionsExtension)clone.WithConnectionString(null);
    }

    public override RelationalOptionsExtension WithUseParameterizedCollectionMode(ParameterTranslationMode parameterizedCollectionMode)
    {
        var clone = (VectorDataOptionsExtension)base.WithUseParameterizedCollectionMode(parameterizedCollectionMode);
        clone._collectionMode = parameterizedCollectionMode;
        return clone;
    }

    public override RelationalOptionsExtension WithConnectionString(string? connectionString)
    {
        var clone = (VectorDataOptionsExtension)base.WithConnectionString(connectionString);
        if (connectionString is not null)
            clone.DataSource = null;
        return clone;
    }

    public override RelationalOptionsExtension WithConnection(DbConnection? connection, bool owned)
    {
        var clone = (VectorDataOptionsExtension)base.WithConnection(connection, owned);
        if (connection is not null)
            clone.DataSource = null;
        return clone;
    }

    public override void ApplyServices(IServiceCollection services) => services.AddEntityFrameworkVectorData();

    protected override RelationalOptionsExtension Clone() => new VectorDataOptionsExtension(this);

    private sealed class ExtensionInfo(VectorDataOptionsExtension extension) : RelationalExtensionInfo(extension)
    {
        private string? _logFragment;

        private new VectorDataOptionsExtension Extension => (VectorDataOptionsExtension)base.Extension;

        public override bool IsDatabaseProvider => true;

        public override string LogFragment
        {
            get
            {
                if (_logFragment is not null)
                    return _logFragment;
                var text = new StringBuilder(base.LogFragment);
                if (Extension.DataSource is not null)
                    text.Append("using data source ");
                return _logFragment = text.ToString();
            }
        }

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["VectorData"] = "1";
    }
}
