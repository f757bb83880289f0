using BatchProcessing.Webhooks;

namespace BatchProcessing.Server.Api;

/// <summary>What registers a webhook.</summary>
/// <param name="Url">Where the ends of batches are told: http or https, a public host.</param>
/// <param name="Events">Which: batch.completed, batch.failed, batch.cancelled. All when missing or empty.</param>
public sealed record WebhookRequest(string? Url, IReadOnlyList<string?>? Events);

/// <summary>A registered webhook.</summary>
/// <param name="Id">The webhook.</param>
/// <param name="Url">Where it leads.</param>
/// <param name="Events">What it is told of.</param>
/// <param name="Enabled">Whether anything is delivered to it.</param>
/// <param name="DisabledReason">Why not.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="Secret">What its deliveries are signed with; only in the answer to its registration.</param>
/// <param name="Links">Where to go on.</param>
public sealed record WebhookResponse(
    Guid Id,
    Uri Url,
    IReadOnlyList<string> Events,
    bool Enabled,
    string? DisabledReason,
    DateTimeOffset CreatedAt,
    string? Secret,
    WebhookLinks Links)
{
    internal static WebhookResponse Of(Webhook webhook, string? secret = null) => new(
        webhook.Id, webhook.Url, webhook.Events, webhook.DisabledReason is null, webhook.DisabledReason, webhook.CreatedAt, secret,
        new WebhookLinks($"/api/webhooks/{webhook.Id}", $"/api/webhooks/{webhook.Id}/deliveries"));
}

/// <summary>Where a webhook can be looked at.</summary>
/// <param name="Self">Itself.</param>
/// <param name="Deliveries">What was delivered to it.</param>
public sealed record WebhookLinks(string Self, string Deliveries);

/// <summary>A new secret; it is shown this once.</summary>
/// <param name="Secret">The secret: <c>whsec_</c> and base64.</param>
/// <param name="PreviousValidUntil">Until then the secret before signs as well.</param>
public sealed record SecretResponse(string Secret, DateTimeOffset PreviousValidUntil);
