using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Execution.Definitions;
using VectorData.Query.Execution.Statements;
using VectorData.Query.Planning;
using VectorData.Query.Settings;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Statements;

/// <summary>From a statement's syntax to what runs it, for everything but transaction control and settings, which are the session's.</summary>
internal static class StatementCompiler
{
    public static StatementPlan Compile(Statement statement, Catalog catalog, SettingValues settings, ParameterTable parameters, IVirtualTables? virtualTables)
    {
        StatementBinder Binder() => new(catalog, settings, parameters, virtualTables);
        return statement switch
        {
            QueryStatement query => Query(Binder(), query),
            InsertStatement insert => InsertBinder.Bind(Binder(), insert),
            UpdateStatement update => UpdateBinder.Bind(Binder(), update),
            DeleteStatement delete => UpdateBinder.Bind(Binder(), delete),
            TruncateStatement truncate => new TruncatePlan([.. truncate.Tables.Select(Binder().Target)], truncate.RestartIdentity, truncate.Cascade),
            ExplainStatement explain => Explain(explain, catalog, settings, parameters, virtualTables),
            CreateTableAsStatement create => CreateAs(Binder(), create),
            CreateViewStatement view => throw new VectorDbException(SqlStates.FeatureNotSupported, "views are not supported") { Position = view.Position + 1 },
            _ => DefinitionPlan.For(statement),
        };
    }

    private static QueryPlan Query(StatementBinder binder, QueryStatement query)
    {
        var bound = binder.Queries.Bind(query);
        var plan = QueryPlanner.Plan(bound);
        return new QueryPlan(plan, IsLocking(query))
        {
            ParameterTypes = binder.Parameters.Complete(),
            Columns = [.. bound.Outputs.Select(output => output.Description)],
        };
    }

    private static bool IsLocking(QueryStatement query) =>
        query.DescendantsAndSelf().OfType<QueryStatement>().Any(nested => nested.Locking.Count > 0);

    private static ExplainPlan Explain(ExplainStatement explain, Catalog catalog, SettingValues settings, ParameterTable parameters, IVirtualTables? virtualTables)
    {
        var inner = Compile(explain.Statement, catalog, settings, parameters, virtualTables);
        if (inner.Outline is null)
        {
            throw new VectorDbException(SqlStates.SyntaxError, $"EXPLAIN cannot be used with {inner.Command}")
            {
                Position = explain.Statement.Position + 1,
                Hint = "EXPLAIN takes SELECT, INSERT, UPDATE, DELETE, VALUES and CREATE TABLE AS.",
            };
        }

        if (explain.Format is ExplainFormat.Xml or ExplainFormat.Yaml)
            throw new VectorDbException(SqlStates.FeatureNotSupported, "this EXPLAIN format is not supported") { Position = explain.Position + 1, Hint = "Use FORMAT TEXT or FORMAT JSON." };
        return new ExplainPlan(explain, inner)
        {
            ParameterTypes = inner.ParameterTypes,
            Columns = [new ResultColumn("QUERY PLAN", explain.Format == ExplainFormat.Json ? SqlType.Json : SqlType.Text) { IsNullable = false }],
        };
    }

    private static CreateTableAsPlan CreateAs(StatementBinder binder, CreateTableAsStatement create)
    {
        var bound = binder.Queries.Bind(create.Query);
        return new CreateTableAsPlan(
            create,
            [.. bound.Outputs.Select(output => output.Description with { Type = output.Column.Type })],
            QueryPlanner.Plan(bound))
        {
            ParameterTypes = binder.Parameters.Complete(),
        };
    }
}
