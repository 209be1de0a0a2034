using Microsoft.Extensions.Logging;
using VectorData.Core.Errors;

namespace VectorData.Server.Protocol;

/// <summary>What a client is told of an exception. Errors of the server's own inside are logged; the client gets a reference to the log.</summary>
internal static class ClientErrors
{
    public static VectorDbException From(Exception exception, ILogger logger, int processId)
    {
        if (exception is VectorDbException error && !IsInside(error))
            return error;
        var reference = Guid.NewGuid().ToString("N")[..12];
        logger.InternalError(exception, processId, reference);
        var sqlState = (exception as VectorDbException)?.SqlState ?? SqlStates.InternalError;
        return new VectorDbException(sqlState, sqlState switch
        {
            SqlStates.DataCorrupted => "stored data is damaged",
            SqlStates.IoError or SqlStates.UndefinedFile => "the server could not read or write its files",
            _ => "internal error",
        })
        {
            Severity = (exception as VectorDbException)?.Severity ?? "ERROR",
            Hint = $"The server's log has the details under reference {reference}.",
        };
    }

    // Their messages may name files of the server.
    private static bool IsInside(VectorDbException error) =>
        error is CorruptDataException || error.SqlState.StartsWith("XX", StringComparison.Ordinal) || error.SqlState.StartsWith("58", StringComparison.Ordinal);
}
