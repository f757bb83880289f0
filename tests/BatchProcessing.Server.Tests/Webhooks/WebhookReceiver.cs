using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Server.Tests.Webhooks;

/// <summary>A message as it came over the wire.</summary>
internal sealed record ReceivedMessage(string Path, string Id, long Timestamp, string[] Signatures, string ContentType, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>Whether one of the signatures is that of a secret, computed here from the specification alone.</summary>
    public bool IsSignedWith(string secret)
    {
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        string expected = "v1," + Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
        return Signatures.Contains(expected);
    }
}

/// <summary>A receiver of webhooks on a port of its own on loopback; tests say what it answers.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedMessage> _messages = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>What is answered to the n-th message, from 1; 204 unless a test sets it.</summary>
    public Func<int, HttpContext, Task> Answer { get; set; } = (_, context) => Answered(context, 204);

    public IReadOnlyList<ReceivedMessage> Messages => [.. _messages];

    public int Port => new Uri(Root).Port;

    /// <summary>An address of the receiver.</summary>
    public string Url(string path = "hook") => $"{Root}/{path}";

    private string Root => _app.Services.GetServerAddress();

    public static async Task<WebhookReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["AllowedHosts"] = "*"; // beside the service's own settings file
        builder.WebHost.UseKestrel(k => k.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until so many messages have come.</summary>
    public Task UntilAsync(int messages) => ServiceHost.UntilAsync(() => Task.FromResult(_messages.Count >= messages));

    public static Task Answered(HttpContext context, int status, string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        IHeaderDictionary headers = context.Request.Headers;
        _messages.Enqueue(new ReceivedMessage(
            context.Request.Path,
            headers["webhook-id"].ToString(),
            long.Parse(headers["webhook-timestamp"].ToString(), System.Globalization.CultureInfo.InvariantCulture),
            headers["webhook-signature"].ToString().Split(' '),
            context.Request.ContentType ?? "",
            body));
        await Answer(_messages.Count, context);
    }
}

file static class Addresses
{
    public static string GetServerAddress(this IServiceProvider services) =>
        ((Microsoft.AspNetCore.Hosting.Server.IServer)services.GetService(typeof(Microsoft.AspNetCore.Hosting.Server.IServer))!)
        .Features.Get<IServerAddressesFeature>()!.Addresses.Single();
}
