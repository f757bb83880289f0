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
    public async Task ProcessAsync_Throws_WhenInputIsDamaged()
    {
        (Batch batch, ChunkLease lease) = await WriteAsync("{\"text\":\"one\"}\n{\"text\":\"two\"}");
        string path = Path.Combine(_folder.Path, lease.Chunk.InputBlob);
        await File.WriteAllTextAsync(path, new string('x', lease.Chunk.InputLength));

        await Assert.ThrowsAsync<InvalidDataException>(() => _processor.ProcessAsync(batch, lease, CancellationToken.None));
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
        ChunkOutcome outcome = await _processor.ProcessAsync(batch, lease, CancellationToken.None);
        var content = new byte[outcome.ResultLength];
        await _blobs.ReadAsync(outcome.ResultBlob!, 0, content, CancellationToken.None);
        string[] lines = Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (outcome, [.. lines.Select(l => JsonElement.Parse(l))]);
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
