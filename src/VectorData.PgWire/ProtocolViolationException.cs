using VectorData.Core.Errors;

namespace VectorData.PgWire;

/// <summary>Bytes that do not follow the protocol: 08P01.</summary>
public sealed class ProtocolViolationException : VectorDbException
{
    public ProtocolViolationException(string message, bool isFatal = false, Exception? innerException = null)
        : base(SqlStates.ProtocolViolation, message, innerException)
    {
        IsFatal = isFatal;
        Severity = isFatal ? "FATAL" : "ERROR";
    }

    /// <summary>True where the bytes that follow cannot be read either: the connection has to be closed.</summary>
    public bool IsFatal { get; }
}
