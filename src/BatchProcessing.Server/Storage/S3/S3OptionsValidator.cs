using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Storage.S3;

/// <summary>Checks the bucket's settings at start, when blobs go there.</summary>
internal sealed class S3OptionsValidator(IOptions<StorageOptions> storage) : IValidateOptions<S3Options>
{
    public ValidateOptionsResult Validate(string? name, S3Options options)
    {
        if (storage.Value.Blobs != StorageOptions.S3Blobs) return ValidateOptionsResult.Success;
        string[] faults = [.. Faults(options).Select(f => $"{S3Options.Section}:{f}.")];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(S3Options options)
    {
        if (string.IsNullOrWhiteSpace(options.Bucket)) yield return $"Bucket is '{options.Bucket}' but must be set";
        if (options.Prefix.StartsWith('/')) yield return $"Prefix is '{options.Prefix}' but must not start with '/'";
        if (string.IsNullOrEmpty(options.ServiceUrl) && string.IsNullOrEmpty(options.Region))
            yield return "Region is '' but must be set, or ServiceUrl";
        if (!string.IsNullOrEmpty(options.ServiceUrl) && !IsHttp(options.ServiceUrl))
            yield return $"ServiceUrl is '{options.ServiceUrl}' but must be an http or https address";
        if (string.IsNullOrEmpty(options.AccessKey) != string.IsNullOrEmpty(options.SecretKey))
            yield return "AccessKey and SecretKey must be set both or none";
    }

    private static bool IsHttp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
