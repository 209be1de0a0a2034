using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Queries;

/// <summary>The names that result columns without alias get, as in PostgreSQL.</summary>
internal static class ColumnNames
{
    private const string None = "?column?";

    public static string Of(SelectItem item) => item.Alias?.Name ?? Of(item.Expression);

    public static string Of(Expression expression) => Find(expression) ?? None;

    private static string? Find(Expression expression) => expression switch
    {
        ColumnReference column => column.Name.Name,
        FieldExpression field => field.Field.Name,
        FunctionCall call => call.Name.Name,
        CastExpression cast => Named(cast.Operand) ?? TypeName(cast.Type),
        TypedLiteral literal => TypeName(literal.Type),
        CollateExpression collate => Find(collate.Operand),
        SubscriptExpression subscript => Find(subscript.Operand),
        SliceExpression slice => Find(slice.Operand),
        CaseExpression choice => choice.Else is null ? "case" : Named(choice.Else) ?? "case",
        ExistsExpression => "exists",
        ArrayExpression or ArraySubqueryExpression => "array",
        RowExpression => "row",
        BooleanLiteral => "bool",
        ScalarSubquery subquery => OfQuery(subquery.Query.Body),
        SessionValue value => OfValue(value.Kind),
        _ => null,
    };

    // The name of what a cast or a CASE is around, unless that is only named after a cast or a CASE itself: the outer one counts then.
    private static string? Named(Expression expression) => expression switch
    {
        CastExpression cast => Named(cast.Operand),
        CaseExpression choice => choice.Else is null ? null : Named(choice.Else),
        CollateExpression collate => Named(collate.Operand),
        SubscriptExpression subscript => Named(subscript.Operand),
        SliceExpression slice => Named(slice.Operand),
        TypedLiteral or BooleanLiteral => null,
        _ => Find(expression),
    };

    private static string? OfQuery(QueryBody body) => body switch
    {
        SelectBody { Items: [var item, ..] } => item.Alias?.Name ?? Find(item.Expression),
        SetOperationBody operation => OfQuery(operation.Operands[0]),
        NestedBody nested => OfQuery(nested.Query.Body),
        ValuesBody => "column1",
        _ => null,
    };

    private static string TypeName(TypeName type) => Internal(type.Name.Name);

    // PostgreSQL's internal names of types show up as column names.
    private static string Internal(string name) => name switch
    {
        "smallint" => "int2",
        "integer" => "int4",
        "bigint" => "int8",
        "real" => "float4",
        "double precision" => "float8",
        "boolean" => "bool",
        "character" => "bpchar",
        "character varying" => "varchar",
        "bit varying" => "varbit",
        "timestamp without time zone" => "timestamp",
        "timestamp with time zone" => "timestamptz",
        "time without time zone" => "time",
        "time with time zone" => "timetz",
        _ => name,
    };

    private static string OfValue(SessionValueKind kind) => kind switch
    {
        SessionValueKind.CurrentDate => "current_date",
        SessionValueKind.CurrentTime => "current_time",
        SessionValueKind.CurrentTimestamp => "current_timestamp",
        SessionValueKind.LocalTime => "localtime",
        SessionValueKind.LocalTimestamp => "localtimestamp",
        SessionValueKind.CurrentRole => "current_role",
        SessionValueKind.SessionUser => "session_user",
        SessionValueKind.User => "user",
        SessionValueKind.CurrentCatalog => "current_catalog",
        SessionValueKind.CurrentSchema => "current_schema",
        _ => "current_user",
    };
}
