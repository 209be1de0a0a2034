using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>Binds the items of FROM.</summary>
internal sealed class FromBinder(QueryBinder binder, bool wantRowIds)
{
    private BindingContext Context => binder.Context;

    public FromItem Bind(IReadOnlyList<TableReference> references, FromItem? left = null)
    {
        var from = left;
        foreach (var reference in references)
        {
            var (item, isLateral) = BindReference(reference, from);
            from = from is null ? item : Cross(from, item, isLateral, reference.Position);
        }

        return from ?? FromItem.Nothing;
    }

    /// <summary>A stored table, with row addresses when they are wanted.</summary>
    public FromItem Scan(TableDefinition table, string name, TableAlias? alias)
    {
        var scan = new BoundScan(table, name, Context.NewColumns(table))
        {
            RowId = wantRowIds
                ? new RowIdColumns(Context.NewColumn("segment", SqlType.BigInt, notNull: true), Context.NewColumn("ordinal", SqlType.Integer, notNull: true))
                : null,
        };
        var scope = new ScopeTable(name, table.Schema, Named(scan.TableColumns, alias))
        {
            AliasFor = name != table.Name || alias is not null ? table.Name : null,
        };
        return FromItem.Of(scan, scope) with { Scans = [(name, scan)] };
    }

    private FromItem Cross(FromItem left, FromItem right, bool isLateral, int position)
    {
        var combined = Combine(left, right, position);
        return combined with { Relation = new BoundJoin(BoundJoinKind.Inner, left.Relation, right.Relation, null, isLateral) };
    }

    private (FromItem Item, bool IsLateral) BindReference(TableReference reference, FromItem? left) => reference switch
    {
        NamedTable table => (BindNamed(table), false),
        DerivedTable table => BindDerived(table, left),
        FunctionTable table => new TableFunctionBinder(binder).Bind(table, left),
        JoinedTable table => BindJoin(table, left),
        _ => throw QueryErrors.NotSupported("this item is not supported in FROM", reference.Position),
    };

    private FromItem BindNamed(NamedTable reference)
    {
        var name = reference.Alias?.Name.Name ?? reference.Name.Name;
        if (binder.FindCommonTable(reference.Name) is { } common)
            return BindCommon(common, name, reference);
        if (Context.FindTable(reference.Name) is { } table)
            return Scan(table, name, reference.Alias);
        if (Context.FindVirtualTable(reference.Name) is not { } found)
            throw QueryErrors.NoRelation(reference.Name, Context);
        var columns = found.Columns.Select(column => Context.NewColumn(column.Name, column.Type)).ToArray();
        return FromItem.Of(
            new BoundVirtualScan(found, name, columns),
            new ScopeTable(name, found.Schema, Named(columns, reference.Alias)) { AliasFor = reference.Alias is null ? null : found.Name });
    }

    private FromItem BindCommon(CommonTable table, string name, NamedTable reference)
    {
        if (table.IsRecursive && Names(table, table.Syntax.Name.Name))
            throw QueryErrors.NotSupported($"recursive query \"{table.Syntax.Name.Name}\" is not supported", table.Syntax.Position);
        if (table.Bound is null && BindOnce(table, name, reference) is { } melted)
            return melted;
        var columns = table.Bound!.Query.Outputs.Select(output => Context.NewColumn(output.Description.Name, output.Column.Type, output.Column.NotNull)).ToArray();
        for (var i = 0; i < columns.Length; i++)
            Context.CopyOrigin(table.Bound!.Query.Outputs[i].Column.Slot, columns[i].Slot);
        return FromItem.Of(
            new BoundCommonTableScan(table.Bound, name, columns),
            new ScopeTable(name, null, Named(columns, CommonAlias(table, reference))) { AliasFor = reference.Alias is null ? null : table.Syntax.Name.Name });
    }

    // Binds the table to be computed once, or gives its query in place: where it is used once only, or reads rows of an outer query.
    private FromItem? BindOnce(CommonTable table, string name, NamedTable reference)
    {
        var part = binder.BindCommonTable(table, out var definer);
        var isOnce = table.Syntax.Materialization == Materialization.Materialized
            || (table.Syntax.Materialization == Materialization.Default && table.References > 1);
        if (isOnce && definer.OuterColumns.Count == 0)
        {
            table.Bound = new BoundCommonTable(table.Syntax.Name.Name, part.Build(definer, part.SettledTypes()));
            return null;
        }

        var item = Derive(part, definer, name, CommonAlias(table, reference));
        binder.NoteOuter(definer.OuterColumns.Values, table.Outer);
        return item;
    }

