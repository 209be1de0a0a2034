using VectorData.Core.Errors;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>A table of a WITH clause: its syntax and what its query sees. Bound anew for each reference, or once when it is materialised.</summary>
internal sealed class CommonTable(Sql.Syntax.CommonTable syntax, CommonTables visible, QueryScope? outer, bool isRecursive)
{
    public Sql.Syntax.CommonTable Syntax { get; } = syntax;

    /// <summary>The common tables that its own query sees.</summary>
    public CommonTables Visible { get; } = visible;

    /// <summary>The scope around the WITH clause.</summary>
    public QueryScope? Outer { get; } = outer;

    /// <summary>WITH RECURSIVE: the query may name the table itself.</summary>
    public bool IsRecursive { get; } = isRecursive;

    /// <summary>References to the table; PostgreSQL computes a table once when there are several.</summary>
    public int References { get; init; }

    /// <summary>The bound query, for a table that is computed once.</summary>
    public BoundCommonTable? Bound { get; set; }
}

/// <summary>The common tables that a query sees, innermost first.</summary>
internal sealed class CommonTables
{
    private readonly CommonTables? _rest;
    private readonly CommonTable? _first;

    private CommonTables(CommonTable? first, CommonTables? rest)
    {
        _first = first;
        _rest = rest;
    }

    public static CommonTables None { get; } = new(null, null);

    public CommonTable? Find(string name)
    {
        for (var at = this; at._first is not null; at = at._rest!)
            if (at._first.Syntax.Name.Name == name)
                return at._first;
        return null;
    }

    /// <summary>These and the tables of a WITH clause, each of which sees those before it; <paramref name="user"/> is the statement with the clause.</summary>
    public CommonTables With(WithClause clause, SyntaxNode user, QueryScope? outer)
    {
        var tables = this;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var syntax in clause.Tables)
        {
            if (!names.Add(syntax.Name.Name))
                throw QueryErrors.At(SqlStates.DuplicateAlias, $"WITH query name \"{syntax.Name.Name}\" specified more than once", syntax.Name.Position);
            var references = user.DescendantsAndSelf().Count(node => node is NamedTable { Name.Parts.Count: 1 } table && table.Name.Name == syntax.Name.Name);
            tables = new CommonTables(new CommonTable(syntax, tables, outer, clause.Recursive) { References = references }, tables);
        }

        return tables;
    }
}
