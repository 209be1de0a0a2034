using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace VectorData.EntityFrameworkCore.Query.Translators;

/// <summary>New ids and random numbers.</summary>
internal sealed class MiscellaneousTranslator(VectorDataSqlExpressionFactory sql) : IMethodCallTranslator
{
    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType == typeof(Guid) && arguments.Count == 0 && instance is null)
            return method.Name switch
            {
                nameof(Guid.NewGuid) => NeverNull("gen_random_uuid", typeof(Guid)),
                nameof(Guid.CreateVersion7) => NeverNull("uuidv7", typeof(Guid)),
                _ => null,
            };
        return method.DeclaringType == typeof(DbFunctionsExtensions) && method.Name == nameof(DbFunctionsExtensions.Random)
            ? NeverNull("random", typeof(double))
            : null;
    }

    private SqlExpression NeverNull(string name, Type type) =>
        sql.Function(name, [], nullable: false, [], type, sql.MappingOf(type));
}