    private static bool Names(CommonTable table, string name) => table.Syntax.Statement.DescendantsAndSelf()
        .Any(node => node is NamedTable { Name.Parts.Count: 1 } reference && reference.Name.Name == name);

    // The reference's own column names come before those in the WITH clause.
    private static TableAlias? CommonAlias(CommonTable table, NamedTable reference)
    {
        if (table.Syntax.Columns.Count == 0)
            return reference.Alias;
        var given = reference.Alias?.Columns ?? [];
        return new TableAlias(
            reference.Position, reference.Alias?.Name ?? table.Syntax.Name, [.. given, .. table.Syntax.Columns.Skip(given.Count)]);
    }

    private (FromItem Item, bool IsLateral) BindDerived(DerivedTable table, FromItem? left)
    {
        var scope = table.Lateral
            ? new QueryScope(binder, "FROM", left ?? FromItem.Nothing, binder.Outer)
            : new QueryScope(binder, "FROM", FromItem.Nothing, binder.Outer) { Unreachable = left };
        var nested = binder.Nested(scope);
        var part = nested.BindPart(table.Query);
        var leftSlots = left?.Relation.OutputSlots() ?? [];
        var isLateral = table.Lateral && nested.OuterColumns.Keys.Any(leftSlots.Contains);
        return (Derive(part, nested, table.Alias?.Name.Name ?? "", table.Alias, mayOpen: !isLateral), isLateral);
    }

    /// <summary>A query as an item of FROM; one that only selects and filters melts into the query around it.</summary>
    private FromItem Derive(QueryPart part, QueryBinder nested, string name, TableAlias? alias, bool mayOpen = true)
    {
        if (mayOpen && part.Open(nested) is { } open)
            return FromItem.Of(open.Relation, new ScopeTable(name, null, Named(part.Names, open.Items, alias)));
        var query = part.Build(nested, part.SettledTypes());
        return FromItem.Of(
            query.Relation,
            new ScopeTable(name, null, Named([.. query.Outputs.Select(output => output.Description.Name)], [.. query.Outputs.Select(output => output.Column)], alias)));
    }

    private (FromItem Item, bool IsLateral) BindJoin(JoinedTable join, FromItem? outerLeft)
    {
        var (left, leftIsLateral) = BindReference(join.Left, outerLeft);
        var (right, rightIsLateral) = BindReference(join.Right, outerLeft is null ? left : Combine(outerLeft, left, join.Position));
        var leftSlots = left.Relation.OutputSlots();
        var readsLeft = rightIsLateral && FreeSlots(right.Relation).Any(leftSlots.Contains);
        if (rightIsLateral && join.Kind is JoinKind.Right or JoinKind.Full)
        {
            throw QueryErrors.At(
                SqlStates.InvalidColumnReference,
                "invalid reference to FROM-clause entry: the combining JOIN type must be INNER or LEFT for a LATERAL reference",
                join.Position);
        }

        if (join.Kind is JoinKind.Left or JoinKind.Full)
            right = right.AsNullable(Context);
        if (join.Kind is JoinKind.Right or JoinKind.Full)
            left = left.AsNullable(Context);
        var combined = Combine(left, right, join.Position);
        BoundExpression? condition = null;
        if (join.Condition is { } on)
            condition = binder.Expressions.In(new QueryScope(binder, "JOIN/ON", combined, binder.Outer) { Unreachable = outerLeft, IsJoin = true }).BindCondition(on, "JOIN/ON");
        else if (join.Natural || join.Using.Count > 0)
            (combined, condition) = Merge(join, left, right, combined);
        var item = combined with { Relation = new BoundJoin(Kind(join.Kind), left.Relation, right.Relation, condition, readsLeft) };
        var isLateral = leftIsLateral || (rightIsLateral && outerLeft is not null && FreeSlots(right.Relation).Any(outerLeft.Relation.OutputSlots().Contains));
        return (join.Alias is null ? item : Aliased(item, join.Alias), isLateral);
    }

    private static FromItem Aliased(FromItem item, TableAlias alias)
    {
        var columns = Rename(item.Columns, alias);
        return item with { Tables = [new ScopeTable(alias.Name.Name, null, columns)], Columns = columns };
    }

