using BatchProcessing.Server.Storage;
using Npgsql;
using Quartz;

namespace BatchProcessing.Server.Jobs;

/// <summary>
/// Makes the engine's tables in the shared database again when they are lost. What was in them is not needed: the
/// sweep enqueues whatever the batches need.
/// </summary>
/// <param name="database">Where the tables are.</param>
public sealed class EngineTables(PostgresDatabase database)
{
    private const string Provisioner = "provisioner";

    /// <summary>Whether an engine's fault says that a table is not there.</summary>
    public static bool AreMissing(Exception fault) =>
        fault.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable };

    /// <summary>Makes what is missing: the start of a scheduler does, also of one that no job is ever given to.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(database);
        services.AddQuartz(Provisioner, quartz => quartz.UsePersistentStore(QuartzRegistration.UseCluster));
        await using ServiceProvider provider = services.BuildServiceProvider();
        IScheduler scheduler = await provider.GetRequiredKeyedService<ISchedulerFactory>(Provisioner).GetScheduler(cancellationToken);
        await scheduler.Start(cancellationToken);
        await scheduler.Shutdown(waitForJobsToComplete: false, cancellationToken);
    }
}
