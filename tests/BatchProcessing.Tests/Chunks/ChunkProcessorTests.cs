using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Jobs;
using BatchProcessing.Processing;
using BatchProcessing.Tests.Analyses;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Tests.Chunks;

public sealed class ChunkProcessorTests : IClassFixture<ShippedModels>, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FileSystemBlobStore _blobs;
    private readonly ShippedModels _shipped;
    private readonly BatchProcessingMetrics _metrics = new(TimeProvider.System);
    private readonly ChunkProcessor _processor;

    public ChunkProcessorTests(ShippedModels shipped)
    {
        _shipped = shipped;
        _blobs = new FileSystemBlobStore(_folder.Path);
        _processor = new ChunkProcessor(
            _blobs, shipped.Analyses, Options.Create(new BatchProcessorOptions()), TimeProvider.System, _metrics, NullLogger<ChunkProcessor>.Instance);
    }

    [Fact]
    public async Task ProcessAsync_KeepsInputOrderAndBadRows_WhenChunkIsMixed()
    {
        (ChunkOutcome outcome, JsonElement[] lines) = await ProcessAsync(
            """
            {"id":"good","text":"I love this phone, it is \"wonderful\"!\nI would buy it again 🎉"}
            {"id":"bad"}
            {"id":"spanish","text":"Muy mala experiencia, pésimo servicio, no lo recomiendo a nadie.","source":"web"}
            nonsense
            {"id":"german","text":"Ich bin mit diesem Gerät überhaupt nicht zufrieden und möchte mein Geld zurück."}
            """);

        Assert.Equal([0, 1, 2, 3, 4], lines.Select(l => l.GetProperty("ordinal").GetInt32()));
        Assert.Equal(["good", "doc-1", "spanish", "doc-3", "german"], lines.Select(l => l.GetProperty("id").GetString()));
        Assert.Equal(["succeeded", "failed", "succeeded", "failed", "succeeded"], lines.Select(l => l.GetProperty("status").GetString()));
        Assert.Equal((3, 2), (outcome.Succeeded, outcome.Failed));
        Assert.Equal("positive", Label(lines[0], "sentiment"));
        Assert.Equal("negative", Label(lines[2], "sentiment"));
        Assert.Equal("sentiment-es@1", lines[2].GetProperty("sentiment").GetProperty("model").GetString());
        Assert.Equal("web", lines[2].GetProperty("source").GetString());
        Assert.Null(Label(lines[4], "sentiment"));
        Assert.StartsWith("no sentiment model", lines[4].GetProperty("sentiment").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("invalid-json", lines[3].GetProperty("error").GetProperty("code").GetString());
        Assert.All(lines, l => Assert.False(l.TryGetProperty("text", out _)));
    }

    [Fact]
    public async Task ProcessAsync_GivesHashAndLinesOfTheBlob()
    {
        (ChunkOutcome outcome, JsonElement[] lines) = await ProcessAsync("{\"text\":\"One.\"}\nnonsense\n{\"text\":\"Two.\"}\n");

        Stream blob = await _blobs.OpenReadAsync(outcome.ResultBlob!, 0, CancellationToken.None);
        await using (blob) Assert.Equal(Convert.ToHexStringLower(await SHA256.HashDataAsync(blob)), outcome.ResultHash);
        Assert.Equal(lines.Length, outcome.ResultLines);
    }

    [Fact]
    public async Task ProcessAsync_CountsWhatTheLinesSay()
    {
        (ChunkOutcome outcome, JsonElement[] lines) = await ProcessAsync(string.Join('\n', Enumerable.Range(0, 200).Select(i =>
            i % 7 == 0 ? "{}" : string.Create(CultureInfo.InvariantCulture, $"{{\"text\":\"number {i} is {(i % 2 == 0 ? "great" : "awful")} news about football\"}}"))));

        foreach (string analysis in AnalysisCatalog.Names)
        {
            Dictionary<string, long> counted = lines.Where(l => l.TryGetProperty(analysis, out _))
                .GroupBy(l => Label(l, analysis) ?? "none").ToDictionary(g => g.Key, g => (long)g.Count());
            Assert.Equal(counted, outcome.Tally.Group(analysis).ToDictionary());
        }

        Assert.Equal(29, outcome.Tally.Group(Tally.Errors)["empty"]);
        Assert.Equal(200, outcome.Succeeded + outcome.Failed);
    }

    [Fact]
    public async Task ProcessAsync_GivesTheSameResults_WhenAChunkFollowsALargerOne()
    {
        const string Document = "{\"text\":\"The team won the final after extra time.\"}";
        (_, JsonElement[] alone) = await ProcessAsync(Document);
        await ProcessAsync(string.Join('\n', Enumerable.Repeat("{\"text\":\"Shares fell sharply on Monday morning.\"}", 500)));

        (_, JsonElement[] after) = await ProcessAsync(Document);

        Assert.Equal(alone[0].GetRawText(), after[0].GetRawText());
    }

    [Fact]
    public async Task ProcessAsync_WritesProbabilities_OfFourDecimalsThatAddUp()
    {
        (_, JsonElement[] lines) = await ProcessAsync("{\"text\":\"The team won the final after extra time.\"}");

        JsonElement classification = lines[0].GetProperty("classification");
        Dictionary<string, double> scores = classification.GetProperty("scores").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());
        Assert.Equal(1, scores.Values.Sum(), 2);
        Assert.Equal(scores.MaxBy(s => s.Value).Key, classification.GetProperty("label").GetString());
        Assert.Equal(scores.Values.Max(), classification.GetProperty("confidence").GetDouble());
        Assert.Matches("\"confidence\":[01]\\.[0-9]{4},", classification.GetRawText());
    }

    [Fact]
    public async Task ProcessAsync_KeepsLinesThatSucceeded_AndAnalysesTheOthers_WhenTheChunkRunsAgain()
    {
        (Batch batch, ChunkLease lease) = await WriteAsync("{\"text\":\"great\"}\n{}\n{\"text\":\"What an awful experience, I want my money back.\"}\n{\"text\":\"fine\"}");
        const string Kept = "{\"ordinal\":0,\"id\":\"doc-0\",\"status\":\"succeeded\",\"mark\":\"an earlier run\"}\n";
        const string AlsoKept = "{\"ordinal\":3,\"id\":\"doc-3\",\"status\":\"succeeded\"}\n";
        string earlier = "{\"ordinal\":-1,\"status\":\"succeeded\"}\n" + Kept
            + "{\"ordinal\":1,\"status\":\"failed\",\"error\":{\"code\":\"empty\",\"message\":\"\\\",\\\"status\\\":\\\"succeeded\\\"\"}}\n"
            + "{\"ordinal\":2,\"status\":\"failed\",\"error\":{\"code\":\"timeout\",\"message\":\"\"}}\n" + AlsoKept;
        PreviousResult previous = await EarlierAsync(lease, earlier, succeeded: 2);

        ChunkOutcome outcome = await _processor.ProcessAsync(batch, lease with { Run = 2, Previous = previous }, null, CancellationToken.None);

        string[] lines = await LinesAsync(outcome);
        Assert.Equal((3, 1), (outcome.Succeeded, outcome.Failed));
        Assert.Equal((Kept, AlsoKept), (lines[0] + '\n', lines[3] + '\n'));
        Assert.Equal("empty", JsonElement.Parse(lines[1]).GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("negative", Label(JsonElement.Parse(lines[2]), "sentiment"));
        Assert.Equal(new Dictionary<string, long> { ["earlier"] = 2, ["negative"] = 1 }, outcome.Tally.Group("sentiment").ToDictionary());
    }

    [Fact]
    public async Task FailAsync_KeepsLinesThatSucceeded_WhenTheChunkRunsAgain()
    {
        (Batch batch, ChunkLease lease) = await WriteAsync("{\"text\":\"great\"}\n{}\n{\"text\":\"poison\"}");
        const string Kept = "{\"ordinal\":0,\"id\":\"doc-0\",\"status\":\"succeeded\",\"mark\":\"an earlier run\"}\n";
        string earlier = "{\"ordinal\":-1,\"status\":\"succeeded\"}\n" + Kept
            + "{\"ordinal\":1,\"status\":\"failed\"}\n{\"ordinal\":2,\"status\":\"failed\"}\n";
        PreviousResult previous = await EarlierAsync(lease, earlier, succeeded: 1);

        ChunkOutcome outcome = await _processor.FailAsync(
            batch, lease with { Run = 2, Previous = previous }, "poison-document", "It died.", CancellationToken.None);

        string[] lines = await LinesAsync(outcome);
        Assert.Equal((1, 2), (outcome.Succeeded, outcome.Failed));
        Assert.Equal(Kept, lines[0] + '\n');
        Assert.Equal(["empty", "poison-document"],
            lines[1..].Select(l => JsonElement.Parse(l).GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal(1, outcome.Tally.Group("sentiment")["earlier"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ProcessAsync_Throws_WhenTheEarlierResultIsNotWhatWasRecorded(int succeeded)
    {
        (Batch batch, ChunkLease lease) = await WriteAsync("{\"text\":\"one\"}\n{\"text\":\"two\"}");
        const string Line = "{\"ordinal\":0,\"status\":\"succeeded\"}\n";
        PreviousResult previous = await EarlierAsync(lease, Line + Line + Line, succeeded);

        await Assert.ThrowsAsync<InvalidDataException>(
            () => _processor.ProcessAsync(batch, lease with { Previous = previous }, null, CancellationToken.None));
    }

    [Fact]
    public async Task ProcessAsync_Throws_WhenInputIsDamaged()
    {
        (Batch batch, ChunkLease lease) = await WriteAsync("{\"text\":\"one\"}\n{\"text\":\"two\"}");
        string path = Path.Combine(_folder.Path, lease.Chunk.InputBlob);
        await File.WriteAllTextAsync(path, new string('x', lease.Chunk.InputLength));

        await Assert.ThrowsAsync<InvalidDataException>(() => _processor.ProcessAsync(batch, lease, null, CancellationToken.None));
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _folder.Dispose();
    }

    private static string? Label(JsonElement line, string analysis) => line.GetProperty(analysis).GetProperty("label").GetString();

    private async Task<(ChunkOutcome Outcome, JsonElement[] Lines)> ProcessAsync(string jsonLines)
    {
        (Batch batch, ChunkLease lease) = await WriteAsync(jsonLines);
        ChunkOutcome outcome = await _processor.ProcessAsync(batch, lease, null, CancellationToken.None);
        return (outcome, [.. (await LinesAsync(outcome)).Select(l => JsonElement.Parse(l))]);
    }

    private async Task<string[]> LinesAsync(ChunkOutcome outcome)
    {
        var content = new byte[outcome.ResultLength];
        await _blobs.ReadAsync(outcome.ResultBlob!, 0, content, CancellationToken.None);
        return Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Stores an earlier result whose first line is that of the document before the chunk.</summary>
    private async Task<PreviousResult> EarlierAsync(ChunkLease lease, string lines, int succeeded)
    {
        string name = BlobName.Result(lease.BatchId, lease.Chunk.FirstOrdinal, run: 1, fence: 7);
        await _blobs.CreateAsync(name, Encoding.UTF8.GetBytes(lines), CancellationToken.None);
        var tally = new Tally();
        tally.Add("sentiment", "earlier", succeeded);
        return new PreviousResult
        {
            Blob = name,
            Length = Encoding.UTF8.GetByteCount(lines),
            FirstOrdinal = -1,
            Succeeded = succeeded,
            Tally = tally,
        };
    }

    private async Task<(Batch Batch, ChunkLease Lease)> WriteAsync(string jsonLines)
    {
        Guid id = Guid.CreateVersion7();
        using var writer = new ChunkWriter(_blobs, new ChunkOptions(), id);
        var intake = new DocumentIntake(writer, new UploadOptions(), failOnInvalid: false);
        intake.BeginSource(null);
        await new JsonLinesReader(new TableOptions()).ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(jsonLines)), intake, CancellationToken.None);
        Chunk chunk = Assert.Single(await writer.CompleteAsync(CancellationToken.None));
        var batch = new Batch
        {
            Id = id,
            TenantId = "default",
            Status = BatchStatus.Running,
            Lane = Lane.Batch,
            Models = await _shipped.PinAsync([.. AnalysisCatalog.Names]),
            DocumentCount = chunk.DocumentCount,
            Progress = BatchProgress.None,
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };
        return (batch, new ChunkLease { BatchId = id, Run = 1, Chunk = chunk, Fence = 1, Attempt = 1 });
    }
}
