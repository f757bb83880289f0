using System.Security.Cryptography;
using System.Text;
using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Idempotency;
using BatchProcessing.Jobs;
using BatchProcessing.Outages;
using BatchProcessing.Server.Tests.Storage;

namespace BatchProcessing.Server.Tests.Batches;

public sealed class BatchSubmitterTests
{
    [Fact]
    public async Task SealAsync_MakesADurableBatch_AndWakesItsPumps()
    {
        await using var service = new SubmissionFixture();
        await using Upload upload = await service.BeginAsync();
        await SubmissionFixture.FillAsync(upload, rows: 25);

        Batch batch = await upload.SealAsync(CancellationToken.None);

        Assert.Equal((25L, 3), (batch.DocumentCount, batch.Progress.ChunkTotal));
        Assert.Equivalent(batch, await service.Store.GetAsync(batch.Id, CancellationToken.None));
        Assert.Equal([.. Enumerable.Range(0, 3).Select(slot => Job.TenantPump(Lane.Batch, batch.TenantId, slot, batch.Id))], service.Engine.Jobs);
        Assert.Equal(3, service.Blobs.Length);
        Assert.Equal(batch.InputBytes, service.Blobs.Sum(b => new FileInfo(b).Length));
    }

    [Fact]
    public async Task AddFileAsync_HashesTheWholeFile_WhenItsReaderGivesUp()
    {
        await using var service = new SubmissionFixture();
        await using Upload upload = await service.BeginAsync();
        byte[] image = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. new byte[300_000]];
        var reader = new UploadFileReader(new TableOptions());

        await upload.AddFileAsync(reader, new DeclaredFile("a.csv", FileKind.Csv), new MemoryStream("text\nrow\n"u8.ToArray()), CancellationToken.None);
        await upload.AddFileAsync(reader, new DeclaredFile("b.csv", FileKind.Csv), new MemoryStream(image), CancellationToken.None);
        Batch batch = await upload.SealAsync(CancellationToken.None);

