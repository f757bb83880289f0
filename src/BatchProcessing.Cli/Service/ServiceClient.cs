using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BatchProcessing.Manifests;

namespace BatchProcessing.Cli.Service;

/// <summary>Talks to a running service.</summary>
internal sealed class ServiceClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="service">Its address.</param>
    /// <param name="key">The key to come with, or null.</param>
    public ServiceClient(Uri service, string? key)
    {
        _http = new HttpClient { BaseAddress = service, Timeout = Timeout.InfiniteTimeSpan };
        if (key is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Uploads files as one batch: one table as the raw body, anything else as a form.</summary>
    public async Task<JsonNode> SubmitAsync(
        IReadOnlyList<FileInfo> files, string query, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using HttpContent content = files is [var table] && RawType(table) is { } type ? Raw(table, type) : Form(files);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/documents/bulk-upload{query}") { Content = content };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>The status of a batch.</summary>
    public async Task<JsonNode> GetBatchAsync(Guid id, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri($"/api/batches/{id}", UriKind.Relative), cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>Asks for a move of a batch: cancel, pause, resume or retry.</summary>
    /// <returns>The batch after it.</returns>
    public async Task<JsonNode> MoveAsync(Guid id, string move, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _http.PostAsync(
            new Uri($"/api/batches/{id}/{move}", UriKind.Relative), content: null, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>Deletes an ended batch.</summary>
    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _http.DeleteAsync(new Uri($"/api/batches/{id}", UriKind.Relative), cancellationToken);
        await EnsureAsync(response, cancellationToken);
    }

    /// <summary>Streams the results of a batch.</summary>
    public async Task DownloadAsync(Guid id, string format, bool partial, Stream output, CancellationToken cancellationToken)
    {
        var path = new Uri($"/api/batches/{id}/results?format={format}{(partial ? "&partial=true" : "")}", UriKind.Relative);
        using HttpResponseMessage response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await EnsureAsync(response, cancellationToken);
        await response.Content.CopyToAsync(output, cancellationToken);
    }

    /// <summary>What an ended batch can be checked against.</summary>
    public async Task<BatchManifest> GetManifestAsync(Guid id, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri($"/api/batches/{id}/manifest", UriKind.Relative), cancellationToken);
        await EnsureAsync(response, cancellationToken);
        return await response.Content.ReadFromJsonAsync<BatchManifest>(cancellationToken)
            ?? throw new HttpRequestException("The service answered with an empty manifest.");
    }

    /// <summary>Reads the results of an ended batch while they are downloaded.</summary>
    public async Task<T> ReadResultsAsync<T>(Guid id, Func<Stream, Task<T>> read, CancellationToken cancellationToken)
    {
        var path = new Uri($"/api/batches/{id}/results?format=jsonl", UriKind.Relative);
        using HttpResponseMessage response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await EnsureAsync(response, cancellationToken);
        await using Stream results = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await read(results);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string? RawType(FileInfo file) => file.Extension.ToLowerInvariant() switch
    {
        ".csv" => "text/csv",
        ".jsonl" or ".ndjson" => "application/x-ndjson",
        _ => null,
    };

    private static StreamContent Raw(FileInfo file, string type)
    {
        var content = new StreamContent(file.OpenRead(), 1 << 20);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private static MultipartFormDataContent Form(IEnumerable<FileInfo> files)
    {
        var form = new MultipartFormDataContent();
        foreach (FileInfo file in files) form.Add(new StreamContent(file.OpenRead(), 1 << 16), "files", file.Name);
        return form;
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await EnsureAsync(response, cancellationToken);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
    }

    private static async Task EnsureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return;
        string answer = await response.Content.ReadAsStringAsync(cancellationToken);
        bool isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
        throw new HttpRequestException(
            $"{(int)response.StatusCode} {(isProblem ? (string?)JsonNode.Parse(answer)?["detail"] : answer)}");
    }
}
