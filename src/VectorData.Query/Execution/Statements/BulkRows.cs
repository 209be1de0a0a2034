using System.Numerics.Tensors;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Constraints;

namespace VectorData.Query.Execution.Statements;

/// <summary>Batches of named columns made complete rows of a table and written.</summary>
internal sealed class BulkRows
{
    private readonly TableWriter _writer;
    private readonly int[] _sourceOf;
    private readonly ColumnFiller?[] _fillers;
    private readonly CompiledExpression?[] _checks;

    /// <param name="columns">The columns that batches have, in order; null: all but generated ones and those that are always identity.</param>
    public BulkRows(TableWriters writers, TableDefinition table, IReadOnlyList<string>? columns)
    {
        _writer = writers.For(table.Id);
        var given = columns is null
            ? [.. Enumerable.Range(0, table.Columns.Length).Where(at => !table.Columns[at].IsComputed)]
            : columns.Select(name => Find(table, name)).ToArray();
        _sourceOf = new int[table.Columns.Length];
        _fillers = new ColumnFiller?[table.Columns.Length];
        _checks = new CompiledExpression?[given.Length];
        Array.Fill(_sourceOf, -1);
        for (var i = 0; i < given.Length; i++)
        {
            if (_sourceOf[given[i]] >= 0)
                throw new VectorDbException(SqlStates.DuplicateColumn, $"column \"{table.Columns[given[i]].Name}\" specified more than once");
            _sourceOf[given[i]] = i;
            _checks[i] = ModifierCheck(table.Columns[given[i]].Type);
        }

        for (var i = 0; i < _sourceOf.Length; i++)
            if (_sourceOf[i] < 0)
                _fillers[i] = ColumnFiller.For(writers.Catalog, table.Columns[i]);
        Columns = [.. given.Select(at => Describe(table, table.Columns[at]))];
    }

    public IReadOnlyList<ResultColumn> Columns { get; }

    public void Insert(StatementContext context, Batch batch, StatementChanges changes)
    {
        Check(batch);
        var table = _writer.Table;
        var columns = new ColumnVector[_sourceOf.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var source = _sourceOf[i];
            if (source < 0)
                columns[i] = _fillers[i]!.Fill(batch.Length, context);
            else
                columns[i] = _checks[source] is { } check ? Checked(check, batch, source, table.Columns[i].Type, context) : Finite(batch, source);
        }

        var rows = new Batch(columns, batch.Length, batch.Selection, batch.HasSelection);
        _writer.Insert(context, _writer.Complete(rows, context.Evaluation), changes);
    }

    private static int Find(TableDefinition table, string name)
    {
        var at = table.IndexOf(name);
        if (at < 0)
            throw new VectorDbException(SqlStates.UndefinedColumn, $"column \"{name}\" of relation \"{table.Name}\" does not exist") { TableName = table.Name };
        return !table.Columns[at].IsComputed
            ? at
            : throw new VectorDbException(SqlStates.InvalidColumnReference, $"column \"{name}\" is a generated column") { Detail = "Generated columns cannot be used in COPY." };
    }

    private static ResultColumn Describe(TableDefinition table, ColumnDefinition column) => new(column.Name, column.Type)
    {
        SchemaName = table.Schema,
        TableName = table.Name,
        Table = table.Id,
        ColumnName = column.Name,
        Column = column.Id,
        IsNullable = !column.NotNull,
        IsIdentity = column.Identity is IdentityKind.Always or IdentityKind.ByDefault,
    };

    // Types whose values a column's layout does not check by itself: lengths, precision, the text of json.
    private static CompiledExpression? ModifierCheck(SqlType type)
    {
        var isChecked = type.Kind is TypeKind.Json or TypeKind.Jsonb
            || (type.HasModifier && type.Kind is not (TypeKind.Vector or TypeKind.HalfVec));
        if (!isChecked)
            return null;
        var from = type.Kind is TypeKind.Json or TypeKind.Jsonb ? SqlType.Text : type.Unmodified;
        return ExpressionCompiler.Compile(new BoundCast(new BoundColumn(0, "", from, -1), type, IsExplicit: false, -1), new SlotLayout([0]));
    }

    private void Check(Batch batch)
    {
        if (batch.Columns.Length != Columns.Count)
            throw new ArgumentException($"the batch has {batch.Columns.Length} columns, {Columns.Count} are expected", nameof(batch));
        for (var i = 0; i < Columns.Count; i++)
        {
            var (found, expected) = (batch.Columns[i].Type, Columns[i].Type);
            if (found.Kind == expected.Kind && found.Element == expected.Element && expected.IsVector && found.HasModifier && expected.HasModifier && found.Modifier != expected.Modifier)
                throw new VectorDbException(SqlStates.DataException, $"expected {expected.Modifier} dimensions, not {found.Modifier}") { ColumnName = Columns[i].Name };
            if (found.Physical != expected.Physical || (found.Kind != expected.Kind && !(found.IsText && (expected.IsText || expected.Kind is TypeKind.Json or TypeKind.Jsonb))))
                throw new VectorDbException(SqlStates.DatatypeMismatch, $"column \"{Columns[i].Name}\" is of type {expected} but the batch has {found}") { ColumnName = Columns[i].Name };
        }
    }

    private static ColumnVector Checked(CompiledExpression check, Batch batch, int source, SqlType type, StatementContext context)
    {
        var column = new Batch([batch.Columns[source]], batch.Length, batch.Selection, batch.HasSelection);
        var result = check.Evaluate(column, context.Evaluation);
        return result.Type == type ? result : batch.Columns[source];
    }

    private static ColumnVector Finite(Batch batch, int source)
    {
        switch (batch.Columns[source])
        {
            case DenseVectorColumn<float> vectors when !TensorPrimitives.IsFiniteAll(vectors.Values.Span):
                for (var i = 0; i < batch.Count; i++)
                    if (!vectors.IsNull(batch.RowAt(i)))
                        RequireFinite(vectors.GetRow(batch.RowAt(i)), "vector");
                break;
            case DenseVectorColumn<Half> vectors when !TensorPrimitives.IsFiniteAll(vectors.Values.Span):
                for (var i = 0; i < batch.Count; i++)
                    if (!vectors.IsNull(batch.RowAt(i)))
                        RequireFinite(vectors.GetRow(batch.RowAt(i)), "halfvec");
                break;
        }

        return batch.Columns[source];
    }

    private static void RequireFinite<T>(ReadOnlySpan<T> vector, string type)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        foreach (var element in vector)
        {
            if (T.IsNaN(element))
                throw new VectorDbException(SqlStates.DataException, $"NaN not allowed in {type}");
            if (T.IsInfinity(element))
                throw new VectorDbException(SqlStates.DataException, $"infinite value not allowed in {type}");
        }
    }
}
