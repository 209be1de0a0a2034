namespace VectorData.Query.Execution.Statements;

/// <summary>
/// Thrown inside a statement under read committed when a row that it locked or changed was changed by a transaction that committed
/// meanwhile: what the statement did is undone and it runs again on a fresh snapshot. Never leaves the session.
/// </summary>
public sealed class StatementRestartException() : Exception("the statement has to run again on a newer snapshot");
