using System.Globalization;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Query.Evaluation;
using static VectorData.Query.Binding.Functions.FunctionList;

namespace VectorData.Query.Binding.Functions;

/// <summary>Functions on the objects of the catalog: definitions as text, sizes, visibility, privileges, comments.</summary>
internal static class CatalogFunctions
{
    private static readonly string[] SizeUnits = ["bytes", "kB", "MB", "GB", "TB", "PB"];

    public static void AddTo(FunctionList list)
    {
        list.Add("format_type(oid, integer) text", N((_, a) => FormatType(a)));
        AddNames(list);
        AddDefinitions(list);
        AddSizes(list);
        AddPrivileges(list);
        AddServer(list);
    }

    private static void AddNames(FunctionList list)
    {
        foreach (var (name, kind) in (ReadOnlySpan<(string, TypeKind)>)
            [("class", TypeKind.RegClass), ("type", TypeKind.RegType), ("namespace", TypeKind.RegNamespace), ("role", TypeKind.RegRole), ("proc", TypeKind.RegProc),
             ("procedure", TypeKind.RegProcedure), ("collation", TypeKind.RegCollation)])
        {
            list.Add($"to_reg{name}(text) reg{name}", V((context, a) => Found(context, kind, a[0].AsString())), Volatility.Stable);
        }

        list.Add("pg_table_is_visible(oid) boolean", V((context, a) => OfNullable(context.Session.Objects.IsVisible(Oid(a[0])))), Volatility.Stable);
        foreach (var kind in (string[])["type", "function", "operator", "opclass", "opfamily", "collation", "conversion", "ts_config", "ts_dict", "ts_parser", "ts_template", "statistics_obj"])
            list.Add($"pg_{kind}_is_visible(oid) boolean", V((_, _) => Value.Of(true)), Volatility.Stable);
        list.Add("pg_get_userbyid(oid) name", V((context, a) =>
            Value.FromContent(SqlType.NameText, context.Session.Objects.UserName(Oid(a[0])) ?? $"unknown (OID={Oid(a[0])})")), Volatility.Stable);
        list.Add("pg_encoding_to_char(integer) name", V((_, a) => Value.FromContent(SqlType.NameText, a[0].AsInt32() == 6 ? "UTF8" : "")));
    }

    private static void AddDefinitions(FunctionList list)
    {
        list.Add("pg_get_indexdef(oid) text", V((context, a) => OfNullable(context.Session.Objects.IndexText(Oid(a[0]), 0))), Volatility.Stable);
        list.Add("pg_get_indexdef(oid, integer, boolean) text", V((context, a) => OfNullable(context.Session.Objects.IndexText(Oid(a[0]), a[1].AsInt32()))), Volatility.Stable);
        list.Add("pg_get_constraintdef(oid) text", V((context, a) => OfNullable(context.Session.Objects.ConstraintText(Oid(a[0])))), Volatility.Stable);
        list.Add("pg_get_constraintdef(oid, boolean) text", V((context, a) => OfNullable(context.Session.Objects.ConstraintText(Oid(a[0])))), Volatility.Stable);

        // Expressions are kept as SQL text: what the catalog holds is what the function gives.
        list.Add("pg_get_expr(text, oid) text", V((_, a) => a[0]));
        list.Add("pg_get_expr(text, oid, boolean) text", V((_, a) => a[0]));
        list.Add("pg_get_serial_sequence(text, text) text", V((context, a) => OfNullable(context.Session.Objects.SequenceOf(a[0].AsString(), a[1].AsString()))), Volatility.Stable);
        foreach (var absent in (string[])["pg_get_viewdef(oid)", "pg_get_viewdef(oid, boolean)", "pg_get_ruledef(oid)", "pg_get_ruledef(oid, boolean)", "pg_get_triggerdef(oid)",
            "pg_get_triggerdef(oid, boolean)", "pg_get_functiondef(oid)", "pg_get_partkeydef(oid)", "pg_get_statisticsobjdef(oid)", "pg_get_statisticsobjdef_columns(oid)",
            "pg_get_function_arg_default(oid, integer)", "pg_get_function_sqlbody(oid)", "pg_tablespace_location(oid)", "shobj_description(oid, name)"])
        {
            list.Add(absent + " text", N((_, _) => Value.Null(SqlType.Text)), Volatility.Stable);
        }

        list.Add("pg_get_function_result(oid) text", V((context, a) => Signature(context, a[0], result: true)), Volatility.Stable);
        list.Add("pg_get_function_arguments(oid) text", V((context, a) => Signature(context, a[0], result: false)), Volatility.Stable);
        list.Add("pg_get_function_identity_arguments(oid) text", V((context, a) => Signature(context, a[0], result: false)), Volatility.Stable);

        // Ancestors of partitions only: there are none.
        list.Add("pg_partition_ancestors(regclass) regclass", N((_, _) => Value.Null(SqlType.RegClass)), Volatility.Stable);
        list.Add("obj_description(oid) text", V((context, a) => OfNullable(context.Session.Objects.Comment(Oid(a[0]), 0))), Volatility.Stable);
        list.Add("obj_description(oid, name) text", V((context, a) => OfNullable(context.Session.Objects.Comment(Oid(a[0]), 0))), Volatility.Stable);
        list.Add("col_description(oid, integer) text", V((context, a) => OfNullable(context.Session.Objects.Comment(Oid(a[0]), a[1].AsInt32()))), Volatility.Stable);
    }

