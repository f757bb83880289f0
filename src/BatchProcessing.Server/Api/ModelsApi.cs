using System.Globalization;
using BatchProcessing.Models;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Api.Results;
using BatchProcessing.Server.Api.Uploads;
using BatchProcessing.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BatchProcessing.Server.Api;

/// <summary>Models: those that came with the service, and those that tenants train or bring.</summary>
internal static class ModelsApi
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/models").WithTags("Models");
        group.MapPost("/", MakeAsync)
            .RequireRateLimiting(TenantRates.Uploads)
            .WithName("TrainModel")
            .WithSummary("Train a model on labelled rows in the background, or bring a finished one")
            .WithDescription("A form with the fields `name`, `kind` (an analysis, default classification), `runtime` (linear or mlnet, default linear), `textColumn` (default text), "
                + "`labelColumn` (default label), then one labelled CSV file. Labels joined by `|` make a multi-label model, of the runtime linear only. A tenth "
                + "of the rows is held back to measure on. Instead of the CSV a finished model, a `.btm` or a `.zip` of ML.NET, in the "
                + "part `model` after the fields `name` and `kind`: the key needs the scope `admin` too, the version is ready at once, and "
                + "a file that is damaged, classifies no texts or needs components that are not taken is refused with 422 `unusable-model`.")
            .Accepts<IFormFile>("multipart/form-data")
            .Produces<ModelResponse>(StatusCodes.Status202Accepted)
            .Produces<ModelResponse>(StatusCodes.Status201Created)
            .ProducesProblems(400, 413, 415, 422);
        group.MapGet("/", ListAsync).WithName("ListModels").WithSummary("List models with all their versions").Produces<IReadOnlyList<ModelResponse>>();
        group.MapGet("/{name}", GetAsync)
            .WithName("GetModel").WithSummary("The versions of a model").Produces<IReadOnlyList<ModelResponse>>().ProducesProblems(404);
        group.MapGet("/{name}/versions/{version}", GetVersionAsync)
            .WithName("GetModelVersion").WithSummary("One version: state, progress, metrics").Produces<ModelResponse>().ProducesProblems(404);
        group.MapGet("/{name}/versions/{version}/file", GetFileAsync)
            .WithName("GetModelFile")
            .WithSummary("Download the file of a ready version")
            .WithDescription("A `.btm` for the runtime linear, a `.zip` as ML.NET saved it for mlnet. The ETag is the file's SHA-256; "
                + "a download can be resumed by Range. The columns that the configuration names for a model are not in the file.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream", additionalContentTypes: "application/zip")
            .Produces(StatusCodes.Status206PartialContent)
            .ProducesProblems(404, 409, 412, 416);
        group.MapPost("/{name}/versions/{version}/activate", ActivateAsync)
            .WithName("ActivateModelVersion")
            .WithSummary("Make a version the one that batches get which name only the model")
            .Produces<ModelResponse>()
            .ProducesProblems(404, 409);
        group.MapDelete("/{name}/versions/{version}", DeleteAsync)
            .WithName("DeleteModelVersion")
            .WithSummary("Delete a version; a training that waits or runs ends")
            .WithDescription("The active version of several that are ready cannot be deleted, nor one that a batch uses which has not ended. "
                + "The number is never given again.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(404, 409);
    }

    private static async Task<IResult> MakeAsync(HttpContext context, [FromServices] ModelReceiver receiver)
    {
        ModelVersion model = await receiver.ReceiveAsync(context.Request, Caller.Find(context)!, context.RequestAborted);
        string path = string.Create(CultureInfo.InvariantCulture, $"/api/models/{model.Name}/versions/{model.Version}");
        return model.State == ModelState.Ready
            ? TypedResults.Created(path, ModelResponse.Of(model))
            : TypedResults.Accepted(path, ModelResponse.Of(model));
    }

    private static async Task<IResult> ListAsync(HttpContext context, [FromServices] IModelStore store) => TypedResults.Ok(
        (await store.ListAsync(Tenant.Of(context), name: null, context.RequestAborted)).Select(ModelResponse.Of));

    private static async Task<IResult> GetAsync(HttpContext context, string name, [FromServices] IModelStore store)
    {
        IReadOnlyList<ModelVersion> versions = await store.ListAsync(Tenant.Of(context), name, context.RequestAborted);
        return versions.Count == 0 ? NoModel(name) : TypedResults.Ok(versions.Select(ModelResponse.Of));
    }

    private static async Task<IResult> GetVersionAsync(HttpContext context, string name, string version, [FromServices] IModelStore store) =>
        await FindAsync(context, name, version, store) is { } model ? TypedResults.Ok(ModelResponse.Of(model)) : NoModel($"{name}@{version}");

    private static async Task<IResult> GetFileAsync(
        HttpContext context, string name, string version, [FromServices] IModelStore store, [FromServices] ModelFiles files)
    {
        if (await FindAsync(context, name, version, store) is not { } model) return NoModel($"{name}@{version}");
        if (model.State != ModelState.Ready)
            return Problem.Of(ProblemType.InvalidState, $"{model.Reference} is {model.State.ToString().ToLowerInvariant()}; only a ready version has a file.");
        try
        {
            return new ModelFileAnswer(model, await files.OpenAsync(model, context.RequestAborted));
        }
        catch (FileNotFoundException)
        {
            return NoModel(model.Reference);
        }
    }

    private static async Task<IResult> ActivateAsync(HttpContext context, string name, string version, [FromServices] IModelStore store)
    {
        if (await FindAsync(context, name, version, store) is not { } model) return NoModel($"{name}@{version}");
        if (model.TenantId == ModelVersion.Shared)
            return Problem.Of(ProblemType.InvalidState, "The service's own models are activated with the service.");
        return await store.ActivateAsync(model.TenantId, name, model.Version, context.RequestAborted)
            ? TypedResults.Ok(ModelResponse.Of((await FindAsync(context, name, version, store))!))
            : Problem.Of(ProblemType.InvalidState, $"{model.Reference} is {model.State.ToString().ToLowerInvariant()}; only a ready version can be activated.");
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, string name, string version, [FromServices] IModelStore store, [FromServices] ModelRemoval removal)
    {
        if (await FindAsync(context, name, version, store) is not { } model) return NoModel($"{name}@{version}");
        if (model.TenantId == ModelVersion.Shared)
            return Problem.Of(ProblemType.InvalidState, $"{model.Reference} is one of the service's own models, which are not deleted.");
        return await removal.RunAsync(model, context.RequestAborted) switch
        {
            ModelDeletion.Active => Problem.Of(ProblemType.InvalidState, $"{model.Reference} is the active version; activate another first."),
            ModelDeletion.InUse => Problem.Of(ProblemType.InvalidState, $"{model.Reference} is used by a batch that has not ended; cancel it or wait."),
            ModelDeletion.NotFound => NoModel(model.Reference),
            _ => TypedResults.NoContent(),
        };
    }

    private static async Task<ModelVersion?> FindAsync(HttpContext context, string name, string version, IModelStore store) =>
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? (await store.ListAsync(Tenant.Of(context), name, context.RequestAborted)).FirstOrDefault(m => m.Version == number)
            : null;

    private static ProblemHttpResult NoModel(string name) => Problem.Of(ProblemType.NotFound, $"There is no model '{name}'.");
}
