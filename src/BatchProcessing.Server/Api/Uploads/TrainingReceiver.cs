using BatchProcessing.Analyses;
using BatchProcessing.Documents;
using BatchProcessing.Models;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>Streams the labelled rows of a training request into storage.</summary>
internal sealed class TrainingReceiver(ModelSubmitter submitter, IEnumerable<ITextModelTrainer> trainers, IOptions<UploadOptions> limits)
{
    /// <summary>Receives the whole form and queues the training.</summary>
    /// <exception cref="UploadRejectedException">The form is refused; nothing of it stays.</exception>
    public async Task<ModelVersion> ReceiveAsync(HttpRequest request, string tenantId, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            throw new UploadRejectedException("unsupported-media-type", $"The content type '{request.ContentType}' is not taken; send multipart/form-data.");
        var fields = new OptionFields(["name", "kind", "runtime", "textColumn", "labelColumn"]);
        foreach (var (key, value) in request.Query) fields.Add(key, value.ToString());
        await using Stream body = UploadRight.Of(request.HttpContext).Watch(RequestBody.Open(request, limits.Value));
        var files = new MultipartFiles(type, body, fields, limits.Value);
        UploadFile file = await files.NextAsync(cancellationToken) ?? throw new UploadRejectedException("no-files", "The form has no file.");
        if (file.Kind != FileKind.Csv)
            throw new UploadRejectedException("unsupported-file-type", $"The file '{file.Name}' is not a csv file.");
        var asked = new TrainingRequest(
            fields.Value("name") ?? throw OptionFields.Invalid("name is missing."),
            KindOf(fields),
            RuntimeOf(fields),
            fields.Value("textColumn", OptionFields.MaxColumnCharacters) ?? "text",
            fields.Value("labelColumn", OptionFields.MaxColumnCharacters) ?? "label");
        return await submitter.SubmitAsync(tenantId, asked, file.Content, cancellationToken);
    }

    private string RuntimeOf(OptionFields fields)
    {
        string[] known = [.. trainers.Select(t => t.Runtime).Prepend(LinearRuntime.RuntimeName).Select(r => r.ToLowerInvariant())];
        string runtime = (fields.Value("runtime") ?? known[0]).ToLowerInvariant();
        return known.Contains(runtime)
            ? runtime
            : throw OptionFields.Invalid($"runtime is '{OptionFields.Shorten(runtime)}' but must be one of {string.Join(", ", known)}.");
    }

    private static string KindOf(OptionFields fields)
    {
        string kind = fields.Value("kind") ?? AnalysisCatalog.Classification;
        return AnalysisCatalog.Names.Contains(kind)
            ? kind
            : throw new UploadRejectedException(ProblemType.Validation, $"kind must be one of {string.Join(", ", AnalysisCatalog.Names)}.");
    }
}
