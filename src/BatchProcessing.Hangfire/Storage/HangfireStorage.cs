using BatchProcessing.Jobs;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.Redis.StackExchange;
using StackExchange.Redis;

namespace BatchProcessing.Hangfire.Storage;

/// <summary>Makes the place where Hangfire keeps its jobs. It may be lost at any time: the batch store says what is to be done.</summary>
internal static class HangfireStorage
{
    /// <summary>How long jobs that are over stay to be looked at. Pumps are many: one a second and worker.</summary>
    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(1);

    // A job whose node died runs elsewhere after this; of one that goes on, Hangfire renews it every fifth of it.
    private static readonly TimeSpan InvisibilityTimeout = TimeSpan.FromSeconds(30);

    // Does not slide on Redis: longer than a slice lasts. Of a training that is fetched again meanwhile, the lease refuses the twin.
    private static readonly TimeSpan RedisInvisibilityTimeout = TimeSpan.FromMinutes(1);

    // Jobs are told of by publication; this is how often a queue is looked into when a message was lost.
    private static readonly TimeSpan RedisFetchTimeout = TimeSpan.FromSeconds(1);

    private const int ListedJobs = 10_000;

    // Jobs enqueued by this node are seen at once, those of the others at the next look.
    private static readonly TimeSpan QueuePollInterval = TimeSpan.FromMilliseconds(500);

    // A lock that a killed node held is free after this. None is held for as long as a second.
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(20);

    /// <summary>In this process's memory.</summary>
    public static JobStorage InMemory() =>
        new InMemoryStorage { JobExpirationTimeout = KeepFor };

    /// <summary>On the Redis server that all nodes share. Nothing is asked of the server yet.</summary>
    public static JobStorage OnRedis(JobOptions options)
    {
        ConfigurationOptions server = ConfigurationOptions.Parse(options.RedisConnection);
        server.AbortOnConnectFail = false; // the host goes on trying when the server is away
        var storage = new RedisStorage(ConnectionMultiplexer.Connect(server), new RedisStorageOptions
        {
            Prefix = options.RedisPrefix,
            InvisibilityTimeout = RedisInvisibilityTimeout,
            FetchTimeout = RedisFetchTimeout,
            ExpiryCheckInterval = TimeSpan.FromMinutes(10),
            SucceededListSize = ListedJobs,
            DeletedListSize = ListedJobs,
        });
        storage.JobExpirationTimeout = KeepFor;
        return storage;
    }

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
