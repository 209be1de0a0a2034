using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Execution.Statements;
using VectorData.Storage.Tables;

namespace VectorData.Query.Execution.Constraints;

/// <summary>A foreign key seen from the referencing table: every key of new rows must be there, and stays until the transaction ends.</summary>
internal sealed class ParentCheck
{
    private const int MaxAttempts = 100;

    private readonly TableDefinition _table;
    private readonly TableDefinition _parent;
    private readonly ForeignKeyDefinition _foreignKey;
    private readonly KeyFinder _finder;

    public ParentCheck(Catalog catalog, TableDefinition table, ForeignKeyDefinition foreignKey)
    {
        _table = table;
        _foreignKey = foreignKey;
        _parent = catalog.FindTable(foreignKey.ReferencedTable)
            ?? throw new InvalidOperationException($"constraint \"{foreignKey.Name}\" references a table that is not there");
        _finder = new KeyFinder(_parent, foreignKey.ReferencedColumns);
        Columns = [.. foreignKey.Columns.Select(table.IndexOf)];
    }

    public ForeignKeyDefinition ForeignKey => _foreignKey;

    /// <summary>Positions of the referencing columns in their table.</summary>
    public int[] Columns { get; }

    /// <summary>Whether rows of one statement can reference each other.</summary>
    public bool IsSelf => _parent.Id == _table.Id;

    /// <summary>Checks the rows that count of complete rows of the table.</summary>
    public void Require(StatementContext context, Batch rows) => Require(context, Array.ConvertAll(Columns, at => rows.Columns[at]), rows);

    /// <summary>As the other, over the key columns alone.</summary>
    public void Require(StatementContext context, ColumnVector[] columns, Batch rows)
    {
        var withKey = KeySet.RowsWithKey(columns, rows, out var mixed);
        if (_foreignKey.MatchFull && mixed >= 0)
            throw Violation("MATCH FULL does not allow mixing of null and nonnull key values.");
        if (withKey.Length > 0)
            Require(context, KeySet.Of(columns, withKey));
    }

    private void Require(StatementContext context, KeySet keys)
    {
        var (converted, numbers) = keys.As(_finder.Types, context.Evaluation);
        if (converted.Count < keys.Count)
            throw NotPresent(keys, Enumerable.Range(0, keys.Count).Except(numbers).First());
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var found = _finder.Find(context.Transaction.LatestTable(_parent.Id), converted, context.CancellationToken);
            var present = new bool[keys.Count];
            var rows = new RowId[found.Count];
            for (var i = 0; i < rows.Length; i++)
            {
                present[numbers[found[i].Key]] = true;
                rows[i] = found[i].Row;
            }

            var missing = Array.IndexOf(present, false);
            if (missing >= 0)
                throw NotPresent(keys, missing);
            if (context.Transaction.TryLockRows(_parent.Id, rows, RowLockMode.KeyShare, context.CancellationToken))
                return;
        }

        throw new VectorDbException(SqlStates.SerializationFailure, "could not serialize access due to concurrent update")
        {
            Detail = $"Rows of \"{_parent.Name}\" that are referenced kept changing.",
        };
    }

    private VectorDbException NotPresent(KeySet keys, int number) => Violation(
        $"{RowTexts.Key(_foreignKey.Columns.Select(id => _table.Column(id).Name), keys.Key(number))} is not present in table \"{_parent.Name}\".");

    private VectorDbException Violation(string detail) => new(
        SqlStates.ForeignKeyViolation, $"insert or update on table \"{_table.Name}\" violates foreign key constraint \"{_foreignKey.Name}\"")
    {
        Detail = detail,
        SchemaName = _table.Schema,
        TableName = _table.Name,
        ConstraintName = _foreignKey.Name,
    };
}