        SourceFile[] expected =
        [
            new("a.csv", Convert.ToHexStringLower(SHA256.HashData("text\nrow\n"u8)), 9, 1),
            new("b.csv", Convert.ToHexStringLower(SHA256.HashData(image)), image.Length, 1),
        ];
        Assert.Equal(expected, await service.Store.ListSourcesAsync(batch.TenantId, batch.Id, CancellationToken.None));
    }

    [Fact]
    public async Task BeginAsync_Refuses_WhileTooManyDocumentsWait()
    {
        await using var service = new SubmissionFixture();
        await using (Upload upload = await service.BeginAsync())
        {
            await SubmissionFixture.FillAsync(upload, rows: SubmissionFixture.MaxQueuedDocuments + 1);
            await upload.SealAsync(CancellationToken.None);
        }

        var refused = await Assert.ThrowsAsync<UploadRejectedException>(service.BeginAsync);

        Assert.Equal("queue-full", refused.Type);
    }

    [Fact]
    public async Task SealAsync_AsksForTheEnd_WhenThereIsNoDocument()
    {
        await using var service = new SubmissionFixture();
        await using Upload upload = await service.BeginAsync();

        Batch batch = await upload.SealAsync(CancellationToken.None);

        Assert.Equal(BatchStatus.Finalizing, batch.Status);
        Assert.Equal([Job.FinalizeBatch(Lane.Batch, batch.Id)], service.Engine.Jobs);
    }

    [Fact]
    public async Task SealAsync_Accepts_WhenTheEngineCannotBeWoken()
    {
        await using var service = new SubmissionFixture();
        service.Engine.Fault = new InvalidOperationException("down");
        Batch batch;
        await using (Upload upload = await service.BeginAsync())
        {
            await SubmissionFixture.FillAsync(upload, rows: 5);
            batch = await upload.SealAsync(CancellationToken.None);
        }

        service.Engine.Fault = null;
        service.Engine.Jobs.Clear();
        await service.Sweeper.RunAsync(CancellationToken.None);

        Assert.Single(service.Blobs);
        Assert.Equal([Job.TenantPump(Lane.Batch, batch.TenantId, 0, batch.Id)], service.Engine.Jobs);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task SealAsync_Accepts_WhenTheAnswerOfTheCommitIsLost(int unreachedAfterwards)
    {
        await using var service = new SubmissionFixture();
        Batch batch;
        await using (Upload upload = await service.BeginAsync())
        {
            await SubmissionFixture.FillAsync(upload, rows: 5);
            service.Connection.LosesNextAnswer = true;
            service.Connection.Unreached = unreachedAfterwards;
            batch = await upload.SealAsync(CancellationToken.None);
        }

        Assert.Equivalent(batch, await service.Store.GetAsync(batch.Id, CancellationToken.None));
        Assert.Single(service.Blobs);
        Assert.Equal([Job.TenantPump(Lane.Batch, batch.TenantId, 0, batch.Id)], service.Engine.Jobs);
    }

    [Fact]
    public async Task SealAsync_Throws_AndNothingStays_WhenTheCommitDidNotReachTheDatabase()
    {
        await using var service = new SubmissionFixture();
        await using (Upload upload = await service.BeginAsync())
        {
            await SubmissionFixture.FillAsync(upload, rows: 5);
            service.Connection.Unreached = 1;
            await Assert.ThrowsAsync<OutageException>(() => upload.SealAsync(CancellationToken.None));
        }

        Assert.Empty(await service.Store.ListActiveAsync(CancellationToken.None));
        Assert.Empty(service.Blobs);
        Assert.Equal(0, await service.ReservationsAsync());
        Assert.Empty(service.Engine.Jobs);
    }

    [Fact]
    public async Task DisposeAsync_LeavesNothing_WhenTheUploadBreaksOff()
    {
        await using var service = new SubmissionFixture();
        await using (Upload upload = await service.BeginAsync())
        {
            await SubmissionFixture.FillAsync(upload, rows: 25);
            await upload.Intake.FlushAsync(CancellationToken.None);
            Assert.Equal(1, await service.ReservationsAsync());
        }

        Assert.Empty(service.Blobs);
        Assert.Equal(0, await service.ReservationsAsync());
        Assert.Empty(service.Engine.Jobs);
    }

    [Fact]
    public async Task DisposeAsync_LeavesNothing_WhenTheStreamThrows()
    {
        await using var service = new SubmissionFixture();
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await using Upload upload = await service.BeginAsync();
            await SubmissionFixture.FillAsync(upload, new BrokenStream());
        });

        Assert.Empty(service.Blobs);
        Assert.Equal(0, await service.ReservationsAsync());
    }

    [Fact]
    public async Task SealAsync_Throws_WhenChunksCannotBeStored()
    {
        await using var service = new SubmissionFixture();
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await using Upload upload = await service.BeginAsync();
            await File.WriteAllTextAsync(service.BlobFolderOf(upload), "in the way of the folder");
            await SubmissionFixture.FillAsync(upload, rows: 95);
            await upload.SealAsync(CancellationToken.None);
        });

        Assert.Empty(await service.Store.ListActiveAsync(CancellationToken.None));
    }

    [Fact]
    public async Task SealAsync_Refuses_WhenTheReservationHasExpired()
    {
        await using var service = new SubmissionFixture();
        await using (Upload upload = await service.BeginAsync())
        {
            await SubmissionFixture.FillAsync(upload, rows: 5);
            service.Clock.Advance(61);
            var refusal = await Assert.ThrowsAsync<UploadRejectedException>(() => upload.SealAsync(CancellationToken.None));
            Assert.Equal("upload-expired", refusal.Type);
        }

        await service.Sweeper.RunAsync(CancellationToken.None);
        Assert.Empty(service.Blobs);
        Assert.Equal(0, await service.ReservationsAsync());
    }

    [Fact]
    public async Task SealAsync_Refuses_WhenTheKeyWasTakenOver()
    {
        await using var service = new SubmissionFixture();
        IdempotencyLease late = await ReserveAsync(service);
        await service.Keys.ReleaseAsync(late, CancellationToken.None);
        IdempotencyLease heir = await ReserveAsync(service);
        await using (Upload upload = await service.BeginAsync())
        {
            await SubmissionFixture.FillAsync(upload, rows: 5);
            var refusal = await Assert.ThrowsAsync<UploadRejectedException>(
                () => upload.SealAsync(new IdempotencyClaim(late, "print"), CancellationToken.None));
            Assert.Equal("upload-expired", refusal.Type);
        }

        Assert.Empty(service.Blobs);
        Assert.Empty(await service.Store.ListActiveAsync(CancellationToken.None));
        Assert.True(await service.Keys.RenewAsync(heir, TimeSpan.FromMinutes(1), CancellationToken.None));
    }

    [Fact]
    public async Task Sweep_ForgetsKeys_WhoseTimeIsOver()
    {
        await using var service = new SubmissionFixture();
        IdempotencyLease old = await ReserveAsync(service);
        service.Clock.Advance(TimeSpan.FromHours(25).TotalSeconds);

        await service.Sweeper.RunAsync(CancellationToken.None);

        Assert.Equal(old.Fence, (await ReserveAsync(service)).Fence); // counted from 1 again: the row was gone
    }

    [Fact]
    public async Task SealAsync_Refuses_WhenTheBatchToWaitForIsDeletedMeanwhile()
    {
        await using var service = new SubmissionFixture();
        Batch first;
        await using (Upload empty = await service.BeginAsync()) first = await empty.SealAsync(CancellationToken.None);
        await using (Upload upload = await service.BeginAsync(after: first.Id))
        {
            await SubmissionFixture.FillAsync(upload, rows: 5);
            FinalizeLease? end = await service.Store.ClaimFinalizationAsync(first.Id, StoredBatches.Minute, CancellationToken.None);
            await service.Store.EndBatchAsync(end!, BatchStatus.Completed, CancellationToken.None);
            Assert.True(await service.Store.DeleteAsync(first.Id, endedFor: null, CancellationToken.None));

            var refusal = await Assert.ThrowsAsync<UploadRejectedException>(() => upload.SealAsync(CancellationToken.None));
            Assert.Equal("unknown-predecessor", refusal.Type);
        }

        Assert.Empty(service.Blobs);
        Assert.Equal(0, await service.ReservationsAsync());
    }

    [Fact]
    public async Task Sweep_RemovesWhatADeadSenderLeft_AndNothingElse()
    {
        await using var service = new SubmissionFixture();
        await using Upload whole = await service.BeginAsync();
        await SubmissionFixture.FillAsync(whole, rows: 5);
        await whole.SealAsync(CancellationToken.None);
        await using Upload dead = await service.BeginAsync();
        await SubmissionFixture.FillAsync(dead, rows: 20);
        await service.Sweeper.RunAsync(CancellationToken.None);
        Assert.Equal(1, await service.ReservationsAsync());

        service.Clock.Advance(61);
        await service.Sweeper.RunAsync(CancellationToken.None);

        Assert.Equal(0, await service.ReservationsAsync());
        Assert.Single(service.Blobs, b => b.Contains(whole.BatchId.ToString("N"), StringComparison.Ordinal));
    }

    private static async Task<IdempotencyLease> ReserveAsync(SubmissionFixture service) => (await service.Keys.ReserveAsync(
        "default", "key", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24), CancellationToken.None)).Lease!;

    /// <summary>Thirty documents, then the connection breaks.</summary>
    private sealed class BrokenStream : ForwardOnlyStream
    {
        private bool _begun;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_begun) throw new IOException("The connection was reset.");
            _begun = true;
            byte[] lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"text\":\"row\"}\n", 30)));
            lines.CopyTo(buffer);
            return ValueTask.FromResult(lines.Length);
        }
    }
}
