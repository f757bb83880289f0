using System.Diagnostics;
using BatchProcessing.Torture.Checks;
using BatchProcessing.Torture.Client;
using BatchProcessing.Torture.Lives;
using BatchProcessing.Torture.Nodes;
using BatchProcessing.Torture.Stores;

namespace BatchProcessing.Torture;

/// <summary>
/// Kills real server processes while a client uploads, then checks that nothing was lost, doubled or left behind.
/// Linux only: needs POSIX signals.
/// </summary>
public sealed class TortureRun : IAsyncDisposable
{
    private const int Uploaders = 2;
    private static readonly TimeSpan OrphanLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DeliveryLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(120);

    private readonly TortureOptions _options;
    private readonly string _folder;
    private readonly Toll _toll = new();
    private readonly Violations _violations = new();
    private readonly UploadCounts _counts = new();
    private readonly NodeAddresses _addresses;
    private readonly ServiceClient _client;
    private readonly IStoreUnderTest _store;
    private readonly StoreCheck _storeCheck;
    private readonly OrphanCheck _orphans;
    private readonly WebhookReceiver _receiver;
    private readonly ContinuationCheck _continuations;
    private readonly RedisServer? _redis;
    private readonly SpreadFaults _restarts;
    private readonly SpreadFaults _flushes;
    private readonly NodeKeeper[] _keepers;
    private IReadOnlyDictionary<string, int> _moves = new Dictionary<string, int>();

    private TortureRun(TortureOptions options, string folder, IStoreUnderTest store)
    {
        (_options, _folder) = (options, folder);
        _addresses = new NodeAddresses(options.Nodes);
        _client = new ServiceClient(_addresses);
        _store = store;
        _storeCheck = new StoreCheck(_store, _violations);
        _orphans = new OrphanCheck(store, _violations);
        _receiver = new WebhookReceiver(Path.Combine(folder, "received.jsonl"));
        _continuations = new ContinuationCheck(store, _receiver, _violations);
        _redis = options.RedisFlushes > 0 ? new RedisServer() : null;
        _restarts = new SpreadFaults(store.RestartAsync, options.DatabaseRestarts, _toll, options.Lives.Kills);
        _flushes = new SpreadFaults(() => Task.Run(() => _redis!.Flush()), options.RedisFlushes, _toll, options.Lives.Kills);
        _keepers = [.. Enumerable.Range(0, options.Nodes).Select(MakeKeeper)];
    }

    private string LogPath => Path.Combine(_folder, "accepted.jsonl");

    /// <summary>Runs to the end.</summary>
    /// <exception cref="ArgumentException">The options do not go together.</exception>
    public static async Task<TortureReport> RunAsync(TortureOptions options, CancellationToken cancellationToken)
    {
        if (options.Store == TortureStore.Sqlite && (options.Nodes != 1 || options.DatabaseRestarts != 0))
            throw new ArgumentException("SQLite has one node, and no database to restart.", nameof(options));
        string folder = Directory.CreateTempSubdirectory("batchprocessing-torture-").FullName;
        await using var run = new TortureRun(options, folder, await StoreOfAsync(options, folder));
        return await run.RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (NodeKeeper keeper in _keepers) await keeper.DisposeAsync();
        await _store.DisposeAsync();
        _redis?.Dispose();
        await _receiver.DisposeAsync();
        _client.Dispose();
        bool isUnexpected = _violations.Texts.Count > 0 && _options.BrokenRule is null;
        if (!_options.Keep && !isUnexpected) Directory.Delete(_folder, recursive: true);
    }

    private async Task<TortureReport> RunAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await TortureAsync(cancellationToken);
        IReadOnlyList<AcceptedBatch> accepted = AcceptedLog.Read(LogPath);
        await new Settlement(_client, _options.Patience).WaitAsync(accepted);
        var results = new ResultCheck(_client, _options.Size, _violations);
        foreach (AcceptedBatch batch in accepted.DistinctBy(b => b.BatchId)) await results.RunAsync(batch);
        if (_options.BrokenRule is null)
        {
            await _orphans.RunAsync(OrphanLimit);
            await _continuations.WaitAsync(DeliveryLimit);
        }

        foreach (NodeKeeper keeper in _keepers) await keeper.StopAsync();
        await _storeCheck.RunAtRestAsync(accepted);
        await _continuations.RunAsync(accepted);
        await new BlobCheck(_store, _violations).RunAsync();
        return Report(results, clock.Elapsed);
    }

    /// <summary>Uploads while nodes live and die, until the last of them is left alone and the last upload is answered.</summary>
    private async Task TortureAsync(CancellationToken cancellationToken)
    {
        using var log = new AcceptedLog(LogPath);
        using var stop = new CancellationTokenSource();
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] uploaders = [.. Enumerable.Range(0, Uploaders).Select(i =>
            new Uploader(i, Uploaders, _client, _receiver, log, _options, _counts, _violations).RunAsync(stop.Token, abort.Token))];
        var operation = new Operator(_client, log.Batches, _options.Seed, _violations);
        Task operating = _options.IsOperated ? operation.RunAsync(stop.Token) : Task.CompletedTask;
        await Task.WhenAll([_restarts.RunAsync(cancellationToken), _flushes.RunAsync(cancellationToken), .. _keepers.Select(k => k.RunAsync(cancellationToken))]);
        await stop.CancelAsync();
        abort.CancelAfter(_addresses.HasAny ? AnswerLimit : TimeSpan.Zero);
        await Task.WhenAll([operating, .. uploaders]);
        _moves = operation.Done;
        _violations.Require(!abort.IsCancellationRequested, $"An upload had no final answer {AnswerLimit.TotalSeconds} s after the torture.");
    }

    private static async Task<IStoreUnderTest> StoreOfAsync(TortureOptions options, string folder) =>
        options.Store == TortureStore.Postgres ? await PostgresUnderTest.StartAsync(folder) : new SqliteUnderTest(folder);

    private NodeKeeper MakeKeeper(int index) => new(index, _folder, OnQueues(_options), _store, _storeCheck, _addresses, _toll, _violations);

    private TortureOptions OnQueues(TortureOptions options) => _redis is null ? options : options with
    {
        Settings = [.. options.Settings, "Jobs:Storage=Redis", $"Jobs:RedisConnection={_redis.Connection}"],
    };

    private TortureReport Report(ResultCheck results, TimeSpan elapsed) => new()
    {
        Store = _options.Store == TortureStore.Sqlite ? "sqlite" : "postgres",
        Nodes = _options.Nodes,
        Seed = _options.Seed,
        BrokenRule = _options.BrokenRule,
        Kills = _toll.Kills,
        RandomKills = _toll.RandomKills,
        Hits = _toll.Hits,
        Freezes = _toll.Freezes,
        Holds = _toll.Holds,
        Terminations = _toll.Terminations,
        DatabaseRestarts = _restarts.Done,
        RedisFlushes = _flushes.Done,
        UploadsAccepted = _counts.Accepted,
        UploadsRefused = _counts.Refused,
        UploadsUnanswered = _counts.Unanswered,
        MessagesTaken = _receiver.Taken.Count,
        MessagesTakenAgain = _receiver.Taken.Count - _receiver.Taken.DistinctBy(m => m.Id).Count(),
        MessagesRefused = _receiver.Refused,
        Moves = _moves,
        Batches = _storeCheck.Batches,
        Orphans = _orphans.Found,
        Documents = results.Documents,
        ConvictedDocuments = results.ConvictedDocuments,
        Folder = _folder,
        Seconds = Math.Round(elapsed.TotalSeconds, 1),
        ViolationTexts = _violations.Texts,
    };
}
