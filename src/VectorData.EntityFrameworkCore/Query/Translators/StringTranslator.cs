using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace VectorData.EntityFrameworkCore.Query.Translators;

/// <summary>Members and methods of string.</summary>
internal sealed class StringTranslator(VectorDataSqlExpressionFactory sql) : IMethodCallTranslator, IMemberTranslator
{
    public SqlExpression? Translate(
        SqlExpression? instance, MemberInfo member, Type returnType, IDiagnosticsLogger<DbLoggerCategory.Query> logger) =>
        instance is not null && member.DeclaringType == typeof(string) && member.Name == nameof(string.Length)
            ? sql.Call("length", typeof(int), instance)
            : null;

    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType == typeof(Enumerable) && arguments is [{ Type: var type } text] && type == typeof(string))
            return method.Name switch
            {
                nameof(Enumerable.FirstOrDefault) => Character("substr", text, Number(1), Number(1)),
                nameof(Enumerable.LastOrDefault) => Character("right", text, Number(1)),
                _ => null,
            };
        if (method.DeclaringType != typeof(string))
            return null;
        if (instance is null)
            return TranslateStatic(method, arguments);
        instance = sql.ApplyDefaultTypeMapping(instance);
        return method.Name switch
        {
            nameof(string.ToLower) or nameof(string.ToLowerInvariant) when arguments.Count == 0 => Call("lower", instance),
            nameof(string.ToUpper) or nameof(string.ToUpperInvariant) when arguments.Count == 0 => Call("upper", instance),
            nameof(string.Trim) => TranslateTrim("btrim", instance, arguments),
            nameof(string.TrimStart) => TranslateTrim("ltrim", instance, arguments),
            nameof(string.TrimEnd) => TranslateTrim("rtrim", instance, arguments),
            nameof(string.Substring) => TranslateSubstring(instance, arguments),
            nameof(string.Replace) when arguments.Count == 2 => Call("replace", instance, Text(arguments[0], instance), Text(arguments[1], instance)),
            nameof(string.IndexOf) => TranslateIndexOf(instance, arguments),
            nameof(string.Contains) or nameof(string.StartsWith) or nameof(string.EndsWith) => TranslateSearch(method.Name, instance, arguments),
            nameof(string.PadLeft) or nameof(string.PadRight) => TranslatePad(method.Name, instance, arguments),
            nameof(string.Insert) => sql.Add(
                sql.Add(Call("left", instance, Mapped(arguments[0])), Text(arguments[1], instance)), Call("substr", instance, OneMore(arguments[0]))),
            nameof(string.Remove) when arguments.Count == 1 => Call("left", instance, Mapped(arguments[0])),
            nameof(string.Remove) => sql.Add(
                Call("left", instance, Mapped(arguments[0])),
                Call("substr", instance, OneMore(sql.Add(Mapped(arguments[0]), Mapped(arguments[1]))))),
            "get_Chars" => Character("substr", instance, OneMore(arguments[0]), Number(1)),
            nameof(string.Equals) when arguments.Count == 2 => TranslateEquals(instance, arguments[0], arguments[1]),
            _ => null,
        };
    }

    private SqlExpression? TranslateStatic(MethodInfo method, IReadOnlyList<SqlExpression> arguments) => method.Name switch
    {
        nameof(string.IsNullOrWhiteSpace) => sql.OrElse(
            sql.IsNull(arguments[0]),
            sql.Equal(Call("btrim", sql.ApplyDefaultTypeMapping(arguments[0]), sql.Text(" \t\n\r\v\f")), sql.Text(""))),
        nameof(string.Equals) when arguments.Count == 3 => TranslateEquals(arguments[0], arguments[1], arguments[2]),
        _ => null,
    };

    private SqlExpression? TranslateEquals(SqlExpression left, SqlExpression right, SqlExpression comparison) =>
        comparison is SqlConstantExpression { Value: StringComparison kind }
            ? kind switch
            {
                StringComparison.Ordinal => sql.Equal(left, right),
                StringComparison.OrdinalIgnoreCase => sql.Equal(Lower(left), Lower(right)),
                _ => null,
            }
            : null;

    private SqlExpression? TranslateTrim(string name, SqlExpression instance, IReadOnlyList<SqlExpression> arguments)
    {
        if (arguments.Count == 0)
            return Call(name, instance, sql.Text(" \t\n\r\v\f"));
        var characters = arguments[0] is SqlConstantExpression { Value: var value }
            ? value switch
            {
                char one => one.ToString(),
                char[] many => new string(many),
                _ => null,
            }
            : null;
        return characters is null ? null : Call(name, instance, sql.Text(characters));
    }

    private SqlExpression TranslateSubstring(SqlExpression instance, IReadOnlyList<SqlExpression> arguments) =>
        arguments.Count == 1
            ? Call("substr", instance, OneMore(arguments[0]))
            : Call("substr", instance, OneMore(arguments[0]), Mapped(arguments[1]));

    private SqlExpression? TranslateIndexOf(SqlExpression instance, IReadOnlyList<SqlExpression> arguments)
    {
        if (arguments.Count == 1 || arguments is [_, SqlConstantExpression { Value: StringComparison.Ordinal }])
            return sql.Subtract(Position(instance, Text(arguments[0], instance)), Number(1));
        if (arguments.Count != 2 || arguments[1].Type != typeof(int))
            return null;
        var start = Mapped(arguments[1]);
        var found = Position(Call("substr", instance, OneMore(start)), Text(arguments[0], instance));
        return sql.Case(
            [new CaseWhenClause(sql.GreaterThan(found, Number(0)), sql.Subtract(sql.Add(found, start), Number(1)))], Number(-1));
    }

    private SqlExpression? TranslateSearch(string name, SqlExpression instance, IReadOnlyList<SqlExpression> arguments)
    {
        var sought = Text(arguments[0], instance);
        if (arguments.Count == 2)
        {
            if (arguments[1] is not SqlConstantExpression { Value: StringComparison comparison })
                return null;
            if (comparison == StringComparison.OrdinalIgnoreCase)
                (instance, sought) = (Lower(instance), sought is SqlConstantExpression { Value: string given } ? sql.Text(given.ToLowerInvariant()) : Lower(sought));
            else if (comparison != StringComparison.Ordinal)
                return null;
        }

        var literal = sought is SqlConstantExpression { Value: var value } ? value?.ToString() : null;
        if (literal is not null)
        {
            var escaped = literal.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
            var pattern = name switch
            {
                nameof(string.StartsWith) => escaped + "%",
                nameof(string.EndsWith) => "%" + escaped,
                _ => "%" + escaped + "%",
            };
            return sql.Like(instance, sql.Text(pattern));
        }

        return name switch
        {
            nameof(string.StartsWith) => sql.Call("starts_with", typeof(bool), instance, sought),
            nameof(string.EndsWith) => sql.Equal(Call("right", instance, sql.Call("length", typeof(int), sought)), sought),
            _ => sql.GreaterThan(Position(instance, sought), Number(0)),
        };
    }

    private SqlExpression TranslatePad(string name, SqlExpression instance, IReadOnlyList<SqlExpression> arguments)
    {
        // lpad cuts what is longer; C# does not.
        var length = sql.Function(
            "GREATEST", [Mapped(arguments[0]), sql.Call("length", typeof(int), instance)], nullable: true, [true, true], typeof(int), sql.MappingOf(typeof(int)));
        var fill = arguments.Count == 2 ? Text(arguments[1], instance) : sql.Text(" ");
        return Call(name == nameof(string.PadLeft) ? "lpad" : "rpad", instance, length, fill);
    }

    private SqlExpression Position(SqlExpression text, SqlExpression sought) => sql.Call("strpos", typeof(int), text, sought);

    private SqlExpression Call(string name, params SqlExpression[] arguments) =>
        sql.Call(name, typeof(string), arguments[0].TypeMapping is { StoreTypeNameBase: "text" } mapping ? mapping : sql.MappingOf(typeof(string)), arguments);

    private SqlExpression Character(string name, params SqlExpression[] arguments) => sql.Call(name, typeof(char), sql.MappingOf(typeof(char)), arguments);

    private SqlExpression Lower(SqlExpression text) => Call("lower", sql.ApplyDefaultTypeMapping(text));

    /// <summary>A string or char as text like the other side.</summary>
    private SqlExpression Text(SqlExpression argument, SqlExpression like) =>
        argument is SqlConstantExpression { Value: char one }
            ? sql.Text(one.ToString())
            : argument.Type == typeof(char) ? sql.ApplyDefaultTypeMapping(argument) : sql.ApplyTypeMapping(argument, like.TypeMapping);

    private SqlExpression OneMore(SqlExpression place) =>
        place is SqlConstantExpression { Value: int value } ? Number(value + 1) : sql.Add(Mapped(place), Number(1));

    private SqlExpression Mapped(SqlExpression argument) => sql.ApplyDefaultTypeMapping(argument);

    private SqlExpression Number(int value) => sql.Constant(value, sql.MappingOf(typeof(int)));
}
