namespace VectorData.AdoNet.Execution;

/// <summary>Something that keeps a connection busy over several calls: a reader, a bulk writer.</summary>
internal interface IConnectionUser
{
    /// <summary>The connection closes under it: end without running anything more.</summary>
    void OnConnectionClosing();
}
