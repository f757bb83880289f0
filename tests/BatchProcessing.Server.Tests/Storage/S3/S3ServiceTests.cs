using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using BatchProcessing.Server.Storage.S3;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Storage.S3;

/// <summary>Whole batches of a service whose blobs are in a bucket.</summary>
[RequiresS3]
public sealed class S3ServiceTests : IClassFixture<ConditionalS3Server>, IDisposable
{
    private const int Documents = 50; // chunks of 20, 20 and 10

    private readonly ConditionalS3Server _server;
    private readonly S3Options _bucket;
    private readonly S3Service _service;

    public S3ServiceTests(ConditionalS3Server server)
    {
        _server = server;
        _bucket = server.Options.With(prefix: Guid.NewGuid().ToString("N"));
        _service = new S3Service(_bucket);
    }

    [Fact]
    public async Task Batch_IsProcessedAndServed_FromTheBucketAlone()
    {
        JsonNode batch = await _service.EndedAsync(Table());

        Assert.Equal(("completed", Documents), ((string?)batch["status"], (int)batch["counts"]!["succeeded"]!));
        string results = await _service.TextAsync((string)batch["links"]!["results"]!);
        string[] lines = results.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Documents, lines.Length);
        Assert.All(lines, (line, i) => Assert.StartsWith($"{{\"ordinal\":{i},\"id\":\"d{i}\",", line, StringComparison.Ordinal));
        using var bucket = new S3BlobStore(_bucket);
        string folder = ((Guid)batch["id"]!).ToString("N");
        Assert.Equal(3, await bucket.ListAsync($"{folder}/out", CancellationToken.None).CountAsync());
        Assert.False(Directory.Exists(Path.Combine(_service.DataFolder, "blobs")));
    }

    [Fact]
    public async Task Download_GoesOnInTheMiddleOfABlob_WhenARangeIsAskedFor()
    {
        JsonNode batch = await _service.EndedAsync(Table());
        string results = await _service.TextAsync((string)batch["links"]!["results"]!);
        int from = results.Length / 2;

        using HttpResponseMessage rest = await _service.GetAsync(
            (string)batch["links"]!["results"]!, ("Range", string.Create(CultureInfo.InvariantCulture, $"bytes={from}-")));

        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(results[from..], await rest.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Chunk_IsRetriedToItsEnd_WhenItsBlobIsMissingForAWhile()
    {
        await _server.FailAsync(HttpMethod.Get, "/in/000000020", times: 2, "NoSuchKey");

        JsonNode batch = await _service.EndedAsync(Table());

        Assert.EndsWith("/in/000000020", await _server.FailedPathAsync(), StringComparison.Ordinal);
        Assert.EndsWith("/in/000000020", await _server.FailedPathAsync(), StringComparison.Ordinal);
        Assert.Equal(("completed", Documents), ((string?)batch["status"], (int)batch["counts"]!["succeeded"]!));
    }

    [Fact]
    public async Task Documents_AreNotProcessedButNeverFailed_WhenTheirBlobIsLost()
    {
        await _server.FailAsync(HttpMethod.Get, "/in/000000020", int.MaxValue, "NoSuchKey");

        JsonNode batch = await _service.EndedAsync(Table());

        await _server.RecoverAsync();
        Assert.Equal("failed", (string?)batch["status"]);
        JsonNode counts = batch["counts"]!;
        Assert.Equal((30, 0, 20), ((int)counts["succeeded"]!, (int)counts["failed"]!, (int)counts["notProcessed"]!));
    }

    [Fact]
    public async Task Chunk_IsNotCharged_WhenTheBucketIsAway()
    {
        using var impatient = new S3Service(_bucket, ("ML:BatchProcessing:MaxRetries", "0"));
        await _server.FailAsync(HttpMethod.Get, "/in/000000020", times: 12, "ServiceUnavailable");

        JsonNode batch = await impatient.EndedAsync(Table());

        Assert.Equal(("completed", Documents), ((string?)batch["status"], (int)batch["counts"]!["succeeded"]!));
    }

    [Fact]
    public async Task Upload_IsRefusedForNow_WhenTheBucketIsAway()
    {
        await _server.FailAsync(HttpMethod.Put, "/in/", int.MaxValue, "ServiceUnavailable");

        using (HttpResponseMessage refused = await _service.UploadAsync(Table()))
            await ProblemAsync(refused, 503, "storage-unavailable");

        await _server.RecoverAsync();
        Assert.Equal("completed", (string?)(await _service.EndedAsync(Table()))["status"]);
    }

    public void Dispose() => _service.Dispose();

    private static StringContent Table() => Csv("id,text\n" + string.Concat(
        Enumerable.Range(0, Documents).Select(i => string.Create(CultureInfo.InvariantCulture, $"d{i},The parcel number {i} came late\n"))));
}
