using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Operators;
using VectorData.Query.Settings;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Statements;

/// <summary>One run of one statement: the transaction it runs in, the session's settings, its parameters and where its notices go.</summary>
internal sealed class StatementContext
{
    public required StorageTransaction Transaction { get; init; }

    public required SettingValues Settings { get; init; }

    /// <summary>Parameters, clock, sequences and nested queries of this run.</summary>
    public required EvaluationContext Evaluation { get; init; }

    /// <summary>Takes notices and warnings.</summary>
    public required Action<Notice> Notify { get; init; }

    /// <summary>nextval and what the session remembers of it.</summary>
    public required SessionSequences Sequences { get; init; }

    public IReadOnlyList<Core.Values.Value> Parameters => Evaluation.Parameters;

    /// <summary>The execution that nested queries and plans of this statement share.</summary>
    public QueryExecution Execution => (QueryExecution)Evaluation.Subqueries!;

    public CancellationToken CancellationToken => Evaluation.CancellationToken;

    /// <summary>The definitions as the transaction sees them now.</summary>
    public Catalog Catalog => Transaction.Catalog;

    public CatalogNames Names => new(Catalog, Settings.SearchPath);

    public void Notice(string message, string sqlState = Core.Errors.SqlStates.SuccessfulCompletion, string? detail = null) =>
        Notify(new Notice("NOTICE", sqlState, message, detail));

    public void Warning(string message, string sqlState) => Notify(new Notice("WARNING", sqlState, message));
}
