using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Api;

/// <summary>Checks what administrators ask for.</summary>
internal static class TenantRequests
{
    /// <exception cref="UploadRejectedException">The id, the tier or a quota is none.</exception>
    public static TenantAccount ToTenant(TenantRequest request, string? id)
    {
        if (!TenantAccount.IsId(id))
            throw Invalid($"id is '{Shorten(id)}' but must be 1 to {TenantAccount.MaxIdCharacters} lower-case letters, digits and hyphens, not beginning with a hyphen.");
        if (!TenantTiers.TryParse(request.Tier ?? "standard", out TenantTier tier))
            throw Invalid($"tier is '{Shorten(request.Tier)}' but must be standard or vip.");
        TenantQuotas quotas = request.Quotas ?? TenantQuotas.Usual;
        foreach ((string name, long? value) in Values(quotas))
        {
            if (value <= 0) throw Invalid($"quotas.{name} is {value} but must be at least 1.");
        }

        return new TenantAccount { Id = id!, Tier = tier, Quotas = quotas };
    }

    /// <exception cref="UploadRejectedException">One is no scope, or there is none.</exception>
    public static KeyScopes ToScopes(KeyRequest request) => KeyScopeNames.TryParse(request.Scopes ?? [], out KeyScopes scopes)
        ? scopes
        : throw Invalid($"scopes is '{Shorten(string.Join(',', request.Scopes ?? []))}' but must name any of {KeyScopes.All.ToWire()}.");

    private static IEnumerable<(string Name, long? Value)> Values(TenantQuotas quotas) =>
    [
        ("submissionsPerMinute", quotas.SubmissionsPerMinute),
        ("readsPerMinute", quotas.ReadsPerMinute),
        ("concurrentUploads", quotas.ConcurrentUploads),
        ("queuedDocuments", quotas.QueuedDocuments),
        ("documentsPerDay", quotas.DocumentsPerDay),
    ];

    private static string Shorten(string? text) => text is { Length: > 60 } ? text[..60] : text ?? "";

    private static UploadRejectedException Invalid(string message) => new(ProblemType.Validation, message);
}
