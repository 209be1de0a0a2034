using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace VectorData.EntityFrameworkCore.Query.Translators;

/// <summary>ILIKE and regular expressions.</summary>
internal sealed class PatternTranslator(VectorDataSqlExpressionFactory sql) : IMethodCallTranslator
{
    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType == typeof(VectorDbDbFunctionsExtensions) && method.Name == nameof(VectorDbDbFunctionsExtensions.ILike))
            return TranslateILike(arguments);
        if (method.DeclaringType != typeof(Regex) || instance is not null)
            return null;
        return method.Name switch
        {
            nameof(Regex.IsMatch) when arguments.Count == 2 => sql.Predicate(arguments[0], "~", arguments[1]),
            nameof(Regex.IsMatch) when arguments is [_, _, SqlConstantExpression { Value: RegexOptions.None }] => sql.Predicate(arguments[0], "~", arguments[1]),
            nameof(Regex.IsMatch) when arguments is [_, _, SqlConstantExpression { Value: RegexOptions.IgnoreCase }] =>
                sql.Predicate(arguments[0], "~*", arguments[1]),
            nameof(Regex.Replace) when arguments.Count == 3 && arguments[2].Type == typeof(string) => sql.Call(
                "regexp_replace", typeof(string), [.. arguments.Select(argument => sql.ApplyDefaultTypeMapping(argument)), sql.Text("g")]),
            nameof(Regex.Count) when arguments.Count == 2 => sql.Call(
                "regexp_count", typeof(int), [.. arguments.Select(argument => sql.ApplyDefaultTypeMapping(argument))]),
            _ => null,
        };
    }

    private SqlExpression? TranslateILike(IReadOnlyList<SqlExpression> arguments)
    {
        if (arguments.Count == 3)
            return sql.Predicate(arguments[1], "ILIKE", arguments[2]);

        // Another escape character is written over to the usual one, which a constant pattern allows.
        if (arguments[2] is not SqlConstantExpression { Value: string pattern } || arguments[3] is not SqlConstantExpression { Value: string { Length: <= 1 } escape })
            return null;
        var written = new System.Text.StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (escape.Length == 1 && pattern[i] == escape[0] && i + 1 < pattern.Length)
                written.Append('\\').Append(pattern[++i]);
            else if (pattern[i] == '\\')
                written.Append("\\\\");
            else
                written.Append(pattern[i]);
        }

        return sql.Predicate(arguments[1], "ILIKE", sql.Text(written.ToString()));
    }
}
