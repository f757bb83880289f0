using System.Net;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Webhooks;

/// <summary>Checks what ranges cannot: the allowed networks.</summary>
public sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        string[] faults = [.. options.AllowedNetworks.Where(n => !IPNetwork.TryParse(n, out _)).Select(n =>
            $"{WebhookOptions.Section}:{nameof(WebhookOptions.AllowedNetworks)} has '{n}' but must have networks as 10.1.0.0/16 or fd00::/8.")];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
