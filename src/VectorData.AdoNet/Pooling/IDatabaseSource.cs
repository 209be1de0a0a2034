using VectorData.Core.Schema;
using VectorData.Core.Sessions;

namespace VectorData.AdoNet.Pooling;

/// <summary>A database that connections are to: embedded in the process; scripted in tests.</summary>
internal interface IDatabaseSource : IDisposable
{
    /// <summary>What DbConnection.DataSource shows once open: the folder's full path, or the name in memory.</summary>
    string Location { get; }

    string ServerVersion { get; }

    /// <summary>The definitions committed last.</summary>
    Catalog Catalog { get; }

    ISession OpenSession();
}
