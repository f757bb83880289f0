using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>The service's API as an uploading client uses it.</summary>
internal sealed class BatchClient(Uri server) : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new() { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The longest the status endpoint took to answer in the last <see cref="WaitAsync"/>.</summary>
    public TimeSpan SlowestStatus { get; private set; }

    /// <summary>Uploads a file as the request's body, streamed from the disk.</summary>
    /// <returns>The id of the batch.</returns>
    public async Task<string> UploadAsync(CorpusFile corpus, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(
            corpus.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using var content = new StreamContent(file, BufferBytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(corpus.ContentType);
        using var answer = await _http.PostAsync(
            "/api/documents/bulk-upload?analyses=classification,sentiment", content, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException($"The upload was answered {(int)answer.StatusCode}: {body}");
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("batchId").GetString()!;
    }

    /// <summary>Polls the batch until it has ended.</summary>
    /// <exception cref="InvalidOperationException">It ended other than completed.</exception>
    public async Task<BatchCounts> WaitAsync(string batchId, CancellationToken cancellationToken)
    {
        var sinceProgress = Stopwatch.StartNew();
        SlowestStatus = TimeSpan.Zero;
        while (true)
        {
            using var json = JsonDocument.Parse(await GetStatusAsync(batchId, cancellationToken));
            var status = json.RootElement.GetProperty("status").GetString();
            var counts = BatchCounts.Read(json.RootElement.GetProperty("counts"));
            if (status == "completed")
                return counts;
            if (status is "failed" or "cancelled")
                throw new InvalidOperationException($"The batch ended {status}: {json.RootElement.GetRawText()}");
            if (sinceProgress.Elapsed > TimeSpan.FromSeconds(1))
            {
                Console.Error.WriteLine($"  {status}: {counts.Succeeded:N0} of {counts.Total:N0}");
                sinceProgress.Restart();
            }

            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    /// <summary>How far the batch is.</summary>
    public async Task<BatchCounts> CountsAsync(string batchId, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(await GetStatusAsync(batchId, cancellationToken));
        return BatchCounts.Read(json.RootElement.GetProperty("counts"));
    }

    /// <summary>Whether any batch waits or runs.</summary>
    public async Task<bool> AnyActiveAsync(CancellationToken cancellationToken)
    {
        foreach (var status in (string[])["queued", "running", "finalizing"])
        {
            var body = await _http.GetStringAsync($"/api/batches?status={status}&limit=1", cancellationToken);
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.GetProperty("items").GetArrayLength() > 0)
                return true;
        }

        return false;
    }

    /// <summary>Reads the batch's result lines into the ledger.</summary>
    public async Task DownloadAsync(string batchId, ResultLedger ledger, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(
            $"/api/batches/{batchId}/results", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await ledger.ReadAsync(body, cancellationToken);
    }

    private async Task<string> GetStatusAsync(string batchId, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var body = await _http.GetStringAsync($"/api/batches/{batchId}", cancellationToken);
        if (clock.Elapsed > SlowestStatus)
            SlowestStatus = clock.Elapsed;
        return body;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
