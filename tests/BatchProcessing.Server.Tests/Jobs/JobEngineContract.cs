using BatchProcessing.Hangfire;
using BatchProcessing.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BatchProcessing.Server.Tests.Jobs;

/// <summary>What the job engine does, wherever its queues are. Each runs in a host of its own over a handler that only remembers.</summary>
public abstract class JobEngineContract : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly RememberedJobs _jobs = new();
    private IHost _host = null!;

    private IJobEngine Engine => _host.Services.GetRequiredService<IJobEngine>();

    public async Task InitializeAsync()
    {
        var options = new JobOptions { BatchWorkers = 1, CriticalWorkers = 1 };
        string? sharedDatabase = await ConfigureAsync(options);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IJobHandler>(_jobs);
        builder.Services.Configure<JobOptions>(o => o.SweepInterval = TimeSpan.FromMinutes(10));
        builder.Services.AddHangfireJobEngine(options, sharedDatabase);
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        _jobs.Release();
        await _host.StopAsync();
        _host.Dispose();
    }

    [Theory]
    [InlineData(JobKind.Pump, Lane.Critical, 3)]
    [InlineData(JobKind.FinalizeBatch, Lane.Batch, 0)]
    [InlineData(JobKind.TrainModel, Lane.Training, 0)]
    [InlineData(JobKind.Retention, Lane.Maintenance, 7)]
    public async Task EnqueueAsync_RunsTheJobAsItIs_InEveryLane(JobKind kind, Lane lane, int slot)
    {
        var job = new Job(kind, lane, Guid.NewGuid(), slot);

        await EnqueueAsync(job);

        await WaitForAsync(job);
    }

    [Fact]
    public async Task EnqueueAsync_RunsTheJobLater_WhenItHasADelay()
    {
        Job job = NewPump();

        await Engine.EnqueueAsync(job, TimeSpan.FromMilliseconds(20), CancellationToken.None);

        await WaitForAsync(job);
    }

    [Fact]
    public async Task EnqueueAsync_RunsTheJobNow_WhenTheSameWaitsForLater()
    {
        Job job = NewPump();

        await Engine.EnqueueAsync(job, TimeSpan.FromMinutes(10), CancellationToken.None);
        await EnqueueAsync(job);

        await WaitForAsync(job);
    }

    [Fact]
    public async Task EnqueueAsync_RunsTheJobAgain_WhenItsTwinRuns()
    {
        Job job = NewPump();
        _jobs.Hold(Lane.Batch);
        await EnqueueAsync(job);
        await WaitForAsync(job);

        await EnqueueAsync(job);
        _jobs.Release();

        await WaitForAsync(job, times: 2);
    }

    [Fact]
    public async Task EnqueueAsync_GoesOn_WhenAJobThrows()
    {
        Job thrower = NewPump();
        _jobs.Throw(thrower);

        await EnqueueAsync(thrower);
        await WaitForAsync(thrower);
        await RunOneMoreAsync();

        Assert.Equal(1, _jobs.Runs(thrower));
    }

    [Fact]
    public async Task EnqueueAsync_KeepsTheOtherLanesServed_WhenOneIsFull()
    {
        _jobs.Hold(Lane.Critical);
        Job[] vip = [.. Enumerable.Range(0, 20).Select(_ => new Job(JobKind.Pump, Lane.Critical, Guid.NewGuid()))];
        foreach (Job job in vip) await EnqueueAsync(job);
        await _jobs.WaitUntilAsync(() => vip.Any(j => _jobs.Runs(j) > 0), Limit);

        await RunOneMoreAsync();
        var sweep = new Job(JobKind.Sweep, Lane.Maintenance, Guid.NewGuid());
        await EnqueueAsync(sweep);

        await WaitForAsync(sweep);
    }

    [Fact]
    public async Task EnqueueAsync_RunsTrainingsOneAtATime_WhileBatchesGoOn()
    {
        _jobs.Hold(Lane.Training);
        Job[] trainings = [.. Enumerable.Range(0, 20).Select(_ => Job.TrainModel(Guid.NewGuid()))];
        foreach (Job job in trainings) await EnqueueAsync(job);
        await _jobs.WaitUntilAsync(() => trainings.Any(j => _jobs.Runs(j) > 0), Limit);

        await RunOneMoreAsync();

        Assert.Equal(1, trainings.Sum(_jobs.Runs));
        _jobs.Release();
        await _jobs.WaitUntilAsync(() => trainings.All(j => _jobs.Runs(j) > 0), Limit);
    }

    [Fact]
    public async Task EnqueueMissingAsync_EnqueuesOnly_WhatDoesNotWait()
    {
        Job running = NewPump(), waiting = NewPump(), missing = NewPump();
        _jobs.Hold(Lane.Batch);
        await EnqueueAsync(running);
        await WaitForAsync(running);
        await EnqueueAsync(waiting);

        for (int i = 0; i < 3; i++) await Engine.EnqueueMissingAsync([waiting, missing], CancellationToken.None);
        _jobs.Release();
        await WaitForAsync(missing);
        await RunOneMoreAsync();

        Assert.Equal((1, 1), (_jobs.Runs(waiting), _jobs.Runs(missing)));
    }

    [Fact]
    public async Task CountNodesAsync_CountsThisOne()
    {
        await RunOneMoreAsync();

        Assert.Equal(1, await Engine.CountNodesAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Start_AsksForASweepAndForRetention()
    {
        await WaitForAsync(Job.Sweep);
        await WaitForAsync(Job.Retention);
    }

    [Fact]
    public async Task Stop_CancelsTheJobsThatRun_AndWaitsForThem()
    {
        Job job = NewPump();
        _jobs.HoldUntilCancelled(job);
        await EnqueueAsync(job);
        await WaitForAsync(job);

        await _host.StopAsync();

        Assert.True(_jobs.WasCancelled);
    }

    /// <summary>Says where the queues are.</summary>
    /// <returns>The database that the engines of all nodes share, if that is where.</returns>
    protected abstract Task<string?> ConfigureAsync(JobOptions options);

    private static Job NewPump() => Job.Pump(Lane.Batch, Guid.NewGuid(), slot: 0);

    private Task EnqueueAsync(Job job) => Engine.EnqueueAsync(job, TimeSpan.Zero, CancellationToken.None);

    private Task WaitForAsync(Job job, int times = 1) => _jobs.WaitUntilAsync(() => _jobs.Runs(job) >= times, Limit);

    /// <summary>Runs a job of the batch lane: what its one worker did before is over then.</summary>
    private async Task RunOneMoreAsync()
    {
        Job last = NewPump();
        await EnqueueAsync(last);
        await WaitForAsync(last);
    }
}
