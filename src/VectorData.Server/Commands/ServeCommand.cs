using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using VectorData.Core.Errors;

namespace VectorData.Server.Commands;

/// <summary>The command line of the server, for its own program and for <c>vectordata serve</c>.</summary>
public static class ServeCommand
{
    private const string PasswordVariable = "VECTORDATA_PASSWORD";
    private const string UserVariable = "VECTORDATA_USER";

    // A statement that waits for a lock keeps its thread: the pool must not hesitate to give the one that will release it another.
    private const int MinThreads = 256;

    public static Command Create()
    {
        var command = new Command("serve", "Serve a database to clients of the PostgreSQL protocol");
        Configure(command);
        return command;
    }

    /// <summary>Adds the options and the action to a command.</summary>
    public static void Configure(Command command)
    {
        var defaults = new ServerOptions();
        var data = new Option<string>("--data", "-d") { Description = "The database folder (app.vdb), or :memory:", Required = true };
        var host = Of("--host", "Address to listen on: an IP address, localhost, or * for all", defaults.Host);
        var port = Of("--port", "Port; 0 takes a free one", defaults.Port);
        var adminPort = new Option<int?>("--admin-port") { Description = "Port of /healthz, /readyz and /metrics; none when left out" };
        var trust = new Option<bool>("--trust-loopback") { Description = "Let clients on this machine in without a password" };
        var user = new Option<string?>("--user") { Description = $"The user who can log in with the password; also {UserVariable}" };
        var passwordFile = new Option<FileInfo?>("--password-file") { Description = $"File with the user's password; also {PasswordVariable}" };
        var certificate = new Option<string?>("--tls-cert") { Description = "Certificate: a PFX or PEM file" };
        var key = new Option<string?>("--tls-key") { Description = "The PEM certificate's private key" };
        var requireTls = new Option<bool>("--require-tls") { Description = "Refuse clients from other machines without TLS" };
        var maxConnections = Of("--max-connections", "Sessions open at a time", defaults.MaxConnections);
        var maxMessage = Of("--max-message-size", "Bytes of the longest message taken", defaults.MaxMessageSize);
        var idle = Of("--idle-timeout", "Seconds a session may be idle; 0 for ever", 0.0);
        var idleInTransaction = Of("--idle-in-transaction-timeout", "Seconds a session may be idle in a transaction; 0 for ever", 0.0);
        var statement = Of("--statement-timeout", "Seconds a statement may run; 0 for ever", 0.0);
        var grace = Of("--shutdown-grace", "Seconds running statements have when the server stops", defaults.ShutdownGrace.TotalSeconds);
        var json = new Option<bool>("--log-json") { Description = "Log lines of JSON" };
        var level = Of("--log-level", "Least level that is logged", LogLevel.Information);
        foreach (var option in (Option[])[data, host, port, adminPort, trust, user, passwordFile, certificate, key, requireTls, maxConnections, maxMessage, idle, idleInTransaction, statement, grace, json, level])
            command.Options.Add(option);
        command.SetAction(async (result, cancellationToken) =>
        {
            var error = result.InvocationConfiguration.Error;
            try
            {
                var (name, password) = await ReadLoginAsync(result.GetValue(user), result.GetValue(passwordFile), cancellationToken);
                var options = defaults with
                {
                    Host = result.GetValue(host)!,
                    Port = result.GetValue(port),
                    AdminPort = result.GetValue(adminPort),
                    TrustLoopback = result.GetValue(trust),
                    BootstrapUser = name,
                    BootstrapPassword = password,
                    TlsCertificateFile = result.GetValue(certificate),
                    TlsKeyFile = result.GetValue(key),
                    RequireTls = result.GetValue(requireTls),
                    MaxConnections = result.GetValue(maxConnections),
                    MaxMessageSize = result.GetValue(maxMessage),
                    IdleTimeout = TimeSpan.FromSeconds(result.GetValue(idle)),
                    IdleInTransactionTimeout = TimeSpan.FromSeconds(result.GetValue(idleInTransaction)),
                    StatementTimeout = TimeSpan.FromSeconds(result.GetValue(statement)),
                    ShutdownGrace = TimeSpan.FromSeconds(result.GetValue(grace)),
                };
                options.Validate();
                using var logging = Logging(result.GetValue(json), result.GetValue(level));
                await RunAsync(result.GetValue(data)!, options, logging, result.InvocationConfiguration.Output, cancellationToken);
                return 0;
            }
            catch (Exception e) when (e is VectorDbException or ArgumentException or IOException or UnauthorizedAccessException or SocketException
                or System.Security.Cryptography.CryptographicException)
            {
                await error.WriteLineAsync($"ERROR:  {e.Message}");
                return 1;
            }
        });
    }

    private static async Task RunAsync(string data, ServerOptions options, ILoggerFactory logging, TextWriter output, CancellationToken cancellationToken)
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, MinThreads), completions);
        using var database = data == ":memory:" ? VectorDatabase.OpenInMemory() : VectorDatabase.Open(data);
        await using var server = await PgServer.StartAsync(database, options, logging, cancellationToken: cancellationToken);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"listening on {options.Host}:{server.Port}"));
        await output.FlushAsync(cancellationToken);
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.Register(() => stop.TrySetResult());
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.TrySetResult();
        });
        await stop.Task;
        await server.StopAsync();
    }

    private static async Task<(string? User, string? Password)> ReadLoginAsync(string? user, FileInfo? passwordFile, CancellationToken cancellationToken)
    {
        user ??= Environment.GetEnvironmentVariable(UserVariable);
        var password = passwordFile is null
            ? Environment.GetEnvironmentVariable(PasswordVariable)
            : (await File.ReadAllTextAsync(passwordFile.FullName, cancellationToken)).TrimEnd('\r', '\n');
        return user is null ? (null, null) : (user, string.IsNullOrEmpty(password) ? null : password);
    }

    private static ILoggerFactory Logging(bool json, LogLevel level) => LoggerFactory.Create(builder =>
    {
        builder.SetMinimumLevel(level);
        if (json)
            builder.AddJsonConsole(console => console.TimestampFormat = "O");
        else
            builder.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.ColorBehavior) = (true, "HH:mm:ss.fff ", LoggerColorBehavior.Default));
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });

    private static Option<T> Of<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
