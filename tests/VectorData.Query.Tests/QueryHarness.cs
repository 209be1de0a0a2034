using System.Collections.Immutable;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Binding.Casts;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Queries;
using VectorData.Query.Evaluation;
using VectorData.Query.Execution.Operators;
using VectorData.Query.Planning;
using VectorData.Query.Settings;
using VectorData.Sql;
using VectorData.Sql.Syntax;
using VectorData.Storage.Tables;

namespace VectorData.Query.Tests;

/// <summary>Runs SELECT text over tables in memory, without a session: tables are made and filled through storage transactions.</summary>
internal sealed class QueryHarness : IDisposable
{
    private readonly StorageEngine _engine;

    public QueryHarness(StorageOptions? options = null)
    {
        _engine = StorageEngine.OpenInMemory(options ?? StorageOptions.Default with { BackgroundMaintenance = false });
    }

    public SettingValues Settings { get; set; } = SettingValues.Defaults;

    public StorageEngine Engine => _engine;

    /// <summary>CREATE TABLE with types, NOT NULL, PRIMARY KEY and UNIQUE; CREATE INDEX.</summary>
    public void Define(string sql)
    {
        foreach (var statement in SqlParser.Parse(sql).Statements)
        {
            using var transaction = _engine.Begin();
            transaction.LockCatalog(default);
            var catalog = statement.Statement switch
            {
                CreateTableStatement table => transaction.Catalog.WithTable(Table(table, transaction)),
                CreateIndexStatement index => WithIndex(index, transaction),
                _ => throw new ArgumentException("only CREATE TABLE and CREATE INDEX"),
            };
            transaction.SetCatalog(catalog, null, default);
            transaction.Commit();
        }
    }

    /// <summary>Inserts the rows of a query into a table, converted as INSERT does.</summary>
    public void Fill(string table, string query, params Value[] parameters)
    {
        using var transaction = _engine.Begin();
        var definition = transaction.Catalog.FindTable("public", table)!;
        var rows = Run(transaction, query, parameters, [.. definition.Columns.Select(column => column.Type)]);
        if (rows.Length > 0)
            transaction.Insert(definition.Id, rows, default);
        transaction.Commit();
    }

    /// <summary>Deletes the rows for which a condition holds.</summary>
    public void Delete(string table, string condition)
    {
        using var transaction = _engine.Begin();
        var definition = transaction.Catalog.FindTable("public", table)!;
        var parameters = ParameterTable.None;
        var binder = new QueryBinder(new BindingContext(transaction.Catalog, ["public"], parameters));
        var source = RowSource.Bind(binder, definition, null, [], SqlParser.ParseExpression(condition));
        var id = source.Target.RowId!;
        var plan = QueryPlanner.Plan(source.Relation, [id.Segment, id.Ordinal]);
        var rows = Collect(plan, transaction, []);
        var ids = new RowId[rows.Length];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = new RowId(new SegmentId(rows.Columns[0].GetValue(i).AsInt64()), rows.Columns[1].GetValue(i).AsInt32());
        Assert.True(transaction.TryDelete(definition.Id, ids, default));
        transaction.Commit();
    }

    /// <summary>Rows as text, columns separated by " | ".</summary>
    public List<string> Rows(string sql, params Value[] parameters)
    {
        using var transaction = _engine.Begin();
        return Texts(Run(transaction, sql, parameters, null));
    }

    public Batch Batch(string sql, params Value[] parameters)
    {
        using var transaction = _engine.Begin();
        return Run(transaction, sql, parameters, null);
    }

    public PhysicalPlan Plan(string sql, params Value[] parameters)
    {
        using var transaction = _engine.Begin();
        return Plan(transaction, sql, parameters, null, out _);
    }

    /// <summary>EXPLAIN ANALYZE.</summary>
    public IReadOnlyList<string> Explain(string sql, params Value[] parameters)
    {
        using var transaction = _engine.Begin();
        var plan = Plan(transaction, sql, parameters, null, out var values);
        var trace = new PlanTrace(TimeProvider.System);
        Collect(plan, transaction, values, trace);
        return PlanText.Write(plan, trace);
    }

