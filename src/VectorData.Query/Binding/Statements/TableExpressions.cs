using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Casts;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Functions;
using VectorData.Query.Evaluation;
using VectorData.Sql;
using VectorData.Sql.Syntax;
using ColumnDefinition = VectorData.Core.Schema.ColumnDefinition;

namespace VectorData.Query.Binding.Statements;

/// <summary>Binds the expressions that a table definition keeps as text. Column i of the table has slot i.</summary>
internal static class TableExpressions
{
    public static BoundExpression Check(TableDefinition table, Expression condition) =>
        Over(table, "CHECK").BindCondition(condition, "CHECK");

    public static BoundExpression Check(TableDefinition table, CheckDefinition check) => Check(table, SqlParser.ParseExpression(check.Expression));

    /// <summary>A stored generated column's expression, converted to the column's type.</summary>
    public static BoundExpression Generated(TableDefinition table, ColumnDefinition column) =>
        Generated(table, column, SqlParser.ParseExpression(column.Generated!));

    public static BoundExpression Generated(TableDefinition table, ColumnDefinition column, Expression expression)
    {
        var binder = Over(table, "GENERATED");
        return AssignmentCast.Bind(binder.Bind(expression), column.Type, column.Name, binder.Parameters);
    }

    /// <summary>A column's default, converted to its type; NULL when it has none.</summary>
    public static BoundExpression Default(ColumnDefinition column) => column.Default is { } text
        ? Default(column, SqlParser.ParseExpression(text))
        : new BoundConstant(Core.Values.Value.Null(column.Type), -1);

    public static BoundExpression Default(ColumnDefinition column, Expression expression)
    {
        var parameters = ParameterTable.None;
        var bound = new ExpressionBinder(new NoColumnsScope("DEFAULT"), parameters).Bind(expression);
        try
        {
            return AssignmentCast.Bind(bound, column.Type, column.Name, parameters);
        }
        catch (VectorDbException e) when (e.SqlState == SqlStates.DatatypeMismatch)
        {
            throw new VectorDbException(
                e.SqlState, $"column \"{column.Name}\" is of type {column.Type.Name} but default expression is of type {bound.Type.Name}")
            {
                Position = e.Position,
                Hint = "You will need to rewrite or cast the expression.",
            };
        }
    }

    /// <summary>Column i of a batch is column i of a table.</summary>
    public static SlotLayout Layout(TableDefinition table) => new([.. Enumerable.Range(0, table.Columns.Length)]);

    /// <summary>Positions in the table of the columns that an expression's text names.</summary>
    public static IReadOnlySet<int> ColumnsOf(TableDefinition table, string expression)
    {
        var found = new HashSet<int>();
        foreach (var reference in SqlParser.ParseExpression(expression).DescendantsAndSelf().OfType<ColumnReference>())
            if (table.IndexOf(reference.Name.Name) is >= 0 and var at)
                found.Add(at);
        return found;
    }

    /// <summary>The text of an expression after a column was renamed.</summary>
    public static string Rename(string expression, string column, string newName)
    {
        var places = SqlParser.ParseExpression(expression).DescendantsAndSelf().OfType<ColumnReference>()
            .Select(reference => reference.Name.Parts[^1])
            .Where(part => part.Name == column)
            .Select(part => part.Position)
            .OrderDescending();
        foreach (var place in places)
            expression = string.Concat(expression.AsSpan(0, place), SqlWriter.QuoteIdentifier(newName), expression.AsSpan(EndOfName(expression, place)));
        return expression;
    }

    /// <summary>Whether anything in the expression may change between two evaluations.</summary>
    public static bool IsImmutable(BoundExpression expression) =>
        !expression.DescendantsAndSelf().Any(node => node is BoundCall { Function.Volatility: not Volatility.Immutable } or BoundSubquery);

    /// <summary>A binder over the table's columns.</summary>
    public static ExpressionBinder Over(TableDefinition table, string clause) =>
        new(new TableScope(clause, table), ParameterTable.None);

    private static int EndOfName(string text, int start)
    {
        var at = start;
        if (text[at] != '"')
        {
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '$'))
                at++;
            return at;
        }

        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
                continue;
            if (at + 1 >= text.Length || text[at + 1] != '"')
                return at + 1;
            at++;
        }

        return at;
    }
}
