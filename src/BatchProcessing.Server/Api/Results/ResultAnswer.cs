using BatchProcessing.Batches;
using BatchProcessing.Server.Api.Problems;

namespace BatchProcessing.Server.Api.Results;

/// <summary>
/// A download of results. Where its conditions or its range cannot be met the answer is a problem instead of nothing, and
/// when its blobs go away under it the connection ends: an answer that was cut off must not pass for a whole one.
/// </summary>
/// <param name="download">The download.</param>
/// <param name="batch">Whose results they are.</param>
/// <param name="store">Tells whether the batch is still there.</param>
internal sealed class ResultAnswer(IResult download, Batch batch, IBatchStore store) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext context)
    {
        try
        {
            await download.ExecuteAsync(context);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            bool isDeleted = await store.FindAsync(batch.TenantId, batch.Id, CancellationToken.None) is null;
            if (!context.Response.HasStarted && !isDeleted) throw;
            Log(context, isDeleted, e);
            if (context.Response.HasStarted) context.Abort();
            else await DownloadProblem.AnswerAsync(context, Problem.NoBatch(batch.Id.ToString()));
            return;
        }

        if (!context.Response.HasStarted && DownloadProblem.Of(context, "the results are") is { } problem) await DownloadProblem.AnswerAsync(context, problem);
    }

    private void Log(HttpContext context, bool isDeleted, Exception fault)
    {
        ILogger log = context.RequestServices.GetRequiredService<ILogger<ResultAnswer>>();
        if (isDeleted) log.LogInformation("Batch {BatchId}: it was deleted during a download of its results, which was cut off", batch.Id);
        else log.LogWarning("Batch {BatchId}: results are missing, a download of them was cut off: {Fault}", batch.Id, fault.Message);
    }
}
