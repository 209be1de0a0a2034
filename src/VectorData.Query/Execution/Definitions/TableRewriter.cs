using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Execution.Constraints;
using VectorData.Query.Execution.Operators;

namespace VectorData.Query.Execution.Definitions;

/// <summary>Gives the column of the new rows from a batch of old ones without selection.</summary>
internal delegate ColumnVector ColumnSource(Batch oldRows);

/// <summary>Writes all rows of a table again under a changed definition.</summary>
internal static class TableRewriter
{
    /// <summary>
    /// Publishes <paramref name="changed"/> and fills it with the rows of <paramref name="old"/>: columns in <paramref name="computed"/> are
    /// computed, the others are taken over by id.
    /// </summary>
    public static void Rewrite(DefinitionScope scope, TableDefinition old, TableDefinition changed, IReadOnlyDictionary<ColumnId, ColumnSource> computed)
    {
        var cancellation = scope.Context.CancellationToken;
        var rows = scope.Transaction.LatestTable(old.Id);
        scope.Transaction.Truncate(old.Id, cancellation);
        scope.Catalog = scope.Catalog.WithTable(changed);
        scope.Publish();
        foreach (var located in TableRows.Scan(rows, old.Columns, cancellation))
        {
            var batch = ColumnGather.Compact(located.Batch);
            var columns = new ColumnVector[changed.Columns.Length];
            for (var i = 0; i < columns.Length; i++)
            {
                var id = changed.Columns[i].Id;
                columns[i] = computed.TryGetValue(id, out var source) ? source(batch) : batch.Columns[old.IndexOf(id)];
            }

            var result = new Batch(columns, batch.Length);
            NotNullCheck.Check(changed, result);
            scope.Transaction.Insert(changed.Id, result, cancellation);
        }
    }
}
