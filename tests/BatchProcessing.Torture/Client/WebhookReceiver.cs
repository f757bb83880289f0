using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BatchProcessing.Torture.Nodes;

namespace BatchProcessing.Torture.Client;

/// <summary>
/// Is told of the ends of batches, refuses one message in eight, and appends every one that it takes to a log that is on the
/// disk before the answer goes out.
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private const int RefuseOneIn = 8;

    private readonly HttpListener _listener = new();
    private readonly FileStream _file;
    private readonly Lock _lock = new();
    private readonly List<TakenMessage> _taken = [];
    private readonly Task _serving;
    private int _received;

    /// <param name="path">The log; it must not be there.</param>
    public WebhookReceiver(string path)
    {
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Root = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPort.Free()}/"));
        _listener.Prefixes.Add(Root.AbsoluteUri);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Root { get; }

    /// <summary>Messages refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Messages taken, in the order of their answers; one that came twice is there twice.</summary>
    public IReadOnlyList<TakenMessage> Taken
    {
        get
        {
            lock (_lock) return [.. _taken];
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
        await _file.DisposeAsync();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                if (!_listener.IsListening) return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream);
            JsonNode data = JsonNode.Parse(await reader.ReadToEndAsync())!["data"]!;
            var message = new TakenMessage(
                Guid.Parse(context.Request.Headers["webhook-id"]!), (Guid)data["batchId"]!, (int)data["run"]!);
            context.Response.StatusCode = Take(message) ? 204 : 500;
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException or JsonException)
        {
            // Its sender died half-way.
        }
    }

    private bool Take(TakenMessage message)
    {
        byte[] line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message) + "\n");
        lock (_lock)
        {
            if (++_received % RefuseOneIn == 0)
            {
                Refused++;
                return false;
            }

            _file.Write(line);
            _file.Flush(flushToDisk: true);
            _taken.Add(message);
            return true;
        }
    }
}
