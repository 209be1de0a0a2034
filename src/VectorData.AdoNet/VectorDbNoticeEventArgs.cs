using VectorData.Core.Sessions;

namespace VectorData.AdoNet;

/// <summary>A message of a statement that is not an error.</summary>
public sealed class VectorDbNoticeEventArgs(Notice notice) : EventArgs
{
    public Notice Notice { get; } = notice;
}
