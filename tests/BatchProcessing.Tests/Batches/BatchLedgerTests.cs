using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Jobs;

namespace BatchProcessing.Tests.Batches;

public sealed class BatchLedgerTests
{
    private static readonly Batch Counted = new()
    {
        Id = Guid.Empty,
        TenantId = "default",
        Status = BatchStatus.Finalizing,
        Lane = Lane.Batch,
        Models = ModelPins.Parse("sentiment=language@1"),
        DocumentCount = 10,
        Progress = new BatchProgress { Succeeded = 7, Failed = 2, NotProcessed = 1 },
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    [Theory]
    [InlineData(10L)]
    [InlineData(null)]
    public void Check_Passes_WhenAllSumsAgree(long? sources) => new BatchLedger(sources, 10, 0).Check(Counted);

    [Theory]
    [InlineData(9L, 10L, 0)]
    [InlineData(11L, 10L, 0)]
    [InlineData(10L, 9L, 0)]
    [InlineData(null, 11L, 0)]
    [InlineData(10L, 10L, 1)]
    public void Check_Throws_WhenOneSumDiffers(long? sources, long chunks, int miscounted) =>
        Assert.Throws<LedgerException>(() => new BatchLedger(sources, chunks, miscounted).Check(Counted));

    [Fact]
    public void Check_Throws_WhenTheBatchCountedADocumentTwice()
    {
        Batch twice = Counted with { Progress = Counted.Progress with { Failed = 3 } };

        Assert.Throws<LedgerException>(() => new BatchLedger(10, 10, 0).Check(twice));
    }
}
