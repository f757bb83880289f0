using System.Text;
using BatchProcessing.Batches;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;
using BatchProcessing.Suspects;

namespace BatchProcessing.Tests.Suspects;

public sealed class SuspectInputTests : IDisposable
{
    private const string Input = "{\"ordinal\":5}\n{\"ordinal\":6}\n{\"ordinal\":7}\n{\"ordinal\":8}\n";

    private readonly TempFolder _folder = new();
    private readonly FileSystemBlobStore _blobs;
    private readonly SuspectInput _suspects;

    public SuspectInputTests()
    {
        _blobs = new FileSystemBlobStore(_folder.Path);
        _suspects = new SuspectInput(_blobs);
    }

    [Fact]
    public async Task IsolateAsync_SuspectsTheOneDocument()
    {
        var known = new ChunkFaults(IsSuspect: false, Deaths: 0, Losses: 1, Timeouts: 1);

        IReadOnlyList<ChunkPart> parts = await _suspects.IsolateAsync(await LeaseAsync(known), 6, CancellationToken.None);

        Assert.Equal([(5L, 1, known), (6L, 1, known with { IsSuspect = true }), (7L, 2, known)],
            parts.Select(p => (p.Chunk.FirstOrdinal, p.Chunk.DocumentCount, p.Faults)));
    }

    [Theory]
    [InlineData(0, new[] { 4 })]
    [InlineData(1, new[] { 2, 2 })]
    [InlineData(5, new[] { 2, 2 })]
    public async Task NarrowAsync_HalvesFromTheSecondLoss(int losses, int[] documents)
    {
        ChunkLease lease = await LeaseAsync(default(ChunkFaults) with { Losses = losses });

        IReadOnlyList<ChunkPart> parts = await _suspects.NarrowAsync(lease, CancellationToken.None);

        Assert.Equal(documents, parts.Select(p => p.Chunk.DocumentCount));
        Assert.All(parts, p => Assert.Equal(default(ChunkFaults) with { Losses = losses + 1 }, p.Faults));
    }

    [Fact]
    public async Task NarrowAsync_SuspectsASingleDocument_AndCountsADeathWhenItWasOne()
    {
        ChunkLease lease = await LeaseAsync(default);
        ChunkLease single = lease with { Chunk = lease.Chunk with { DocumentCount = 1, InputLength = Input.Length / 4 } };

        ChunkFaults once = (await _suspects.NarrowAsync(single, CancellationToken.None)).Single().Faults;
        ChunkFaults twice = (await _suspects.NarrowAsync(single with { Faults = once }, CancellationToken.None)).Single().Faults;

        Assert.Equal(new ChunkFaults(IsSuspect: true, Deaths: 0, Losses: 1, Timeouts: 0), once);
        Assert.Equal(new ChunkFaults(IsSuspect: true, Deaths: 1, Losses: 2, Timeouts: 0), twice);
    }

    [Fact]
    public async Task ShortenAsync_KeepsTheChunkWhole_TheFirstTime()
    {
        ChunkPart part = Assert.Single(await _suspects.ShortenAsync(await LeaseAsync(default), 6, CancellationToken.None));

        Assert.Equal((4, 1), (part.Chunk.DocumentCount, part.Faults.Timeouts));
    }

    [Fact]
    public async Task ShortenAsync_CutsAroundTheDocumentAtHand_TheSecondTime()
    {
        ChunkLease lease = await LeaseAsync(default(ChunkFaults) with { Timeouts = 1 });

        IReadOnlyList<ChunkPart> parts = await _suspects.ShortenAsync(lease, 6, CancellationToken.None);

        Assert.Equal([(5L, 1, 0), (6L, 1, 1), (7L, 2, 0)],
            parts.Select(p => (p.Chunk.FirstOrdinal, p.Chunk.DocumentCount, p.Faults.Timeouts)));
        Assert.All(parts, p => Assert.False(p.Faults.IsSuspect));
    }

    [Fact]
    public async Task ShortenAsync_Halves_WhenNoDocumentWasAtHand()
    {
        ChunkLease lease = await LeaseAsync(default(ChunkFaults) with { Timeouts = 1 });

        IReadOnlyList<ChunkPart> parts = await _suspects.ShortenAsync(lease, Breadcrumb.BetweenDocuments, CancellationToken.None);

        Assert.Equal([(2, 1), (2, 1)], parts.Select(p => (p.Chunk.DocumentCount, p.Faults.Timeouts)));
    }

    [Fact]
    public async Task IsolateAsync_GivesEachPartItsShareOfTheEarlierResult()
    {
        const string Earlier = """
            {"ordinal":4,"status":"succeeded","sentiment":{"label":"positive"}}
            {"ordinal":5,"status":"succeeded","sentiment":{"label":"positive"}}
            {"ordinal":6,"status":"failed","error":{"code":"scoring-failed","message":"no"}}
            {"ordinal":7,"status":"succeeded","sentiment":{"label":null,"reason":"none"}}
            {"ordinal":8,"status":"succeeded","sentiment":{"label":"negative"}}

            """;
        await _blobs.CreateAsync("batch/out/4", Encoding.UTF8.GetBytes(Earlier), CancellationToken.None);
        var previous = new PreviousResult
        {
            Blob = "batch/out/4",
            Length = Earlier.Length,
            FirstOrdinal = 4,
            Succeeded = 3,
            Tally = Tally.FromJson("{\"sentiment\":{\"negative\":1,\"none\":1,\"positive\":1}}"),
        };

        IReadOnlyList<ChunkPart> parts = await _suspects.IsolateAsync(
            await LeaseAsync(default) with { Previous = previous }, 6, CancellationToken.None);

        Assert.Equal([1, 0, 2], parts.Select(p => p.Previous?.Succeeded ?? 0));
        Assert.Null(parts[1].Previous);
        Assert.Equal("{\"sentiment\":{\"positive\":1}}", parts[0].Previous!.Tally.ToJson());
        Assert.Equal("{\"sentiment\":{\"negative\":1,\"none\":1}}", parts[2].Previous!.Tally.ToJson());
    }

    public void Dispose() => _folder.Dispose();

    private async Task<ChunkLease> LeaseAsync(ChunkFaults faults)
    {
        await _blobs.CreateAsync("batch/in/5", Encoding.UTF8.GetBytes(Input), CancellationToken.None);
        var chunk = new Chunk { FirstOrdinal = 5, DocumentCount = 4, InputBlob = "batch/in/5", InputLength = Input.Length };
        return new ChunkLease { BatchId = Guid.CreateVersion7(), Run = 1, Chunk = chunk, Fence = 1, Attempt = 1, Faults = faults };
    }
}
