using System.Globalization;
using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.Core.Values;
using VectorData.PgWire.Messages;
using VectorData.PgWire.Types;
using VectorData.Server.Admin;
using VectorData.Server.Connections;

namespace VectorData.Server.Protocol;

/// <summary>One session on one channel: settings, notices, errors, and the state that simple and extended query share.</summary>
internal sealed class SessionContext
{
    private static readonly string[] Reported =
    [
        "server_version", "server_encoding", "client_encoding", "application_name", "DateStyle", "IntervalStyle", "TimeZone",
        "integer_datetimes", "standard_conforming_strings", "default_transaction_read_only", "search_path",
    ];

    private readonly Connection _connection;
    private readonly ServerContext _server;
    private readonly List<(string Name, string Value)> _startSettings = [];
    private bool _settingsChanged = true;

    public SessionContext(ISession session, Connection connection, MessageChannel channel, ServerContext server)
    {
        Session = session;
        Channel = channel;
        _connection = connection;
        _server = server;
    }

    public ISession Session { get; }

    public MessageChannel Channel { get; }

    public ServerMetrics Metrics => _server.Metrics;

    public TimeProvider Clock => _server.Clock;

    public Connection Connection => _connection;

    /// <summary>How values are written now.</summary>
    public FormatSettings Formats { get; private set; } = FormatSettings.Default;

    /// <summary>The implicit transaction of the messages since the last Sync, or of a text of several statements.</summary>
    public IPipeline? Pipeline { get; private set; }

    /// <summary>Applies what the client asked for, and greets it.</summary>
    public void Start(StartupPacket.Startup startup)
    {
        if (_server.Options.StatementTimeout > TimeSpan.Zero)
            _startSettings.Add(("statement_timeout", ((long)_server.Options.StatementTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)));
        _startSettings.AddRange(StartupSettings.Of(startup));
        ApplyStartSettings();
        var output = Channel.Output;
        output.WriteAuthenticationOk();
        if (startup.NeedsNegotiation)
            output.WriteNegotiateProtocolVersion(StartupPacket.Startup.SupportedMinor, startup.UnknownOptions);
        foreach (var name in Reported)
            if (Session.Setting(name) is { } value)
                output.WriteParameterStatus(name, value);
        output.WriteParameterStatus("session_authorization", startup.User!);
        output.WriteParameterStatus("is_superuser", "on");
        output.WriteParameterStatus("in_hot_standby", "off");
        output.WriteBackendKeyData(_connection.ProcessId, _connection.SecretKey);
        output.WriteReadyForQuery(Session.Status);
        Session.NoticeReceived += Channel.Output.WriteNoticeResponse;
        Session.SettingChanged += Channel.Output.WriteParameterStatus;
    }

    /// <summary>Microseconds since 2000-01-01 UTC.</summary>
    public long Now() => (Clock.GetUtcNow().Ticks - new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Joins the implicit transaction, which begins with the first statement.</summary>
    public void EnterPipeline() => Pipeline ??= Session.BeginPipeline();

    public async ValueTask CompletePipelineAsync()
    {
        if (Pipeline is not { } pipeline)
            return;
        Pipeline = null;
        using (pipeline)
            await pipeline.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Rolls the implicit transaction back.</summary>
    public void AbandonPipeline()
    {
        Pipeline?.Dispose();
        Pipeline = null;
    }

    /// <summary>Sends the error; one of severity FATAL, or of the connection itself, goes on to end it.</summary>
    public void Report(Exception exception)
    {
        Channel.Output.Abandon();
        var error = ClientErrors.From(exception, _server.Logger, _connection.ProcessId);
        Metrics.Failed(error.SqlState);
        Channel.Output.WriteErrorResponse(error);
    }

    /// <summary>Whether an exception ends the session instead of a statement.</summary>
    public static bool IsFatal(Exception exception) =>
        exception is ClientGoneException or OperationCanceledException or VectorDbException { Severity: "FATAL" };

    /// <summary>Called when a statement has ended well.</summary>
    public void Ended(IStatement statement, string tag, long started)
    {
        Metrics.Ended(tag);
        Metrics.Duration.Observe(Clock.GetElapsedTime(started).TotalSeconds);
        if (tag == "DISCARD ALL" || (tag == "RESET" && statement.Text.Trim().Equals("RESET ALL", StringComparison.OrdinalIgnoreCase)))
            ApplyStartSettings();
        _settingsChanged |= MayChangeSettings(statement);
    }

    /// <summary>Reads the settings that formats depend on, when a statement may have changed them.</summary>
    public FormatSettings RefreshFormats()
    {
        if (!_settingsChanged)
            return Formats;
        _settingsChanged = false;
        var formats = FormatSettings.Default;
        foreach (var name in (ReadOnlySpan<string>)["TimeZone", "bytea_output", "extra_float_digits", "IntervalStyle"])
            if (Session.Setting(name) is { } value)
                formats = formats.With(name, value);
        _connection.IdleTimeout = TimeOf("idle_session_timeout") ?? _server.Options.IdleTimeout;
        _connection.IdleInTransactionTimeout = TimeOf("idle_in_transaction_session_timeout") ?? _server.Options.IdleInTransactionTimeout;
        return Formats = formats;
    }

    private static bool MayChangeSettings(IStatement statement) =>
        statement.Kind is StatementKind.Other or StatementKind.TransactionControl
        || (statement.Kind == StatementKind.Query && statement.Text.Contains("set_config", StringComparison.OrdinalIgnoreCase));

    // Durations are shown with their unit: 0, 500ms, 10s, 5min, 1h, 1d.
    private TimeSpan? TimeOf(string setting)
    {
        if (Session.Setting(setting) is not { } text)
            return null;
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number <= 0)
            return null;
        return text[digits.Length..] switch
        {
            "s" => TimeSpan.FromSeconds(number),
            "min" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            "d" => TimeSpan.FromDays(number),
            _ => TimeSpan.FromMilliseconds(number),
        };
    }

    private void ApplyStartSettings()
    {
        foreach (var (name, value) in _startSettings)
        {
            using var cursor = Session.Prepare("SELECT set_config($1, $2, false)")[0].Execute([Value.Of(name), Value.Of(value)], CancellationToken.None);
            while (cursor.Next(CancellationToken.None) is not null)
            {
            }
        }
    }
}
