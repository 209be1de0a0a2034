using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.Core.Values;

namespace VectorData.Tests;

internal static class SessionExtensions
{
    /// <summary>Runs a text and gives the rows of its last statement.</summary>
    public static List<string> Query(this ISession session, string sql, params Value[] parameters)
    {
        List<string> rows = [];
        foreach (var statement in session.Prepare(sql))
        {
            using var cursor = statement.Execute(parameters, CancellationToken.None);
            rows = StatementCase.Rows(cursor);
        }

        return rows;
    }

    /// <summary>Runs a text and gives the tag of its last statement.</summary>
    public static string Run(this ISession session, string sql, params Value[] parameters)
    {
        var tag = "";
        foreach (var statement in session.Prepare(sql))
        {
            using var cursor = statement.Execute(parameters, CancellationToken.None);
            StatementCase.Rows(cursor);
            tag = cursor.CommandTag;
        }

        return tag;
    }

    public static string Scalar(this ISession session, string sql, params Value[] parameters) => Assert.Single(session.Query(sql, parameters));

    /// <summary>The error a text gives.</summary>
    public static VectorDbException Fails(this ISession session, string sql, params Value[] parameters) =>
        Assert.Throws<VectorDbException>(() => session.Query(sql, parameters));

    /// <summary>Starts a text on another thread.</summary>
    public static Task<string> Start(this ISession session, string sql) => Task.Run(() => session.Run(sql));
}
