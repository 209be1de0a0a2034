using VectorData.Core.Errors;

namespace VectorData.Storage.Tables;

/// <summary>One failure of a group's write is thrown by each of its commits: each gets an exception of its own.</summary>
internal static class CommitFailure
{
    public static VectorDbException Of(Exception failure) => failure is VectorDbException known
        ? new VectorDbException(known.SqlState, known.Message, failure) { Detail = known.Detail, Hint = known.Hint }
        : new VectorDbException(SqlStates.IoError, $"could not commit: {failure.Message}", failure);
}