    private static Value Signature(EvaluationContext context, in Value function, bool result) =>
        context.Session.Objects.Signature(Oid(function)) is { } found ? Value.Of(result ? found.Result : found.Arguments) : Value.Null(SqlType.Text);

    private static void AddSizes(FunctionList list)
    {
        list.Add("pg_relation_size(regclass) bigint", V((context, a) => Size(context, a[0], data: true, indexes: false)), Volatility.Volatile);
        list.Add("pg_relation_size(regclass, text) bigint", V((context, a) => Size(context, a[0], data: true, indexes: false)), Volatility.Volatile);
        list.Add("pg_table_size(regclass) bigint", V((context, a) => Size(context, a[0], data: true, indexes: false)), Volatility.Volatile);
        list.Add("pg_indexes_size(regclass) bigint", V((context, a) => Size(context, a[0], data: false, indexes: true)), Volatility.Volatile);
        list.Add("pg_total_relation_size(regclass) bigint", V((context, a) => Size(context, a[0], data: true, indexes: true)), Volatility.Volatile);
        list.Add("pg_database_size(oid) bigint", V((context, _) => Value.Of(context.Session.Objects.DatabaseSize)), Volatility.Volatile);
        list.Add("pg_database_size(name) bigint", V((context, _) => Value.Of(context.Session.Objects.DatabaseSize)), Volatility.Volatile);
        list.Add("pg_size_pretty(bigint) text", V((_, a) => Value.Of(Pretty(a[0].AsInt64()))));
    }

    // Every user is a superuser, who may do all.
    private static void AddPrivileges(FunctionList list)
    {
        foreach (var kind in (string[])["table", "schema", "database", "function", "language", "sequence", "tablespace", "type", "server", "foreign_data_wrapper"])
        {
            foreach (var form in (string[])["text, text", "oid, text", "name, text, text", "name, oid, text", "oid, oid, text"])
                list.Add($"has_{kind}_privilege({form}) boolean", V((_, _) => Value.Of(true)), Volatility.Stable);
        }

        foreach (var form in (string[])["text, text, text", "oid, text, text", "oid, smallint, text"])
            list.Add($"has_column_privilege({form}) boolean", V((_, _) => Value.Of(true)), Volatility.Stable);
        list.Add("has_any_column_privilege(oid, text) boolean", V((_, _) => Value.Of(true)), Volatility.Stable);
        list.Add("pg_has_role(name, text) boolean", V((_, _) => Value.Of(true)), Volatility.Stable);
        list.Add("pg_has_role(oid, text) boolean", V((_, _) => Value.Of(true)), Volatility.Stable);
        list.Add("row_security_active(oid) boolean", V((_, _) => Value.Of(false)), Volatility.Stable);
    }

    private static void AddServer(FunctionList list)
    {
        list.Add("pg_is_in_recovery() boolean", N((_, _) => Value.Of(false)), Volatility.Stable);
        list.Add("pg_relation_is_publishable(regclass) boolean", V((_, _) => Value.Of(false)), Volatility.Stable);
        list.Add("pg_is_other_temp_schema(oid) boolean", V((_, _) => Value.Of(false)), Volatility.Stable);
        list.Add("pg_my_temp_schema() oid", N((_, _) => Value.OfOid(0)), Volatility.Stable);
        foreach (var name in (string[])["inet_client_addr", "inet_server_addr"])
            list.Add(name + "() text", N((_, _) => Value.Null(SqlType.Text)), Volatility.Stable);
        foreach (var name in (string[])["inet_client_port", "inet_server_port"])
            list.Add(name + "() integer", N((_, _) => Value.Null(SqlType.Integer)), Volatility.Stable);
    }

    private static uint Oid(in Value value) => (uint)value.AsInt64();

    private static Value OfNullable(string? text) => text is null ? Value.Null(SqlType.Text) : Value.Of(text);

    private static Value OfNullable(bool? flag) => flag is { } known ? Value.Of(known) : Value.Null(SqlType.Boolean);

    private static Value Found(EvaluationContext context, TypeKind kind, string text) =>
        context.Session.Objects.Find(kind, text) is { } found ? Value.FromContent(new SqlType(kind), found) : Value.Null(new SqlType(kind));

    private static Value Size(EvaluationContext context, in Value relation, bool data, bool indexes) =>
        context.Session.Objects.Size(relation.AsObjectName().Oid, data, indexes) is { } size ? Value.Of(size) : Value.Null(SqlType.BigInt);

    private static Value FormatType(ReadOnlySpan<Value> arguments)
    {
        if (arguments[0].IsNull)
            return Value.Null(SqlType.Text);
        var oid = Oid(arguments[0]);
        if (oid == 0)
            return Value.Of("-");
        return Value.Of(TypeOids.FromOid(oid, arguments[1].IsNull ? -1 : arguments[1].AsInt32()) is { } type ? type.ToString() : "???");
    }

    // Whole units up to 10240 of the next smaller one, rounded to the nearest.
    private static string Pretty(long bytes)
    {
        var size = (decimal)bytes;
        var unit = 0;
        while (Math.Abs(size) >= 10_239.5m && unit < SizeUnits.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(size, MidpointRounding.AwayFromZero):0} {SizeUnits[unit]}");
    }
}
