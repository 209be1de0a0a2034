using VectorData.Query.Binding.Expressions;

namespace VectorData.Query.Binding.Queries;

/// <summary>A name that expressions may use, and what it stands for.</summary>
internal sealed record ScopeColumn(string Name, BoundExpression Expression);

/// <summary>A table, alias or join alias with its columns.</summary>
internal sealed record ScopeTable(string Name, string? Schema, IReadOnlyList<ScopeColumn> Columns)
{
    /// <summary>The table's name where <see cref="Name"/> is an alias for it.</summary>
    public string? AliasFor { get; init; }

    /// <summary>Columns by name that a star leaves out.</summary>
    public bool Has(string column) => Columns.Any(candidate => candidate.Name == column);
}

/// <summary>An item of FROM: the relation, and the names it brings into scope.</summary>
internal sealed record FromItem(BoundRelation Relation, IReadOnlyList<ScopeTable> Tables, IReadOnlyList<ScopeColumn> Columns)
{
    public static FromItem Nothing { get; } = new(new BoundSingleRow(), [], []);

    /// <summary>The scans whose rows FOR UPDATE can lock, by the name they have.</summary>
    public IReadOnlyList<(string Name, BoundScan Scan)> Scans { get; init; } = [];

    /// <summary>An item of one table.</summary>
    public static FromItem Of(BoundRelation relation, ScopeTable table) => new(relation, [table], table.Columns);

    /// <summary>The same names standing for other expressions.</summary>
    public FromItem Map(BoundRelation relation, Func<BoundExpression, BoundExpression> change)
    {
        var changed = new Dictionary<ScopeColumn, ScopeColumn>(ReferenceEqualityComparer.Instance);
        ScopeColumn Of(ScopeColumn column)
        {
            if (!changed.TryGetValue(column, out var other))
                changed[column] = other = column with { Expression = change(column.Expression) };
            return other;
        }

        return this with
        {
            Relation = relation,
            Tables = [.. Tables.Select(table => table with { Columns = [.. table.Columns.Select(Of)] })],
            Columns = [.. Columns.Select(Of)],
        };
    }

    /// <summary>The same with a slot for every name, and nullable: one side of an outer join.</summary>
    public FromItem AsNullable(BindingContext context)
    {
        var settled = Settle(context);
        return settled.Map(settled.Relation, expression => expression is BoundColumn { NotNull: true } column ? column with { NotNull = false } : expression);
    }

    /// <summary>The same with computed names moved into slots of their own.</summary>
    public FromItem Settle(BindingContext context)
    {
        var assignments = new List<BoundAssignment>();
        var settled = Map(Relation, expression =>
        {
            if (expression is BoundColumn)
                return expression;
            var known = assignments.Find(assignment => assignment.Expression.Equals(expression));
            if (known is null)
                assignments.Add(known = new BoundAssignment(context.NewColumn("?column?", expression.Type), expression));
            return known.Column;
        });
        return assignments.Count == 0 ? this : settled with { Relation = new BoundProject(Relation, assignments, keepsInput: true) };
    }

    /// <summary>"table.column" of a slot for messages.</summary>
    public string? NameOf(int slot)
    {
        foreach (var table in Tables)
            foreach (var column in table.Columns)
                if (column.Expression is BoundColumn found && found.Slot == slot)
                    return $"{table.Name}.{column.Name}";
        return null;
    }
}
