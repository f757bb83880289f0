using BatchProcessing.Models;
using BatchProcessing.Server.Api.Problems;
using Microsoft.Net.Http.Headers;

namespace BatchProcessing.Server.Api.Results;

/// <summary>A download of a model's file; when it is deleted meanwhile, the connection ends before the file does.</summary>
/// <param name="model">The version.</param>
/// <param name="file">Its file.</param>
internal sealed class ModelFileAnswer(ModelVersion model, GivenFile file) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext context)
    {
        var download = TypedResults.Stream(
            file.Content, file.Extension == ".zip" ? "application/zip" : "application/octet-stream", model.Reference + file.Extension,
            model.EndedAt, new EntityTagHeaderValue($"\"{file.Sha256}\""), enableRangeProcessing: true);
        try
        {
            await download.ExecuteAsync(context);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            if (context.Response.HasStarted) context.Abort();
            else await DownloadProblem.AnswerAsync(context, Problem.Of(ProblemType.NotFound, $"There is no model '{model.Reference}'."));
            return;
        }

        if (!context.Response.HasStarted && DownloadProblem.Of(context, "the file is") is { } problem)
            await DownloadProblem.AnswerAsync(context, problem);
    }
}
