using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using BatchProcessing.Torture.Nodes;

namespace BatchProcessing.Torture.Client;

/// <summary>Speaks to whichever node listens; a node that is gone or frozen is no answer, not an error.</summary>
internal sealed class ServiceClient(NodeAddresses nodes) : IDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = AnswerLimit };

    /// <summary>Whether any node listens.</summary>
    public bool HasNode => nodes.HasAny;

    /// <summary>Uploads JSON Lines.</summary>
    /// <param name="key">The idempotency key, which is the batch's name too.</param>
    /// <param name="options">Further options, as a query that begins with <c>&amp;</c>.</param>
    /// <param name="lines">The body.</param>
    /// <param name="random">Chooses the node.</param>
    /// <returns>Status and body; null when there was no answer.</returns>
    public Task<(HttpStatusCode Status, string Body)?> UploadAsync(string key, string options, byte[] lines, Random random)
    {
        return SendAsync(random, address =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, $"/api/documents/bulk-upload?name={key}{options}"))
            {
                Content = new ByteArrayContent(lines) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } },
            };
            request.Headers.Add("Idempotency-Key", key);
            return request;
        });
    }

    /// <summary>Asks for a resource.</summary>
    /// <returns>Status and body; null when there was no answer.</returns>
    public Task<(HttpStatusCode Status, string Body)?> GetAsync(string path, Random random) =>
        SendAsync(random, address => new HttpRequestMessage(HttpMethod.Get, new Uri(address, path)));

    /// <summary>Asks for a resource of a service that is there, again and again while there is no answer.</summary>
    /// <returns>Status and body; null when there was no answer for too long.</returns>
    public async Task<(HttpStatusCode Status, string Body)?> GetPatientlyAsync(string path, Random random)
    {
        (HttpStatusCode, string)? answer = null;
        for (int i = 0; i < Attempts && answer is null; i++) answer = await GetAsync(path, random);
        return answer;
    }

    /// <summary>Asks for a change.</summary>
    /// <returns>Status and body; null when there was no answer.</returns>
    public Task<(HttpStatusCode Status, string Body)?> PostAsync(string path, Random random) =>
        SendAsync(random, address => new HttpRequestMessage(HttpMethod.Post, new Uri(address, path)));

    /// <summary>The status of a batch.</summary>
    /// <returns>Null when there was no answer, or none that could be understood.</returns>
    public async Task<JsonNode?> GetBatchAsync(Guid batch, Random random) =>
        await GetAsync($"/api/batches/{batch}", random) is { Status: HttpStatusCode.OK } answer ? JsonNode.Parse(answer.Body) : null;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, string Body)?> SendAsync(Random random, Func<Uri, HttpRequestMessage> make)
    {
        if (nodes.Pick(random) is not { } address) return null;
        try
        {
            using HttpRequestMessage request = make(address);
            using HttpResponseMessage response = await _http.SendAsync(request);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or OperationCanceledException or IOException)
        {
            return null;
        }
    }
}
