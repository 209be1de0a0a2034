namespace VectorData.Storage.Files;

/// <summary>Immutable objects by name: written once as a stream, then read at any offset. Nothing is renamed or appended to.</summary>
public interface IObjectFiles : IDisposable
{
    /// <summary>Starts a new object; nobody sees it before <see cref="IObjectWriter.Complete"/>. A name is used once.</summary>
    IObjectWriter Create(string name);

    /// <summary>Opens a complete object; 58P01 when there is none of this name.</summary>
    ObjectReader Open(string name);

    /// <summary>Bytes of a complete object, or -1 when there is none.</summary>
    long GetLength(string name);

    /// <summary>The names of all complete objects, in ordinal order.</summary>
    IReadOnlyList<string> List();

    /// <summary>Removes an object; one that is not there is no error. Open readers go on reading it.</summary>
    void Delete(string name);
}

/// <summary>The writing end of a new object. Disposing it without <see cref="Complete"/> drops the object.</summary>
public interface IObjectWriter : IDisposable
{
    string Name { get; }

    /// <summary>Bytes written up to now.</summary>
    long Position { get; }

    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Returns when every byte is durable and the object is visible under its name.</summary>
    void Complete();
}
