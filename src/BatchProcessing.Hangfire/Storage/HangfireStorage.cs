using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;

namespace BatchProcessing.Hangfire.Storage;

/// <summary>Makes the place where Hangfire keeps its jobs. It may be lost at any time: the batch store says what is to be done.</summary>
internal static class HangfireStorage
{
    /// <summary>How long jobs that are over stay to be looked at. Pumps are many: one a second and worker.</summary>
    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(1);

    // A job whose node died runs elsewhere after this; of one that goes on, Hangfire renews it every fifth of it.
    private static readonly TimeSpan InvisibilityTimeout = TimeSpan.FromSeconds(30);

    // Jobs enqueued by this node are seen at once, those of the others at the next look.
    private static readonly TimeSpan QueuePollInterval = TimeSpan.FromMilliseconds(500);

    // A lock that a killed node held is free after this. None is held for as long as a second.
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(20);

    /// <summary>In this process's memory.</summary>
    public static JobStorage InMemory() =>
        new InMemoryStorage { JobExpirationTimeout = KeepFor };

    /// <summary>In the tables of the database that all nodes share. Nothing is asked of the database yet.</summary>
    public static JobStorage Over(HangfireTables tables)
    {
        var options = new PostgreSqlStorageOptions
        {
            SchemaName = tables.Schema,
            PrepareSchemaIfNecessary = false, // the host does, and goes on trying when the database is away
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = InvisibilityTimeout,
            QueuePollInterval = QueuePollInterval,
            DistributedLockTimeout = LockTimeout,
            JobExpirationCheckInterval = TimeSpan.FromMinutes(10),
        };
        return new PostgreSqlStorage(tables, options) { JobExpirationTimeout = KeepFor };
    }
}
