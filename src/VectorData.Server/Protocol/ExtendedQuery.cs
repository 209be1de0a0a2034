using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.PgWire.Messages;
using VectorData.PgWire.Types;

namespace VectorData.Server.Protocol;

/// <summary>Prepared statements and portals by name. Portals live until their transaction ends; what stands between two Syncs is one.</summary>
internal sealed class ExtendedQuery(SessionContext context) : IDisposable
{
    // What one client may keep here is bounded.
    private const int MaxNamed = 10_000;

    private readonly Dictionary<string, PreparedStatement> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Portal> _portals = new(StringComparer.Ordinal);
    private readonly CopyTransfer _copy = new(context);

    public void Parse(ReadOnlySpan<byte> body)
    {
        var message = ParseMessage.Parse(body);
        if (message.Statement.Length > 0 && _statements.ContainsKey(message.Statement))
            throw new VectorDbException("42P05", $"prepared statement \"{message.Statement}\" already exists");
        RequireRoom(_statements.Count, "prepared statements");
        _statements.Remove("");
        var statements = context.Session.Prepare(message.Sql);
        if (statements.Count > 1)
            throw new VectorDbException(SqlStates.SyntaxError, "cannot insert multiple commands into a prepared statement");
        var statement = statements.Count == 0 ? null : statements[0];
        var prepared = new PreparedStatement(statement, DeclaredTypes(message.ParameterOids));

        // What cannot be described cannot be run: names and types are checked here, as clients expect.
        prepared.Describe();
        _statements[message.Statement] = prepared;
        context.Channel.Output.WriteParseComplete();
    }

    public void Bind(ReadOnlyMemory<byte> body)
    {
        var message = BindMessage.Parse(body);
        var prepared = FindStatement(message.Statement);
        if (message.Portal.Length > 0 && _portals.ContainsKey(message.Portal))
            throw new VectorDbException("42P03", $"cursor \"{message.Portal}\" already exists");
        RequireRoom(_portals.Count, "portals");
        var description = prepared.Describe();
        var parameters = ParameterDecoder.Decode(message, description.Parameters, context.RefreshFormats(), context.Now());
        var formats = description.Columns is { } columns ? message.FormatsFor(columns.Count) : [];
        if (_portals.Remove(message.Portal, out var old))
            old.Dispose();
        _portals[message.Portal] = new Portal(context, prepared.Statement, parameters, description.Columns, formats);
        context.Channel.Output.WriteBindComplete();
    }

    public void Describe(ReadOnlySpan<byte> body)
    {
        var message = DescribeMessage.Parse(body);
        var output = context.Channel.Output;
        if (message.Target == MessageTarget.Portal)
        {
            var portal = FindPortal(message.Name);
            ResultFields.Write(output, portal.Columns, portal.Formats);
            return;
        }

        var description = FindStatement(message.Name).Describe();
        var oids = new uint[description.Parameters.Count];
        for (var i = 0; i < oids.Length; i++)
            oids[i] = ResultFields.OidOfParameter(description.Parameters[i]);
        output.WriteParameterDescription(oids);
        ResultFields.Write(output, description.Columns, []);
    }

    public async ValueTask ExecuteAsync(ReadOnlyMemory<byte> body)
    {
        var message = ExecuteMessage.Parse(body.Span);
        var portal = FindPortal(message.Portal);
        context.EnterPipeline();
        var before = context.Session.Status;
        if (portal.Statement is { Kind: StatementKind.Copy } copy)
            await _copy.RunAsync(copy).ConfigureAwait(false);
        else
            await portal.ExecuteAsync(message.MaxRows).ConfigureAwait(false);
        if (portal.Statement is { } statement)
            StatementEnded(statement, before);
    }

    public void Close(ReadOnlySpan<byte> body)
    {
        var message = CloseMessage.Parse(body);
        if (message.Target == MessageTarget.Statement)
            _statements.Remove(message.Name);
        else if (_portals.Remove(message.Name, out var portal))
            portal.Dispose();
        context.Channel.Output.WriteCloseComplete();
    }

    /// <summary>Sync, or the end of a simple query: outside a block portals are closed and what was done is committed.</summary>
    public async ValueTask EndTransactionAsync(bool failed)
    {
        if (failed || context.Session.Status == TransactionStatus.Idle)
            ClosePortals();
        if (failed)
            context.AbandonPipeline();
        else
            await context.CompletePipelineAsync().ConfigureAwait(false);
    }

    /// <summary>What the end of a statement means to what is kept here.</summary>
    public void StatementEnded(IStatement statement, TransactionStatus before)
    {
        if (statement.Kind == StatementKind.TransactionControl && before != TransactionStatus.Idle && context.Session.Status == TransactionStatus.Idle)
            ClosePortals();
        if (statement.Kind != StatementKind.Other)
            return;
        var text = statement.Text.AsSpan().Trim();
        if (text.Equals("DISCARD ALL", StringComparison.OrdinalIgnoreCase) || text.Equals("DEALLOCATE ALL", StringComparison.OrdinalIgnoreCase))
            _statements.Clear();
    }

    public void ClosePortals()
    {
        if (_portals.Count == 0)
            return;
        foreach (var portal in _portals.Values)
            portal.Dispose();
        _portals.Clear();
    }

    public void Dispose() => ClosePortals();

    private static SqlType[] DeclaredTypes(uint[] oids)
    {
        if (oids.Length == 0)
            return [];
        var types = new SqlType[oids.Length];
        for (var i = 0; i < oids.Length; i++)
        {
            types[i] = oids[i] is 0 or ResultFields.UnknownOid
                ? SqlType.Unknown
                : TypeOids.FromOid(oids[i], -1) ?? throw new VectorDbException(SqlStates.UndefinedObject, $"type with OID {oids[i]} does not exist");
        }

        return types;
    }

    private static void RequireRoom(int count, string what)
    {
        if (count >= MaxNamed)
            throw new VectorDbException(SqlStates.ProgramLimitExceeded, $"a session keeps at most {MaxNamed} {what}") { Hint = "Close those that are no longer used." };
    }

    private PreparedStatement FindStatement(string name) => _statements.TryGetValue(name, out var statement)
        ? statement
        : throw new VectorDbException(
            SqlStates.InvalidSqlStatementName, name.Length == 0 ? "unnamed prepared statement does not exist" : $"prepared statement \"{name}\" does not exist");

    private Portal FindPortal(string name) => _portals.TryGetValue(name, out var portal)
        ? portal
        : throw new VectorDbException("34000", $"portal \"{name}\" does not exist");
}
