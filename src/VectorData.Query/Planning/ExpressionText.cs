using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Binding.Expressions;
using VectorData.Sql;

namespace VectorData.Query.Planning;

/// <summary>Bound expressions as text for EXPLAIN, in PostgreSQL's manner: every operation in parentheses, constants with their types.</summary>
/// <param name="aliases">The table of each slot, where columns are to be written with it.</param>
/// <param name="computed">What computes a slot, where its column has no name of its own.</param>
internal sealed class ExpressionText(IReadOnlyDictionary<int, string> aliases, IReadOnlyDictionary<int, BoundExpression> computed)
{
    private const string Unnamed = "?column?";
    private const int MostCharacters = 200;

    /// <summary>Columns by their names alone.</summary>
    public static ExpressionText Plain { get; } = new(new Dictionary<int, string>(), new Dictionary<int, BoundExpression>());

    public string Write(BoundExpression bound) => bound switch
    {
        BoundConstant constant => Constant(constant.Value),
        BoundParameter parameter => $"${parameter.Index + 1}",
        BoundColumn { Name: Unnamed } column when computed.TryGetValue(column.Slot, out var expression) => Write(expression),
        BoundColumn column => aliases.TryGetValue(column.Slot, out var alias) ? $"{SqlWriter.QuoteIdentifier(alias)}.{column.Name}" : column.Name,
        BoundCall call => Call(call),
        BoundComparison comparison => $"({Write(comparison.Left)} {BoundComparison.Symbol(comparison.Kind)} {Write(comparison.Right)})",
        BoundLogical logical => "(" + string.Join(logical.IsAnd ? " AND " : " OR ", logical.Operands.Select(Write)) + ")",
        BoundNot not => $"(NOT {Write(not.Operand)})",
        BoundIsNull test => $"({Write(test.Operand)} IS {(test.Negated ? "NOT " : "")}NULL)",
        BoundIsBoolean test => $"({Write(test.Operand)} IS {(test.Negated ? "NOT " : "")}{(test.Test is { } value ? value ? "TRUE" : "FALSE" : "UNKNOWN")})",
        BoundIsDistinct test => $"({Write(test.Left)} IS {(test.Negated ? "NOT " : "")}DISTINCT FROM {Write(test.Right)})",
        BoundInList list => $"({Write(list.Operand)} {(list.Negated ? "<> ALL" : "= ANY")} ({string.Join(", ", list.Items.Select(Write))}))",
        BoundQuantified any => $"({Write(any.Left)} {Operator(any.Comparison)} {(any.IsAll ? "ALL" : "ANY")} ({Write(any.Array)}))",
        BoundCase choice => "CASE ... END",
        BoundChoice choice => $"{choice.Kind.ToString().ToUpperInvariant()}({string.Join(", ", choice.Operands.Select(Write))})",
        BoundCast cast => cast.IsExplicit ? $"({Write(cast.Operand)})::{cast.Type}" : Write(cast.Operand),
        BoundArray array => $"ARRAY[{string.Join(", ", array.Elements.Select(Write))}]",
        BoundSubscript subscript => $"{Write(subscript.Operand)}[{string.Join("][", subscript.Indexes.Select(Write))}]",
        BoundRow row => $"ROW({string.Join(", ", row.Items.Select(Write))})",
        BoundSubquery subquery => $"(SubPlan {subquery.Kind.ToString().ToLowerInvariant()})",
        _ => "(...)",
    };

    public string Orderings(IEnumerable<BoundOrdering> orderings) => string.Join(", ", orderings.Select(ordering =>
        Write(ordering.Expression)
        + (ordering.Descending ? " DESC" : "")
        + (ordering.NullsFirst == ordering.Descending ? "" : ordering.NullsFirst ? " NULLS FIRST" : " NULLS LAST")));

    /// <summary>A table's name, with its alias where it has one.</summary>
    public static string Relation(string name, string alias) =>
        name == alias || alias.Length == 0 ? SqlWriter.QuoteIdentifier(name) : $"{SqlWriter.QuoteIdentifier(name)} {SqlWriter.QuoteIdentifier(alias)}";

    private static string Constant(in Value value)
    {
        if (value.IsNull)
            return value.Type.Kind == TypeKind.Unknown ? "NULL" : $"NULL::{value.Type.Name}";
        var text = ValueText.Format(value);
        if (text.Length > MostCharacters)
            text = text[..MostCharacters] + "...";
        return value.Type.Kind is TypeKind.SmallInt or TypeKind.Integer or TypeKind.BigInt or TypeKind.Boolean
            ? text
            : $"{SqlWriter.QuoteString(text)}::{value.Type.Name}";
    }

    private string Call(BoundCall call) => (char.IsLetter(call.Function.Name[0]) || call.Function.Name[0] == '_', call.Arguments.Count) switch
    {
        (false, 2) => $"({Write(call.Arguments[0])} {call.Function.Name} {Write(call.Arguments[1])})",
        (false, 1) => $"({call.Function.Name} {Write(call.Arguments[0])})",
        _ => $"{call.Function.Name}({string.Join(", ", call.Arguments.Select(Write))})",
    };

    private static string Operator(BoundExpression comparison) => comparison switch
    {
        BoundComparison test => BoundComparison.Symbol(test.Kind),
        BoundCall call => call.Function.Name,
        _ => "=",
    };
}
