using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Statements;
using VectorData.Query.Execution.Statements;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Definitions;

/// <summary>
/// A statement that changes definitions: holds the catalog's lock, gathers changes in <see cref="Catalog"/> and hands them to the
/// transaction with <see cref="Publish"/>.
/// </summary>
internal sealed class DefinitionScope
{
    public DefinitionScope(StatementContext context)
    {
        Context = context;
        Transaction.LockCatalog(context.CancellationToken);
        Transaction.BeginStatement();
        Catalog = Transaction.Catalog;
    }

    public StatementContext Context { get; }

    public StorageTransaction Transaction => Context.Transaction;

    /// <summary>The definitions with the changes so far.</summary>
    public Catalog Catalog { get; set; }

    public CatalogNames Names => new(Catalog, Context.Settings.SearchPath);

    /// <summary>Waits until no other transaction uses the table.</summary>
    public void Lock(TableDefinition table)
    {
        if (Transaction.Catalog.FindTable(table.Id) is null)
            return;
        Transaction.LockTable(table.Id, exclusive: true, Context.CancellationToken);
        Transaction.BeginStatement();
    }

    /// <summary>Makes the changes visible to the statements that follow in the transaction; new indexes are built.</summary>
    public void Publish() => Transaction.SetCatalog(Catalog, progress: null, Context.CancellationToken);

    /// <summary>True when a relation of that name exists and the statement said IF NOT EXISTS; 42P07 when it did not say so.</summary>
    public bool AlreadyThere(string schema, string name, bool ifNotExists, int position)
    {
        if (!Catalog.RelationExists(schema, name))
            return false;
        if (!ifNotExists)
            throw new VectorDbException(SqlStates.DuplicateTable, $"relation \"{name}\" already exists") { Position = position + 1, SchemaName = schema, TableName = name };
        Context.Notice($"relation \"{name}\" already exists, skipping", SqlStates.DuplicateTable);
        return true;
    }
}
