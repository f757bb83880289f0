using BatchProcessing.Analyses;
using BatchProcessing.Documents;
using BatchProcessing.Models;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Security;
using BatchProcessing.Tenants;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>Takes the form that makes a version of a model: labelled rows to train on, or a finished model.</summary>
internal sealed class ModelReceiver(
    ModelSubmitter submitter, ModelIntake intake, IEnumerable<ITextModelTrainer> trainers, IOptions<UploadOptions> limits)
{
    /// <summary>The part of a form that holds a finished model.</summary>
    public const string ModelPart = "model";

    private static readonly string[] OfTraining = ["runtime", "textColumn", "labelColumn"];

    /// <summary>Receives the whole form: queues a training, or adds a version that is ready.</summary>
    /// <exception cref="UploadRejectedException">The form is refused; nothing of it stays.</exception>
    public async Task<ModelVersion> ReceiveAsync(HttpRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            throw new UploadRejectedException("unsupported-media-type", $"The content type '{request.ContentType}' is not taken; send multipart/form-data.");
        var fields = new OptionFields(["name", "kind", .. OfTraining]);
        foreach (var (key, value) in request.Query) fields.Add(key, value.ToString());
        await using Stream body = UploadRight.Of(request.HttpContext).Watch(RequestBody.Open(request, limits.Value));
        var files = new MultipartFiles(type, body, fields, limits.Value, new OwnPart(ModelPart, limits.Value.MaxModelBytes));
        UploadFile file = await files.NextAsync(cancellationToken) ?? throw new UploadRejectedException("no-files", "The form has no file.");
        return file.Part == ModelPart
            ? await TakeAsync(caller, fields, file, cancellationToken)
            : await TrainAsync(caller.Tenant.Id, fields, file, cancellationToken);
    }

    private async Task<ModelVersion> TrainAsync(string tenantId, OptionFields fields, UploadFile file, CancellationToken cancellationToken)
    {
        if (file.Kind != FileKind.Csv)
        {
            throw new UploadRejectedException(
                "unsupported-file-type", $"The file '{file.Name}' is not a csv file. A finished model comes in the part '{ModelPart}'.");
        }

        var asked = new TrainingRequest(
            NameOf(fields),
            KindOf(fields),
            RuntimeOf(fields),
            fields.Value("textColumn", OptionFields.MaxColumnCharacters) ?? "text",
            fields.Value("labelColumn", OptionFields.MaxColumnCharacters) ?? "label");
        return await submitter.SubmitAsync(tenantId, asked, file.Content, cancellationToken);
    }

    private async Task<ModelVersion> TakeAsync(Caller caller, OptionFields fields, UploadFile file, CancellationToken cancellationToken)
    {
        if (!caller.Scopes.HasFlag(KeyScopes.Admin))
            throw new UploadRejectedException(ProblemType.Forbidden, "The key has not the scope 'admin', which a finished model needs.");
        if (OfTraining.FirstOrDefault(o => fields.Value(o) is not null) is { } option)
            throw OptionFields.Invalid($"{option} is for a training; a finished model has it in its file. Leave it out.");
        string name = NameOf(fields);
        string kind = KindOf(fields);
        using var content = new MemoryStream();
        await file.Content.CopyToAsync(content, cancellationToken);
        return await intake.AddAsync(caller.Tenant.Id, name, kind, file.Name!, content.ToArray(), cancellationToken);
    }

    private string RuntimeOf(OptionFields fields)
    {
        string[] known = [.. trainers.Select(t => t.Runtime).Prepend(LinearRuntime.RuntimeName).Select(r => r.ToLowerInvariant())];
        string runtime = (fields.Value("runtime") ?? known[0]).ToLowerInvariant();
        return known.Contains(runtime)
            ? runtime
            : throw OptionFields.Invalid($"runtime is '{OptionFields.Shorten(runtime)}' but must be one of {string.Join(", ", known)}.");
    }

    private static string NameOf(OptionFields fields) => fields.Value("name") ?? throw OptionFields.Invalid("name is missing.");

    private static string KindOf(OptionFields fields)
    {
        string kind = fields.Value("kind") ?? AnalysisCatalog.Classification;
        return AnalysisCatalog.Names.Contains(kind)
            ? kind
            : throw OptionFields.Invalid($"kind must be one of {string.Join(", ", AnalysisCatalog.Names)}.");
    }
}
