namespace VectorData.Index;

/// <summary>The bytes of an index block are not what its format says; the message names what was found and what was expected.</summary>
public sealed class IndexFormatException(string message) : Exception(message);
