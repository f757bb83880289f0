using BatchProcessing.Documents;
using BatchProcessing.Idempotency;
using BatchProcessing.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Tests.Batches;

public sealed class IdempotencyKeysTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly BeatingClock _clock = new();
    private readonly SqliteDatabase _database;
    private readonly IdempotencyKeys _keys;

    public IdempotencyKeysTests()
    {
        _database = new SqliteDatabase(_folder["batches.db"], _clock);
        _keys = new IdempotencyKeys(
            new SqlIdempotencyStore(_database), Options.Create(new UploadOptions()), _clock, NullLogger<IdempotencyKeys>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Hold_KeepsTheKey_AsLongAsItsHeartBeats()
    {
        IdempotencyReservation reserved = await ReserveAsync();
        await using IAsyncDisposable holding = _keys.Hold(reserved.Lease!);
        for (int i = 0; i < 10; i++)
        {
            _clock.Advance(50);
            await _clock.BeatAsync(_database);
        }

        await RefusedAsync();
        _clock.Advance(61);

        Assert.NotNull((await ReserveAsync()).Lease);
    }

    [Fact]
    public async Task Hold_FreesTheKey_WhenItIsDisposed()
    {
        IdempotencyReservation reserved = await ReserveAsync();
        IAsyncDisposable holding = _keys.Hold(reserved.Lease!);
        await RefusedAsync();

        await holding.DisposeAsync();
        await _clock.BeatAsync(_database);

        Assert.NotNull((await ReserveAsync()).Lease);
    }

    private Task<IdempotencyReservation> ReserveAsync() => _keys.ReserveAsync("default", "key", CancellationToken.None);

    private async Task RefusedAsync()
    {
        var refusal = await Assert.ThrowsAsync<UploadRejectedException>(ReserveAsync);
        Assert.Equal("idempotency-in-progress", refusal.Type);
    }

    /// <summary>A clock whose time and whose one timer are moved by hand.</summary>
    private sealed class BeatingClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private TimerCallback? _heartbeat;

        public void Advance(double seconds) => _now = _now.AddSeconds(seconds);

        /// <summary>Lets the timer fire; when the task ends what it wrote is written.</summary>
        public async Task BeatAsync(SqliteDatabase database)
        {
            _heartbeat!(null);
            // Writes are done one after the other: this one stands behind the heartbeat's.
            await database.WriteAsync(_ => Task.FromResult(0), CancellationToken.None);
        }

        public override DateTimeOffset GetUtcNow() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _heartbeat = callback;
            return new DeadTimer();
        }
    }

    private sealed class DeadTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