    // USING and NATURAL: equal columns are joined and shown once, first.
    private (FromItem Item, BoundExpression? Condition) Merge(JoinedTable join, FromItem left, FromItem right, FromItem combined)
    {
        var names = join.Natural
            ? left.Columns.Where(column => right.Columns.Any(other => other.Name == column.Name)).Select(column => (column.Name, join.Position)).ToArray()
            : join.Using.Select(name => (name.Name, name.Position)).ToArray();
        var merged = new List<ScopeColumn>();
        var hidden = new HashSet<ScopeColumn>(ReferenceEqualityComparer.Instance);
        var tests = new List<BoundExpression>();
        foreach (var (name, position) in names)
        {
            if (merged.Exists(column => column.Name == name))
                throw QueryErrors.At(SqlStates.DuplicateColumn, $"column name \"{name}\" appears more than once in USING clause", position);
            var first = Common(left, name, "left", position);
            var second = Common(right, name, "right", position);
            tests.Add(binder.Expressions.BindOperator("=", first.Expression, second.Expression, position));
            merged.Add(new ScopeColumn(name, MergedValue(join.Kind, first.Expression, second.Expression)));
            hidden.Add(first);
            hidden.Add(second);
        }

        var condition = tests.Count switch
        {
            0 => null,
            1 => tests[0],
            _ => new BoundLogical(true, [.. tests], join.Position),
        };
        return (combined with { Columns = [.. merged, .. combined.Columns.Where(column => !hidden.Contains(column))] }, condition);
    }

    private BoundExpression MergedValue(JoinKind kind, BoundExpression left, BoundExpression right)
    {
        var type = binder.Expressions.CommonType([left, right], "JOIN/USING");
        var first = binder.Expressions.Coerce(left, type);
        var second = binder.Expressions.Coerce(right, type);
        return kind switch
        {
            JoinKind.Right => second,
            JoinKind.Full => new BoundChoice(ChoiceKind.Coalesce, [first, second], type, -1),
            _ => first,
        };
    }

    private static ScopeColumn Common(FromItem item, string name, string side, int position)
    {
        var found = item.Columns.Where(column => column.Name == name).ToArray();
        return found.Length switch
        {
            1 => found[0],
            0 => throw QueryErrors.At(SqlStates.UndefinedColumn, $"column \"{name}\" specified in USING clause does not exist in {side} table", position),
            _ => throw QueryErrors.At(SqlStates.AmbiguousColumn, $"common column name \"{name}\" appears more than once in {side} table", position),
        };
    }

    private static BoundJoinKind Kind(JoinKind kind) => kind switch
    {
        JoinKind.Left => BoundJoinKind.Left,
        JoinKind.Right => BoundJoinKind.Right,
        JoinKind.Full => BoundJoinKind.Full,
        _ => BoundJoinKind.Inner,
    };

    /// <summary>Slots that a relation reads but does not make: those of outer rows.</summary>
    internal static HashSet<int> FreeSlots(BoundRelation relation)
    {
        var made = new HashSet<int>();
        var read = new HashSet<int>();
        foreach (var node in relation.DescendantsAndSelf())
        {
            foreach (var column in node.Columns)
                made.Add(column.Slot);
            foreach (var expression in node.Expressions)
                read.UnionWith(expression.Slots());
        }

        read.ExceptWith(made);
        read.RemoveWhere(slot => slot < 0);
        return read;
    }

    internal static FromItem Combine(FromItem left, FromItem right, int position)
    {
        foreach (var table in right.Tables)
            if (table.Name.Length > 0 && left.Tables.Any(other => other.Name == table.Name && (other.Schema == table.Schema || other.AliasFor is not null || table.AliasFor is not null)))
                throw QueryErrors.DuplicateTable(table.Name, position);
        return new FromItem(left.Relation, [.. left.Tables, .. right.Tables], [.. left.Columns, .. right.Columns])
        {
            Scans = [.. left.Scans, .. right.Scans],
        };
    }

    internal static IReadOnlyList<ScopeColumn> Named(IReadOnlyList<BoundColumn> columns, TableAlias? alias) =>
        Named([.. columns.Select(column => column.Name)], columns, alias);

    internal static IReadOnlyList<ScopeColumn> Named(IReadOnlyList<string> names, IReadOnlyList<BoundExpression> expressions, TableAlias? alias)
    {
        var columns = new ScopeColumn[names.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new ScopeColumn(names[i], expressions[i]);
        return alias is null ? columns : Rename(columns, alias);
    }

    private static IReadOnlyList<ScopeColumn> Rename(IReadOnlyList<ScopeColumn> columns, TableAlias alias)
    {
        if (alias.Columns.Count > columns.Count)
        {
            throw QueryErrors.At(
                SqlStates.InvalidColumnReference,
                $"table \"{alias.Name.Name}\" has {columns.Count} columns available but {alias.Columns.Count} columns specified",
                alias.Position);
        }

        return [.. columns.Select((column, i) => i < alias.Columns.Count ? column with { Name = alias.Columns[i].Name } : column)];
    }
}
