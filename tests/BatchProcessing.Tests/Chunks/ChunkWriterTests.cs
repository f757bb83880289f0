using System.Text;
using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Tests.Documents;

namespace BatchProcessing.Tests.Chunks;

public sealed class ChunkWriterTests
{
    [Theory]
    [InlineData(999, new[] { 999 })]
    [InlineData(1_000, new[] { 1_000 })]
    [InlineData(2_001, new[] { 1_000, 1_000, 1 })]
    public async Task Add_EndsTheChunk_AtMaxDocuments(int documents, int[] expected)
    {
        using var run = new IntakeRun();

        for (int i = 0; i < documents; i++) await AddAsync(run, "text");

        IReadOnlyList<Chunk> chunks = await run.ChunksAsync();
        Assert.Equal(expected, chunks.Select(c => c.DocumentCount));
        Assert.Equal(chunks.Select((_, i) => i * 1_000L), chunks.Select(c => c.FirstOrdinal));
    }

    [Fact]
    public async Task Add_EndsTheChunk_AtMaxBytes()
    {
        using var run = new IntakeRun(chunks: new ChunkOptions { MaxBytes = 64 << 10 });

        for (int i = 0; i < 20; i++) await AddAsync(run, new string('x', 10_000));

        IReadOnlyList<Chunk> chunks = await run.ChunksAsync();
        Assert.Equal([7, 7, 6], chunks.Select(c => c.DocumentCount));
        Assert.All(chunks.SkipLast(1), c => Assert.InRange(c.InputLength, 64 << 10, (64 << 10) + 11_000));
    }

    [Fact]
    public async Task Add_WritesTheLine_AsDocumented()
    {
        using var run = new IntakeRun();
        run.Intake.BeginSource("my \"notes\".csv");
        run.Intake.Add(new DocumentRecord
        {
            Id = JsonString.Plain("a\"b"u8),
            Text = JsonString.Plain("line\nfeed"u8),
            Source = JsonString.Plain("web"u8),
            Timestamp = JsonString.Plain("2026"u8),
            Line = 2,
        });
        run.Intake.BeginSource(null);
        run.Intake.Add(new DocumentRecord { Text = JsonString.Plain("plain"u8) });
        run.Intake.AddFailed(4, "column-count", "Too \"many\".");

        string text = await run.TextOfAsync(Assert.Single(await run.ChunksAsync()));

        Assert.Equal(
            """
            {"ordinal":0,"id":"a\"b","file":"my \"notes\".csv","line":2,"source":"web","timestamp":"2026","text":"line\nfeed"}
            {"ordinal":1,"id":"doc-1","text":"plain"}
            {"ordinal":2,"id":"doc-2","line":4,"error":{"code":"column-count","message":"Line 4: Too \"many\"."}}

            """,
            text);
    }

    [Fact]
    public async Task Add_KeepsEveryByte_WhenTextNeedsTheMostEscapes()
    {
        using var run = new IntakeRun();
        string controls = new('\u0001', 400_000);

        await AddAsync(run, "x" + controls);
        await AddAsync(run, "after");

        Assert.Equal(["x" + controls, "after"], (await run.LinesAsync()).Select(l => l.Text()));
    }

    [Fact]
    public async Task CompleteAsync_GivesNoChunk_WhenNothingCame()
    {
        using var run = new IntakeRun();

        Assert.Empty(await run.ChunksAsync());
    }

    private static async Task AddAsync(IntakeRun run, string text)
    {
        if (run.Intake.Add(new DocumentRecord { Text = JsonString.Plain(Encoding.UTF8.GetBytes(text)) }))
            await run.Intake.FlushAsync(CancellationToken.None);
    }
}
