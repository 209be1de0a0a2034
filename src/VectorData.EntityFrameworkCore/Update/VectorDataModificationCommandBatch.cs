using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Update;

namespace VectorData.EntityFrameworkCore.Update;

/// <summary>Many changes in one command. Inserts of the same columns that follow each other are one statement with many rows.</summary>
internal sealed class VectorDataModificationCommandBatch(ModificationCommandBatchFactoryDependencies dependencies, int maxBatchSize)
    : AffectedCountModificationCommandBatch(dependencies, maxBatchSize)
{
    private readonly List<IReadOnlyModificationCommand> _inserts = [];

    public override void Complete(bool moreBatchesExpected)
    {
        AppendInserts();
        base.Complete(moreBatchesExpected);
    }

    protected override void AddCommand(IReadOnlyModificationCommand modificationCommand)
    {
        if (_inserts.Count > 0 && !IsAlike(_inserts[0], modificationCommand))
            AppendInserts();
        if (modificationCommand.EntityState == EntityState.Added
            && modificationCommand.StoreStoredProcedure is null
            && modificationCommand.ColumnModifications.Any(column => column.IsWrite))
        {
            _inserts.Add(modificationCommand);
            AddParameters(modificationCommand);
        }
        else
        {
            base.AddCommand(modificationCommand);
        }
    }

    private void AppendInserts()
    {
        if (_inserts.Count == 0)
            return;
        var isFirst = IsCommandTextEmpty;
        var mapping = ((VectorDataUpdateSqlGenerator)UpdateSqlGenerator).AppendInsertRows(SqlBuilder, _inserts);
        SetRequiresTransaction(!isFirst);
        for (var i = 0; i < _inserts.Count; i++)
            ResultSetMappings.Add(mapping.HasFlag(ResultSetMapping.HasResultRow)
                ? ResultSetMapping.HasResultRow | (i == _inserts.Count - 1 ? ResultSetMapping.LastInResultSet : ResultSetMapping.NotLastInResultSet)
                : mapping);
        _inserts.Clear();
    }

    private static bool IsAlike(IReadOnlyModificationCommand first, IReadOnlyModificationCommand second) =>
        second.EntityState == EntityState.Added
        && second.StoreStoredProcedure is null
        && first.TableName == second.TableName
        && first.Schema == second.Schema
        && Names(first, column => column.IsWrite).SequenceEqual(Names(second, column => column.IsWrite))
        && Names(first, column => column.IsRead).SequenceEqual(Names(second, column => column.IsRead));

    private static IEnumerable<string> Names(IReadOnlyModificationCommand command, Func<IColumnModification, bool> which) =>
        command.ColumnModifications.Where(which).Select(column => column.ColumnName);
}
