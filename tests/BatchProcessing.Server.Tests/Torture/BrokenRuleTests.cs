using BatchProcessing.Faults;
using BatchProcessing.Torture;
using BatchProcessing.Torture.Lives;

namespace BatchProcessing.Server.Tests.Torture;

/// <summary>The torture harness can fail: each rule, broken on purpose, turns it red for the reason that it should.</summary>
[RequiresFaultPoints]
public sealed class BrokenRuleTests
{
    // One life that dies in the middle of the first batches, and the last one, that is left alone.
    private static readonly Life DiesInTheMiddle = new() { KillAt = $"{FaultPoint.AfterChunkCommit}:5", Span = TimeSpan.FromMinutes(2) };

    // One life that dies with a batch whose chunks have all ended: no pump looks at it again, whatever is uploaded later.
    private static readonly Life DiesBeforeItEndsABatch = new() { KillAt = $"{FaultPoint.BeforeFinalize}:1", Span = TimeSpan.FromMinutes(2) };

    // One life that dies while it is at a document: the chunk of that document is certainly claimed.
    private static readonly Life DiesAtADocument = new() { KillAt = $"{FaultPoint.MidChunk}:30", Span = TimeSpan.FromMinutes(2) };

    // One thread sleeps through its lease, which nobody renews: another has done its chunk when it wakes.
    private static readonly Life Oversleeps = new()
    {
        HoldAt = $"{FaultPoint.AfterResultBlob}:3:8000",
        Span = TimeSpan.FromMinutes(2),
        IsTerminated = true,
    };

    // More chunks than are committed before the kill.
    private static readonly UploadSize Large = new(300, 400);

    [Fact]
    public async Task Harness_FindsNothing_WhenNoRuleIsBroken()
    {
        TortureReport report = await TortureAsync(null, Oversleeps, DiesInTheMiddle);
        Assert.Equal("", string.Join('\n', report.ViolationTexts));
        Assert.Equal((1, 1), (report.Holds, report.Kills));
    }

    [Fact]
    public Task Harness_FindsChunkCountedTwice_WhenFenceIsNotChecked() =>
        AssertRedAsync(BrokenRule.NoFenceCheck, "other", Oversleeps);

    [Fact]
    public Task Harness_FindsBatchMissing_WhenAcceptedBeforeCommit() => AssertRedAsync(
        BrokenRule.AcceptBeforeCommit, "accepted, and is not",
        new Life { KillAt = $"{FaultPoint.BeforeSealCommit}:1", Span = TimeSpan.FromMinutes(2) });

    [Fact]
    public Task Harness_FindsUncountedAttempt_WhenCountedAfterRun() =>
        AssertRedAsync(BrokenRule.AttemptAfterRun, "without its attempt", DiesAtADocument);

    [Fact]
    public Task Harness_FindsWrongCounters_WhenCountedInMemory() =>
        AssertRedAsync(BrokenRule.InMemoryCounter, "has counters other than its chunks'", DiesInTheMiddle);

    [Fact]
    public Task Harness_FindsBatchStuck_WhenNothingSweeps() =>
        AssertRedAsync(BrokenRule.NoSweep, "has not ended", DiesBeforeItEndsABatch);

    [Fact]
    public Task Harness_FindsBlobMissing_WhenNothingIsSynced() =>
        AssertRedAsync(BrokenRule.NoFsync, "result blob", DiesInTheMiddle);

    [Fact]
    public Task Harness_FindsUploadTwice_WhenKeysAreNotUnique() =>
        AssertRedAsync(BrokenRule.NoUniqueKey, "when it was repeated", DiesInTheMiddle);

    private static async Task AssertRedAsync(string rule, string violation, Life life)
    {
        TortureReport report = await TortureAsync(rule, life);
        Assert.True(
            report.ViolationTexts.Any(v => v.Contains(violation, StringComparison.Ordinal)),
            $"Not found: {violation}. Found:\n{string.Join('\n', report.ViolationTexts)}");
    }

    private static Task<TortureReport> TortureAsync(string? rule, params Life[] lives) => TortureRun.RunAsync(
        new TortureOptions
        {
            Server = new FileInfo(typeof(Program).Assembly.Location),
            BrokenRule = rule,
            Lives = new ListedLives(lives),
            Size = Large,
            Settings = lives.Contains(Oversleeps) ? ["Chunks:Heartbeat=00:10:00"] : [],
            // What is broken need not be waited for as long as what must heal.
            Patience = TimeSpan.FromSeconds(rule is null ? 60 : 3),
        },
        CancellationToken.None);
}
