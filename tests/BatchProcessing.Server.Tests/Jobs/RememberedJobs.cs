using System.Collections.Concurrent;
using System.Diagnostics;
using BatchProcessing.Jobs;

namespace BatchProcessing.Server.Tests.Jobs;

/// <summary>Does no work and remembers what was to be done; it holds, throws or waits for its cancellation when told to.</summary>
internal sealed class RememberedJobs : IJobHandler
{
    private readonly ConcurrentDictionary<Job, int> _runs = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Lane? _held;
    private Job? _thrower;
    private Job? _untilCancelled;

    public bool WasCancelled { get; private set; }

    public int Runs(Job job) => _runs.GetValueOrDefault(job);

    /// <summary>Jobs of a lane run until <see cref="Release"/>.</summary>
    public void Hold(Lane lane) => _held = lane;

    public void Release() => _released.TrySetResult();

    public void Throw(Job job) => _thrower = job;

    public void HoldUntilCancelled(Job job) => _untilCancelled = job;

    public async Task<string?> RunAsync(Job job, string? jobId, CancellationToken cancellationToken)
    {
        _runs.AddOrUpdate(job, 1, (_, runs) => runs + 1);
        if (job == _thrower) throw new InvalidOperationException("A test asked for it.");
        if (job.Lane == _held) await _released.Task;
        if (job != _untilCancelled) return $"worked as {jobId}";
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellationToken.Register(cancelled.SetResult);
        await cancelled.Task;
        WasCancelled = true;
        return null;
    }

    public async Task WaitUntilAsync(Func<bool> isTrue, TimeSpan within)
    {
        var limit = Stopwatch.StartNew();
        while (!isTrue())
        {
            Assert.True(limit.Elapsed < within, $"It never became true; jobs run: {string.Join(", ", _runs.Keys)}");
            await Task.Delay(10);
        }
    }
}
