using BatchProcessing.Batches;
using BatchProcessing.Manifests;
using BatchProcessing.Server.Api.Problems;
using Microsoft.AspNetCore.Mvc;

namespace BatchProcessing.Server.Api;

/// <summary>What an ended batch can be checked against.</summary>
internal static class ManifestApi
{
    public static void MapManifest(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/batches/{id}/manifest", GetAsync)
            .WithTags("Results")
            .WithName("GetManifest")
            .WithSummary("Hashes of the input files and of the results of an ended batch")
            .WithDescription("`files` has the SHA-256 of each input after decompression. `chunks` has the SHA-256 of the result lines "
                + "of each range of documents, as the JSON Lines download gives them; it is null where documents were not processed. "
                + "`resultsSha256` is the SHA-256 over these hashes in order, each followed by a line feed (`-` for null). "
                + "The command line's `verify` checks a download against it.")
            .Produces<BatchManifest>()
            .ProducesProblems(404, 409);

    private static async Task<IResult> GetAsync(
        HttpContext context, string id, [FromServices] IBatchStore store, [FromServices] ManifestReader reader)
    {
        if (!Guid.TryParse(id, out Guid batchId)
            || await store.FindAsync(Tenant.Of(context), batchId, context.RequestAborted) is not { } batch) return Problem.NoBatch(id);
        if (!batch.Status.IsTerminal())
            return Problem.Of(ProblemType.InvalidState, $"The batch is {batch.Status.ToWire()}; it has a manifest when it has ended.");
        return await reader.ReadAsync(batch, context.RequestAborted) is { } manifest
            ? TypedResults.Ok(manifest)
            : Problem.Of(ProblemType.InvalidState, "The batch changed while its manifest was read.");
    }
}
