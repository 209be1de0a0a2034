using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Execution.Statements;
using VectorData.Query.Settings;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Sessions;

/// <summary>A statement's syntax and the plans made of it so far. Shared by all sessions; thread-safe.</summary>
internal sealed class ParsedStatement(Statement syntax, string text)
{
    private const int MaxPlans = 4;

    private CachedPlan[] _plans = [];

    public Statement Syntax { get; } = syntax;

    public string Text { get; } = text;

    public IReadOnlyList<string> ParameterNames { get; } = ParameterTable.NamesIn(syntax);

    /// <summary>
    /// The plan made for this very catalog, these settings and types, or null. A NULL (type void here) fits any plan, and strings and vectors,
    /// whose type the place decides, fit a plan that was made without knowing them.
    /// </summary>
    public StatementPlan? FindPlan(Catalog catalog, PlanSettings settings, ReadOnlySpan<SqlType> types)
    {
        foreach (var plan in Volatile.Read(ref _plans))
            if (ReferenceEquals(plan.Catalog, catalog) && (ReferenceEquals(plan.Settings, settings) || plan.Settings == settings) && Fits(plan.Types, types))
                return plan.Plan;
        return null;
    }

    /// <summary>Keeps a plan; the oldest gives way.</summary>
    public void Keep(StatementPlan plan, Catalog catalog, PlanSettings settings, ReadOnlySpan<SqlType> types)
    {
        var entry = new CachedPlan(plan, catalog, settings, types.ToArray());
        while (true)
        {
            var plans = Volatile.Read(ref _plans);
            CachedPlan[] changed = [entry, .. plans.Where(other => ReferenceEquals(other.Catalog, catalog)).Take(MaxPlans - 1)];
            if (ReferenceEquals(Interlocked.CompareExchange(ref _plans, changed, plans), plans))
                return;
        }
    }

    private static bool Fits(SqlType[] planned, ReadOnlySpan<SqlType> given)
    {
        if (planned.Length != given.Length)
            return false;
        for (var i = 0; i < planned.Length; i++)
        {
            var fits = given[i].Kind == TypeKind.Void
                || planned[i] == given[i]
                || (planned[i].Kind is TypeKind.Unknown or TypeKind.Void && (given[i].IsText || given[i].Kind is TypeKind.Unknown or TypeKind.Vector or TypeKind.HalfVec));
            if (!fits)
                return false;
        }

        return true;
    }

    private sealed record CachedPlan(StatementPlan Plan, Catalog Catalog, PlanSettings Settings, SqlType[] Types);
}

/// <summary>A text's statements, and notices about the text itself.</summary>
internal sealed record ParsedScript(IReadOnlyList<ParsedStatement> Statements, IReadOnlyList<Notice> Notices);
