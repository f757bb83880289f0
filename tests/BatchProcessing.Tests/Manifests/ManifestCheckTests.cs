using System.Security.Cryptography;
using System.Text;
using BatchProcessing.Documents;
using BatchProcessing.Manifests;
using BatchProcessing.Tests.Documents;

namespace BatchProcessing.Tests.Manifests;

public sealed class ManifestCheckTests
{
    // Two chunks of two documents with results, and one whose documents were not processed.
    private static readonly string[] Lines =
    [
        "{\"ordinal\":0,\"id\":\"a\",\"status\":\"succeeded\",\"sentiment\":{\"label\":\"positive\",\"status\":\"failed\"}}",
        "{\"ordinal\":1,\"id\":\"b\",\"status\":\"failed\",\"error\":{\"code\":\"empty\"}}",
        "{\"ordinal\":2,\"id\":\"c\",\"status\":\"succeeded\"}",
        "{\"ordinal\":3,\"id\":\"größe\",\"status\":\"succeeded\"}",
        "{\"ordinal\":4,\"id\":\"e\",\"status\":\"not-processed\"}",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task RunAsync_FindsNothing_WhenTheResultsAreSound(int pieceBytes) =>
        Assert.Empty(await new ManifestCheck(Manifest()).RunAsync(
            new PiecewiseStream(Encoding.UTF8.GetBytes(Join(Lines)), pieceBytes), CancellationToken.None));

    [Fact]
    public async Task RunAsync_FindsNothing_WhenAnEmptyBatchHasNoLine()
    {
        var empty = Manifest() with { Documents = 0, Succeeded = 0, Failed = 0, NotProcessed = 0, Files = [], Chunks = [], ResultsSha256 = BatchManifest.HashOf([]) };

        Assert.Empty(await CheckAsync(empty, ""));
    }

    [Fact]
    public async Task RunAsync_NamesTheChunk_WhenAByteIsChanged()
    {
        string results = Join(Lines).Replace("\"id\":\"c\"", "\"id\":\"C\"", StringComparison.Ordinal);

        IReadOnlyList<string> faults = await CheckAsync(Manifest(), results);

        Assert.Equal(2, faults.Count);
        Assert.StartsWith("The chunk at document 2 has SHA-256", faults[0], StringComparison.Ordinal);
        Assert.StartsWith("The hash over all chunks is", faults[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NamesOneChunk_WhenALineIsMissing()
    {
        IReadOnlyList<string> faults = await CheckAsync(Manifest(), Join([Lines[0], .. Lines[2..]]));

        Assert.Contains("Line 2 has ordinal 2; 1 should be there.", faults);
        Assert.Contains("There are 4 lines in the results; the batch says 5.", faults);
        Assert.Contains("There are 0 documents that failed; the batch says 1.", faults);
        Assert.Single(faults, f => f.StartsWith("The chunk at", StringComparison.Ordinal));
    }

    public static TheoryData<string> Spoiled => new()
    {
        Join([Lines[1], Lines[0], .. Lines[2..]]), // order
        Join([.. Lines, Lines[4]]), // twice
        Join([Lines[0], .. Lines]),
        Join(Lines[..4]), // cut between lines
        Join(Lines)[..^1], // cut within a line
        Join([.. Lines[..4], Lines[4].Replace("not-processed", "succeeded", StringComparison.Ordinal)]),
        Join([.. Lines[..4], "nonsense"]),
        "",
    };

    [Theory]
    [MemberData(nameof(Spoiled))]
    public async Task RunAsync_FindsFaults_WhenTheResultsAreSpoiled(string results) =>
        Assert.NotEmpty(await CheckAsync(Manifest(), results));

    [Fact]
    public async Task RunAsync_FindsFaults_WhenTheManifestIsSpoiled()
    {
        BatchManifest sound = Manifest();
        BatchManifest[] spoiled =
        [
            sound with { Succeeded = 2, Failed = 2 },
            sound with { Documents = 6 },
            sound with { ResultsSha256 = new string('0', 64) },
            sound with { Files = [new SourceFile(null, new string('0', 64), 1, 4)] },
            sound with { Chunks = [sound.Chunks[0], sound.Chunks[1] with { Sha256 = null }, sound.Chunks[2]] },
            sound with { Chunks = sound.Chunks.Take(2).ToArray() },
        ];

        foreach (BatchManifest manifest in spoiled) Assert.NotEmpty(await CheckAsync(manifest, Join(Lines)));
    }

    [Fact]
    public async Task RunAsync_NamesTheChunk_WhenItHasResultsButNoHash()
    {
        string[] lines = [.. Lines[..4], Lines[4].Replace("not-processed", "succeeded", StringComparison.Ordinal)];

        IReadOnlyList<string> faults = await CheckAsync(Manifest() with { Succeeded = 4, NotProcessed = 0 }, Join(lines));

        Assert.StartsWith("The chunk at document 4 has results of an earlier run only", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_GivesTheFirstFaultsAndTheirNumber_WhenThereAreMany()
    {
        IReadOnlyList<string> faults = await CheckAsync(Manifest(), string.Concat(Enumerable.Repeat("nonsense\n", 1000)));

        Assert.Equal(21, faults.Count);
        Assert.Equal("Line 1 is no result line.", faults[0]);
        Assert.StartsWith("And 98", faults[20], StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<string>> CheckAsync(BatchManifest manifest, string results) =>
        new ManifestCheck(manifest).RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(results)), CancellationToken.None);

    private static string Join(IEnumerable<string> lines) => string.Concat(lines.Select(l => l + "\n"));

    private static ManifestChunk Chunk(int first)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Join(Lines[first..(first + 2)]));
        return new ManifestChunk(first, 2, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static BatchManifest Manifest()
    {
        ManifestChunk[] chunks = [Chunk(0), Chunk(2), new ManifestChunk(4, 1, 0, null)];
        return new BatchManifest
        {
            BatchId = Guid.Empty,
            Run = 1,
            Status = "failed",
            EndedAt = DateTimeOffset.UnixEpoch,
            Documents = 5,
            Succeeded = 3,
            Failed = 1,
            NotProcessed = 1,
            Files = [new SourceFile("a.csv", new string('0', 64), 100, 5)],
            Models = [],
            Chunks = chunks,
            ResultsSha256 = BatchManifest.HashOf(chunks.Select(c => c.Sha256)),
        };
    }
}
