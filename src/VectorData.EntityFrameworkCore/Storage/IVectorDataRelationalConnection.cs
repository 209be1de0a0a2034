using Microsoft.EntityFrameworkCore.Storage;

namespace VectorData.EntityFrameworkCore.Storage;

/// <summary>The context's connection.</summary>
internal interface IVectorDataRelationalConnection : IRelationalConnection
{
    /// <summary>The connection itself when it is to a database in this process, else null.</summary>
    AdoNet.VectorDbConnection? Embedded { get; }
}