    public Batch Collect(PhysicalPlan plan, StorageTransaction transaction, Value[] parameters, PlanTrace? trace = null, CancellationToken cancellationToken = default)
    {
        var execution = new QueryExecution(transaction, Settings) { Trace = trace };
        var evaluation = new EvaluationContext { Parameters = parameters, Subqueries = execution, CancellationToken = cancellationToken };
        using var root = plan.Open(execution, evaluation);
        var collector = new RowCollector(plan.Types);
        while (root.Next() is { } batch)
        {
            Assert.True(batch.Count > 0, "operators give no empty batches");
            collector.Add(batch);
        }

        return collector.Take();
    }

    public void Dispose() => _engine.Dispose();

    private static List<string> Texts(Batch rows)
    {
        var lines = new List<string>();
        for (var row = 0; row < rows.Length; row++)
            lines.Add(string.Join(" | ", rows.Columns.Select(column => column.IsNull(row) ? "NULL" : ValueText.Format(column.GetValue(row)))));
        return lines;
    }

    private Batch Run(StorageTransaction transaction, string sql, Value[] parameters, IReadOnlyList<SqlType>? types)
    {
        var plan = Plan(transaction, sql, parameters, types, out var values);
        return Collect(plan, transaction, values);
    }

    private PhysicalPlan Plan(StorageTransaction transaction, string sql, Value[] parameters, IReadOnlyList<SqlType>? types, out Value[] values)
    {
        var statement = (QueryStatement)SqlParser.Parse(sql).Statements[0].Statement;
        var table = new ParameterTable(ParameterTable.NamesIn(statement), [.. parameters.Select(parameter => parameter.Type)]);
        var binder = new QueryBinder(new BindingContext(transaction.Catalog, ["public"], table));
        var bound = binder.Bind(statement, types);
        var plan = types is null
            ? QueryPlanner.Plan(bound)
            : QueryPlanner.Plan(bound.Relation, [.. bound.Outputs.Select((output, i) => AssignmentCast.Bind(output.Column, types[i], output.Description.Name, table))]);
        values = ParameterTable.Convert(table.Complete(), table.Names, parameters, TimeZoneInfo.Utc);
        return plan;
    }

    private static TableDefinition Table(CreateTableStatement statement, StorageTransaction transaction)
    {
        var columns = new List<Core.Schema.ColumnDefinition>();
        var indexes = new List<IndexDefinition>();
        foreach (var column in statement.Columns)
        {
            var id = new ColumnId(columns.Count + 1);
            var constraint = column.Constraints.OfType<KeyConstraint>().Select(key => key.Constraint).FirstOrDefault();
            columns.Add(new Core.Schema.ColumnDefinition(id, column.Name.Name, TypeNameBinder.Bind(column.Type))
            {
                NotNull = constraint is PrimaryKeyConstraint || column.Constraints.Any(part => part is NotNullConstraint),
            });
            if (constraint is PrimaryKeyConstraint or UniqueConstraint)
            {
                var name = $"{statement.Name.Name}_{(constraint is PrimaryKeyConstraint ? "pkey" : column.Name.Name + "_key")}";
                indexes.Add(new IndexDefinition(transaction.NewIndexId(), name, IndexMethod.BTree, [new IndexColumn(id)])
                {
                    IsUnique = true,
                    IsPrimaryKey = constraint is PrimaryKeyConstraint,
                    IsConstraint = true,
                });
            }
        }

        return new TableDefinition(transaction.NewTableId(), "public", statement.Name.Name)
        {
            Columns = [.. columns],
            Indexes = [.. indexes],
            NextColumnId = columns.Count + 1,
        };
    }

    private static Catalog WithIndex(CreateIndexStatement statement, StorageTransaction transaction)
    {
        var table = transaction.Catalog.FindTable("public", statement.Table.Name)!;
        var method = statement.Method?.Name switch
        {
            "hash" => IndexMethod.Hash,
            "hnsw" => IndexMethod.Hnsw,
            _ => IndexMethod.BTree,
        };
        var columns = statement.Elements.Select(element =>
            new IndexColumn(table.Columns[table.IndexOf(((ColumnReference)element.Expression).Name.Name)].Id) { OperatorClass = element.OperatorClass?.Name });
        var index = new IndexDefinition(transaction.NewIndexId(), statement.Name!.Name, method, [.. columns])
        {
            IsUnique = statement.Unique,
            Options = statement.Options.ToImmutableSortedDictionary(option => option.Name.Name, option => option.Value!),
        };
        return transaction.Catalog.WithTable(table with { Indexes = table.Indexes.Add(index) });
    }
}
