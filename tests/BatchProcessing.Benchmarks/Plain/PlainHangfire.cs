using System.Diagnostics;
using System.Text.Json;
using BatchProcessing.Benchmarks.Load;
using Hangfire;
using Hangfire.InMemory;

namespace BatchProcessing.Benchmarks.Plain;

/// <summary>
/// A Hangfire server as its documentation begins: jobs in memory, as many workers as it takes by default, everything in one
/// process. Timed from the opening of the file to the last label.
/// </summary>
internal static class PlainHangfire
{
    private const int DocumentsOfJob = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    /// <summary>A job for each document, with a prediction engine.</summary>
    public static Task<Timing> OneJobADocumentAsync(CommentModel model, CorpusFile corpus) => RunAsync(model, corpus, static (comments, client) =>
    {
        foreach (var comment in comments)
            client.Enqueue<CommentJobs>(jobs => jobs.LabelOne(comment.Id, comment.Text));
    });

    /// <summary>A job for each 1,000 documents, with one data view.</summary>
    public static Task<Timing> OneJobAThousandAsync(CommentModel model, CorpusFile corpus) => RunAsync(model, corpus, static (comments, client) =>
    {
        foreach (var many in comments.Chunk(DocumentsOfJob))
            client.Enqueue<CommentJobs>(jobs => jobs.LabelMany(many));
    });

    private static async Task<Timing> RunAsync(
        CommentModel model, CorpusFile corpus, Action<IEnumerable<Comment>, BackgroundJobClient> enqueue)
    {
        var labels = new CommentLabels(corpus.Documents);
        using var storage = new InMemoryStorage();
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions { Activator = new OneActivator(new CommentJobs(model, labels)) }, storage);
        var processorTime = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        enqueue(Read(corpus), new BackgroundJobClient(storage));
        await labels.All.WaitAsync(Patience);
        var timing = new Timing(corpus.Documents, clock.Elapsed, Environment.CpuUsage.TotalTime - processorTime);
        Console.Error.WriteLine($"  {string.Join(", ", labels.Histogram.OrderByDescending(l => l.Value).Select(l => $"{l.Key} {l.Value:N0}"))}");
        return timing;
    }

    private static IEnumerable<Comment> Read(CorpusFile corpus) =>
        File.ReadLines(corpus.Path).Select(line => JsonSerializer.Deserialize<Comment>(line, CamelCase)!);

    private sealed class OneActivator(CommentJobs jobs) : JobActivator
    {
        public override object ActivateJob(Type jobType) => jobs;
    }
}
