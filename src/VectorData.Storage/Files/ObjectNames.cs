using VectorData.Core.Errors;

namespace VectorData.Storage.Files;

/// <summary>What an object may be called on every kind of storage.</summary>
internal static class ObjectNames
{
    private const int MaxLength = 200;

    /// <summary>Throws for a name that is empty, too long, hidden or holds anything but ASCII letters, digits, '.', '-' and '_'.</summary>
    public static void Check(string name)
    {
        if (name.Length is 0 or > MaxLength || name[0] == '.' || !name.All(IsAllowed))
            throw new VectorDbException(SqlStates.InvalidName, $"\"{name}\" is not an object name");
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';
}
