using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Blobs;
using BatchProcessing.Faults;
using BatchProcessing.Processing;
using BatchProcessing.Suspects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Chunks;

/// <summary>
/// Reads the lines of a chunk, analyses its documents, and writes their result lines. Of a chunk that runs again only
/// the documents that had not succeeded are analysed.
/// </summary>
public sealed class ChunkProcessor
{
    private readonly IBlobStore _blobs;
    private readonly AnalysisCatalog _analyses;
    private readonly ChunkedBatchProcessor<DocumentText, DocumentScores> _documents;
    private readonly ConditionalWeakTable<AnalysisPlan, Workers> _workers = [];

    /// <param name="blobs">Where chunks are read and results written.</param>
    /// <param name="analyses">Makes the plan of a batch.</param>
    /// <param name="options">How documents are retried and isolated.</param>
    /// <param name="clock">The clock of durations.</param>
    /// <param name="metrics">Where chunks are counted.</param>
    /// <param name="logger">Where faults are logged.</param>
    public ChunkProcessor(
        IBlobStore blobs,
        AnalysisCatalog analyses,
        IOptions<BatchProcessorOptions> options,
        TimeProvider clock,
        BatchProcessingMetrics metrics,
        ILogger<ChunkProcessor> logger)
    {
        _blobs = blobs;
        _analyses = analyses;
        _documents = new ChunkedBatchProcessor<DocumentText, DocumentScores>(
            "documents", AnalyseAsync, options.Value, clock, metrics, logger);
    }

    /// <summary>Processes a claimed chunk; when the task ends its result blob is on stable storage.</summary>
    /// <param name="batch">The chunk's batch.</param>
    /// <param name="lease">The claim.</param>
    /// <param name="breadcrumb">Follows the worker through the chunk, if anything does.</param>
    /// <param name="cancellationToken">Stops the work at the next document.</param>
    public Task<ChunkOutcome> ProcessAsync(
        Batch batch, ChunkLease lease, Breadcrumb? breadcrumb, CancellationToken cancellationToken) =>
        ReadAndStoreAsync(
            batch,
            lease,
            (plan, input, kept) => ProcessAsync(plan, input, lease.Chunk, kept, breadcrumb, cancellationToken),
            cancellationToken);

    /// <summary>Ends every document of a claimed chunk that had not succeeded with an error, without analysing any.</summary>
    public Task<ChunkOutcome> FailAsync(
        Batch batch, ChunkLease lease, string code, string message, CancellationToken cancellationToken) =>
        ReadAndStoreAsync(
            batch,
            lease,
            (plan, input, kept) => Task.FromResult(ChunkResultLines.Fail(
                plan, WorkersOf(plan).Fragments, input.AsSpan(0, lease.Chunk.InputLength), kept, code, message)),
            cancellationToken);

