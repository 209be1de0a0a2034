using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace VectorData.Server.Admin;

/// <summary>
/// The admin port: <c>/healthz</c> (the process answers), <c>/readyz</c> (new sessions are taken; 503 while the server stops) and
/// <c>/metrics</c> (Prometheus' text format).
/// </summary>
internal sealed class AdminEndpoints : IAsyncDisposable
{
    private readonly WebApplication _application;

    private AdminEndpoints(WebApplication application, int port)
    {
        _application = application;
        Port = port;
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    public static async Task<AdminEndpoints> StartAsync(
        IReadOnlyList<IPAddress> addresses, int port, ServerMetrics metrics, Func<bool> isReady, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // A free port is a free port of one address.
            foreach (var address in port == 0 ? addresses.Take(1) : addresses)
                kestrel.Listen(address, port);
        });
        var application = builder.Build();
        application.MapGet("/healthz", () => Results.Text("ok\n"));
        application.MapGet("/readyz", () => isReady() ? Results.Text("ready\n") : Results.Text("stopping\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        application.MapGet("/metrics", (HttpContext context) => WriteMetricsAsync(context, metrics));
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return new AdminEndpoints(application, new Uri(application.Urls.First()).Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task WriteMetricsAsync(HttpContext context, ServerMetrics metrics)
    {
        using var text = new MemoryStream();
        await metrics.Registry.CollectAndExportAsTextAsync(text, context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        context.Response.ContentLength = text.Length;
        await context.Response.Body.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length), context.RequestAborted).ConfigureAwait(false);
    }
}
