using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>The rows that UPDATE or DELETE works on: the table joined with FROM or USING and filtered by WHERE, and the names they bring into scope.</summary>
internal sealed class RowSource
{
    private RowSource(QueryBinder binder, BoundScan target, FromItem from, BoundRelation relation)
    {
        Binder = binder;
        Target = target;
        From = from;
        Relation = relation;
    }

    public QueryBinder Binder { get; }

    /// <summary>The scan of the table itself; its <see cref="BoundScan.RowId"/> is set.</summary>
    public BoundScan Target { get; }

    public FromItem From { get; }

    /// <summary>Has at least the columns of <see cref="Target"/>, row addresses included. A row of the target may come several times when joined.</summary>
    public BoundRelation Relation { get; }

    /// <summary>Binds the table, the further items and the condition of UPDATE … FROM … WHERE or DELETE … USING … WHERE.</summary>
    public static RowSource Bind(
        QueryBinder binder, TableDefinition table, Identifier? alias, IReadOnlyList<TableReference> from, Expression? where)
    {
        var name = alias?.Name ?? table.Name;
        var target = new FromBinder(binder, wantRowIds: true).Scan(
            table, name, alias is null ? null : new TableAlias(alias.Position, alias, []));
        var items = new FromBinder(binder, wantRowIds: false).Bind(from, target);
        var relation = items.Relation;
        if (where is not null)
            relation = new BoundFilter(relation, binder.Expressions.In(binder.Scope("WHERE", items)).BindCondition(where, "WHERE"));
        return new RowSource(binder, (BoundScan)target.Relation, items, relation);
    }

    /// <summary>Binds expressions over the rows: SET and RETURNING.</summary>
    public ExpressionBinder Expressions(string clauseName) => Binder.Expressions.In(Binder.Scope(clauseName, From));

    /// <summary>RETURNING: stars expanded, names given, unknown types settled.</summary>
    public static IReadOnlyList<(ResultColumn Description, BoundExpression Expression)> BindReturning(
        QueryBinder binder, FromItem from, IReadOnlyList<SelectItem> items)
    {
        var scope = binder.Scope("RETURNING", from);
        var expressions = binder.Expressions.In(scope);
        var columns = new List<(ResultColumn, BoundExpression)>();
        foreach (var item in items)
        {
            if (item.Expression is StarExpression star)
            {
                foreach (var column in scope.Expand(star))
                    columns.Add((binder.Context.Describe(column.Name, column.Expression), column.Expression));
                continue;
            }

            var expression = expressions.BindResult(item.Expression);
            columns.Add((binder.Context.Describe(ColumnNames.Of(item), expression), expression));
        }

        return columns;
    }
}