    /// <summary>Processes chunk lines in memory.</summary>
    /// <param name="plan">The analyses.</param>
    /// <param name="input">The lines; texts are unescaped in place.</param>
    /// <param name="length">Bytes of the lines.</param>
    /// <param name="documents">How many lines there are.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<ChunkResultLines> ProcessAsync(
        AnalysisPlan plan, byte[] input, int length, int documents, CancellationToken cancellationToken)
    {
        var chunk = new Chunk { FirstOrdinal = 0, DocumentCount = documents, InputBlob = "", InputLength = length };
        return ProcessAsync(plan, input, chunk, kept: null, breadcrumb: null, cancellationToken);
    }

    private async Task<ChunkOutcome> ReadAndStoreAsync(
        Batch batch,
        ChunkLease lease,
        Func<AnalysisPlan, byte[], KeptLines?, Task<ChunkResultLines>> process,
        CancellationToken cancellationToken)
    {
        Chunk chunk = lease.Chunk;
        byte[] input = ArrayPool<byte>.Shared.Rent(chunk.InputLength);
        try
        {
            await _blobs.ReadAsync(chunk.InputBlob, chunk.InputOffset, input.AsMemory(0, chunk.InputLength), cancellationToken);
            KeptLines? kept = await KeptLines.ReadAsync(_blobs, chunk, lease.Previous, cancellationToken);
            using ChunkResultLines result = await process(await _analyses.PlanAsync(batch.TenantId, batch.Models), input, kept);
            if (lease.Previous is not null) result.Tally.Add(lease.Previous.Tally);
            string name = BlobName.Result(batch.Id, chunk.FirstOrdinal, lease.Run, lease.Fence);
            await _blobs.CreateAsync(name, result.Lines, cancellationToken);
            FaultPoint.Reach(FaultPoint.AfterResultBlob);
            await _blobs.SealFolderAsync(BlobName.ResultFolder(batch.Id), cancellationToken);
            return new ChunkOutcome
            {
                ResultBlob = name,
                ResultLength = result.Lines.Length,
                ResultHash = Convert.ToHexStringLower(SHA256.HashData(result.Lines.Span)),
                ResultLines = result.Lines.Span.Count((byte)'\n'),
                Succeeded = result.Succeeded,
                Failed = result.Failed,
                Tally = result.Tally,
            };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
        }
    }

    private async Task<ChunkResultLines> ProcessAsync(
        AnalysisPlan plan, byte[] input, Chunk chunk, KeptLines? kept, Breadcrumb? breadcrumb, CancellationToken cancellationToken)
    {
        Workers workers = WorkersOf(plan);
        ChunkScratch scratch = workers.Rent();
        scratch.Breadcrumb = breadcrumb;
        breadcrumb?.At(Breadcrumb.BetweenDocuments);
        try
        {
            scratch.Load(input, chunk.InputLength, chunk.DocumentCount, kept);
            IReadOnlyList<BatchError> errors =
                await _documents.ProcessChunkAsync(scratch.Texts, scratch.Outputs, cancellationToken);
            breadcrumb?.At(Breadcrumb.BetweenDocuments);
            return ChunkResultLines.Write(scratch, workers.Fragments, errors, kept);
        }
        finally
        {
            breadcrumb?.At(Breadcrumb.Outside);
            scratch.Breadcrumb = null;
            workers.Return(scratch);
        }
    }

    private Workers WorkersOf(AnalysisPlan plan) => _workers.GetValue(plan, static p => new Workers(p));

    private static ValueTask AnalyseAsync(
        ReadOnlyMemory<DocumentText> texts, Memory<DocumentScores> outputs, CancellationToken cancellationToken)
    {
        ReadOnlySpan<DocumentText> documents = texts.Span;
        ChunkScratch scratch = documents[0].Scratch;
        AnalysisPlan plan = scratch.Plan;
        DocumentScorer scorer = plan.Rent();
        try
        {
            for (int i = 0; i < documents.Length; i++)
            {
                scratch.Breadcrumb?.AtLine(scratch.LineOf(documents[i].Index));
                FaultPoint.Reach(FaultPoint.MidChunk);
                Analyse(plan, scorer, documents[i]);
                outputs.Span[i] = new DocumentScores(documents[i].Index);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            plan.Return(scorer);
        }

        return ValueTask.CompletedTask;
    }

    private static void Analyse(AnalysisPlan plan, DocumentScorer scorer, DocumentText document)
    {
        ChunkScratch scratch = document.Scratch;
        DocumentFault.Analyse(scratch.TextOf(document.Index));
        scorer.Read(scratch.TextOf(document.Index));
        Span<Prediction> predictions = scratch.PredictionsOf(document.Index);
        Span<float> scores = scratch.ScoresOf(document.Index);
        for (int i = 0; i < predictions.Length; i++)
        {
            IAnalysis analysis = plan.Analyses[i];
            predictions[i] = analysis.Predict(scorer, scores);
            scores = scores[analysis.MaxLabels..];
        }
    }

    private sealed class Workers(AnalysisPlan plan)
    {
        private readonly ConcurrentBag<ChunkScratch> _free = [];

        public ResultFragments Fragments { get; } = new(plan);

        public ChunkScratch Rent() => _free.TryTake(out ChunkScratch? scratch) ? scratch : new ChunkScratch(plan);

        public void Return(ChunkScratch scratch)
        {
            scratch.Release();
            _free.Add(scratch);
        }
    }
}
