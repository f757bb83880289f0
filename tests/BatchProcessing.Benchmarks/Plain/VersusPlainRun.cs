using System.Globalization;
using BatchProcessing.Benchmarks.Load;

namespace BatchProcessing.Benchmarks.Plain;

/// <summary>The three ways one after the other over comments of one generator, each warmed up first.</summary>
/// <param name="plainDocuments">Comments of each plain way.</param>
/// <param name="serviceDocuments">Comments of the service.</param>
/// <param name="seed">Chooses the comments.</param>
/// <param name="server">The server's assembly.</param>
internal sealed class VersusPlainRun(int plainDocuments, int serviceDocuments, int seed, FileInfo server)
{
    private const int PlainWarmUp = 10_000;
    private const int ServiceWarmUp = 250_000;
    private const string Forgotten = "all are lost, jobs and results are in the memory of the process";

    /// <summary>Runs in a temporary folder that is deleted afterwards.</summary>
    public async Task<IReadOnlyList<WayReport>> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("batch-versus-").FullName;
        try
        {
            return [.. await PlainAsync(folder), await ServiceAsync(folder, cancellationToken)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<WayReport[]> PlainAsync(string folder)
    {
        Progress("Training FeaturizeText + SDCA");
        using var model = CommentModel.Train(Path.Combine(server.DirectoryName!, "models", "topics.btm"), seed + 2);
        var corpus = Generate(folder, "plain", plainDocuments, seed);
        var warmUp = Generate(folder, "plain-warm-up", PlainWarmUp, seed + 1);
        const string analyses = "classification, by FeaturizeText + SDCA";
        Progress($"One Hangfire job a document, {plainDocuments:N0} documents");
        await PlainHangfire.OneJobADocumentAsync(model, warmUp);
        var one = await PlainHangfire.OneJobADocumentAsync(model, corpus);
        Progress($"One Hangfire job per 1,000 documents, {plainDocuments:N0} documents");
        await PlainHangfire.OneJobAThousandAsync(model, warmUp);
        var thousand = await PlainHangfire.OneJobAThousandAsync(model, corpus);
        return
        [
            WayReport.Of("one Hangfire job a document, PredictionEngine", one, analyses, durable: false, Forgotten),
            WayReport.Of("one Hangfire job per 1,000 documents, Transform", thousand, analyses, durable: false, Forgotten),
        ];
    }

    private async Task<WayReport> ServiceAsync(string folder, CancellationToken cancellationToken)
    {
        var warmUp = Generate(folder, "warm-up", ServiceWarmUp, seed + 1);
        var upload = Generate(folder, "upload", serviceDocuments, seed);
        Progress($"This service, {serviceDocuments:N0} documents");
        var service = await ServiceWay.RunAsync(server, folder, warmUp, upload, cancellationToken);
        return WayReport.Of(
            "this service", service.Timing, "classification and sentiment, by its own models", service.Exact,
            string.Create(CultureInfo.InvariantCulture, $"with {service.KilledAt:N0} done, {(service.Exact ? "none" : "some")} lost or twice"));
    }

    private static CorpusFile Generate(string folder, string name, int documents, int seed) =>
        CorpusFile.Write(Path.Combine(folder, $"{name}.jsonl"), CorpusFile.JsonLines, documents, seed);

    private static void Progress(string message) => Console.Error.WriteLine(message);
}
