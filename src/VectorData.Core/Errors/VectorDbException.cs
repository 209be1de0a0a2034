using System.Data.Common;

namespace VectorData.Core.Errors;

/// <summary>Every error the engine reports: a five-character SQLSTATE, the place in the statement, and what to change.</summary>
public class VectorDbException : DbException
{
    private readonly string _sqlState;
    private DbBatchCommand? _batchCommand;

    public VectorDbException(string sqlState, string message, Exception? innerException = null)
        : base(message, innerException) => _sqlState = sqlState;

    /// <summary>Five characters, see <see cref="SqlStates"/>.</summary>
    public override string SqlState => _sqlState;

    /// <summary>1-based character index in the statement's text; 0 when the error has no place.</summary>
    public int Position { get; init; }

    /// <summary>A second sentence with the facts, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>What to change, or null.</summary>
    public string? Hint { get; init; }

    /// <summary>Where it happened, as in <c>COPY t, line 3, column b</c>; or null.</summary>
    public string? Context { get; init; }

    public string Severity { get; init; } = "ERROR";

    public string? SchemaName { get; init; }

    public string? TableName { get; init; }

    public string? ColumnName { get; init; }

    public string? DataTypeName { get; init; }

    public string? ConstraintName { get; init; }

    /// <summary>True where running the transaction again may succeed: 40001, 40P01, 55P03, 53300.</summary>
    public override bool IsTransient => _sqlState is SqlStates.SerializationFailure or SqlStates.DeadlockDetected
        or SqlStates.LockNotAvailable or SqlStates.TooManyConnections;

    /// <summary>What <see cref="DbException.BatchCommand"/> gives: the command of a batch that failed.</summary>
    protected override DbBatchCommand? DbBatchCommand => _batchCommand;

    /// <summary>Names the command of a batch that failed; the provider's part.</summary>
    public void SetBatchCommand(DbBatchCommand command) => _batchCommand = command;

    /// <summary>The same error with a place in the statement; an error that has one keeps it.</summary>
    public VectorDbException At(int position) => Position > 0 || position <= 0
        ? this
        : new VectorDbException(_sqlState, Message, InnerException)
        {
            Position = position,
            Detail = Detail,
            Hint = Hint,
            Context = Context,
            Severity = Severity,
            SchemaName = SchemaName,
            TableName = TableName,
            ColumnName = ColumnName,
            DataTypeName = DataTypeName,
            ConstraintName = ConstraintName,
        };

    public override string ToString() => Position > 0
        ? $"{_sqlState}: {base.ToString()} (position {Position})"
        : $"{_sqlState}: {base.ToString()}";
}
