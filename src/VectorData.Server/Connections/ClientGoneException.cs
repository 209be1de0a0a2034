namespace VectorData.Server.Connections;

/// <summary>The socket does not carry bytes any more: nobody is left to be told.</summary>
internal sealed class ClientGoneException(string message, Exception? innerException = null) : Exception(message, innerException);
