using VectorData.Core.Errors;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>PostgreSQL's sentences for queries that do not bind.</summary>
internal static class QueryErrors
{
    private const int MostErrors = 3;

    public static VectorDbException NoRelation(QualifiedName name, BindingContext context)
    {
        var near = Closest(name.Name, context.Catalog.Tables.Values.Select(table => table.Name));
        var found = near is null ? null : context.Catalog.Tables.Values.First(table => table.Name == near);
        return new VectorDbException(SqlStates.UndefinedTable, $"relation \"{name}\" does not exist")
        {
            Position = name.Position + 1,
            Hint = found is null ? null : $"Perhaps you meant the table \"{found.Schema}.{found.Name}\".",
        };
    }

    public static VectorDbException NoColumn(string? table, string column, int position, IEnumerable<ScopeTable> tables) => new(
        SqlStates.UndefinedColumn,
        table is null ? $"column \"{column}\" does not exist" : $"column {table}.{column} does not exist")
    {
        Position = position + 1,
        Hint = ColumnHint(table, column, tables),
    };

    public static VectorDbException AmbiguousColumn(string column, int position) =>
        new(SqlStates.AmbiguousColumn, $"column reference \"{column}\" is ambiguous") { Position = position + 1 };

    public static VectorDbException AmbiguousTable(string table, int position) =>
        new(SqlStates.DuplicateAlias, $"table reference \"{table}\" is ambiguous") { Position = position + 1 };

    public static VectorDbException DuplicateTable(string table, int position) =>
        new(SqlStates.DuplicateAlias, $"table name \"{table}\" specified more than once") { Position = position + 1 };

    /// <summary>A qualifier that is no table of FROM; <paramref name="aliased"/> is the alias that hides it.</summary>
    public static VectorDbException NoTable(string table, int position, string? aliased) => aliased is null
        ? new VectorDbException(SqlStates.UndefinedTable, $"missing FROM-clause entry for table \"{table}\"") { Position = position + 1 }
        : new VectorDbException(SqlStates.UndefinedTable, $"invalid reference to FROM-clause entry for table \"{table}\"")
        {
            Position = position + 1,
            Hint = $"Perhaps you meant to reference the table alias \"{aliased}\".",
        };

    public static VectorDbException NotGrouped(string column, int position, bool inSubquery) => new(
        SqlStates.GroupingError,
        inSubquery
            ? $"subquery uses ungrouped column \"{column}\" from outer query"
            : $"column \"{column}\" must appear in the GROUP BY clause or be used in an aggregate function")
    {
        Position = position + 1,
    };

    public static VectorDbException At(string sqlState, string message, int position, string? hint = null, string? detail = null) =>
        new(sqlState, message) { Position = position + 1, Hint = hint, Detail = detail };

    public static VectorDbException NotSupported(string what, int position) => At(SqlStates.FeatureNotSupported, what, position);

    public static VectorDbException PositionNotInList(string clause, int position) =>
        At(SqlStates.InvalidColumnReference, $"{clause} position is not in select list", position);

    public static VectorDbException UnequalColumns(SetOperator operation, int position) =>
        At(SqlStates.SyntaxError, $"each {Name(operation)} query must have the same number of columns", position);

    public static string Name(SetOperator operation) => operation switch
    {
        SetOperator.Union => "UNION",
        SetOperator.Intersect => "INTERSECT",
        _ => "EXCEPT",
    };

    private static string? ColumnHint(string? table, string column, IEnumerable<ScopeTable> tables)
    {
        string? best = null;
        var least = int.MaxValue;
        foreach (var candidate in tables)
        {
            if (table is not null && candidate.Name != table)
                continue;
            var near = Closest(column, candidate.Columns.Select(found => found.Name));
            if (near is null)
                continue;
            var distance = Distance(column, near);
            if (distance >= least)
                continue;
            least = distance;
            best = $"Perhaps you meant to reference the column \"{candidate.Name}.{near}\".";
        }

        return best;
    }

    /// <summary>The candidate with the fewest typing errors from the name, if there are at most three and half of it is right.</summary>
    public static string? Closest(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        var least = Math.Min(MostErrors, Math.Max(1, name.Length / 2)) + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) >= least)
                continue;
            var distance = Distance(name, candidate);
            if (distance >= least)
                continue;
            least = distance;
            best = candidate;
        }

        return best;
    }

    // Levenshtein's distance, one row at a time.
    private static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[right.Length];
    }
}
