using BatchProcessing.Server.Api.Results;
using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Tests.Api;

public sealed class ScanLineTests
{
    private readonly ScanLine _line = new();

    [Fact]
    public async Task EnterAsync_LetsOneOfATenantIn_AndAnotherTenantBeside()
    {
        IDisposable first = await EnterAsync("crowd");
        Task<IDisposable> second = EnterAsync("crowd");

        using IDisposable other = await EnterAsync("other");

        Assert.False(second.IsCompleted);
        first.Dispose();
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task EnterAsync_LetsTenantsTakeTurns_WhenAllPlacesAreTaken()
    {
        IDisposable crowd = await EnterAsync("crowd");
        using IDisposable busy = await EnterAsync("busy");
        Task<IDisposable>[] waiting = [.. Enumerable.Range(0, 10).Select(_ => EnterAsync("crowd"))];
        Task<IDisposable> late = EnterAsync("late");

        crowd.Dispose();
        (await waiting[0]).Dispose();

        using IDisposable served = await late;
        Assert.All(waiting[1..], w => Assert.False(w.IsCompleted));
    }

    [Fact]
    public async Task EnterAsync_ForgetsThoseWhoLeft()
    {
        IDisposable first = await EnterAsync("crowd");
        using var gone = new CancellationTokenSource();
        Task<IDisposable> left = _line.EnterAsync("crowd", gone.Token);
        Task<IDisposable> next = EnterAsync("crowd");

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        first.Dispose();
        (await next).Dispose();
        (await EnterAsync("crowd")).Dispose();
    }

    [Fact]
    public async Task EnterAsync_Refuses_WhenTheLineIsLong()
    {
        using IDisposable first = await EnterAsync("crowd");
        using var gone = new CancellationTokenSource();
        Task<IDisposable>[] waiting = [.. Enumerable.Range(0, ScanLine.MaxWaiting).Select(_ => _line.EnterAsync("crowd", gone.Token))];

        QuotaExceededException refusal = await Assert.ThrowsAsync<QuotaExceededException>(() => EnterAsync("crowd"));
        Assert.Equal("rate-limited", refusal.Type);
        (await EnterAsync("other")).Dispose();

        await gone.CancelAsync();
        foreach (Task<IDisposable> one in waiting) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.False(EnterAsync("crowd").IsFaulted);
    }

    private Task<IDisposable> EnterAsync(string tenant) => _line.EnterAsync(tenant, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
}
