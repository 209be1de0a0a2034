namespace VectorData.Core.Sessions;

/// <summary>What sort of thing a statement does, as far as a way in may care.</summary>
public enum StatementKind : byte
{
    /// <summary>SELECT, VALUES, TABLE, SHOW, EXPLAIN, FETCH: gives rows.</summary>
    Query = 0,

    /// <summary>INSERT, UPDATE, DELETE, TRUNCATE; gives rows with RETURNING.</summary>
    Change = 1,

    /// <summary>CREATE, ALTER, DROP, COMMENT and the like.</summary>
    Definition = 2,

    /// <summary>BEGIN, COMMIT, ROLLBACK, savepoints: may end or begin a transaction block.</summary>
    TransactionControl = 3,

    /// <summary>COPY: <see cref="IStatement.Copy"/> says what.</summary>
    Copy = 4,

    /// <summary>SET, PREPARE, VACUUM and all else.</summary>
    Other = 5,
}
