namespace BatchProcessing.Webhooks;

/// <summary>Registered webhooks and the secrets that deliveries are signed with.</summary>
public interface IWebhookStore
{
    /// <summary>Registers a webhook with its first secret.</summary>
    /// <returns>False when the tenant has <paramref name="limit"/> of them already.</returns>
    Task<bool> AddAsync(Webhook webhook, string secret, int limit, CancellationToken cancellationToken);

    /// <summary>A page of a tenant's webhooks, newest first.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="before">The webhook behind which the page starts, or null.</param>
    /// <param name="limit">How many it has at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<Webhook>> ListAsync(string tenantId, Guid? before, int limit, CancellationToken cancellationToken);

    /// <summary>A tenant's webhook; null when there is none or another tenant owns it.</summary>
    Task<Webhook?> FindAsync(string tenantId, Guid webhookId, CancellationToken cancellationToken);

    /// <summary>Removes a webhook with its secrets and deliveries; a delivery in progress is not recorded any more.</summary>
    /// <returns>False when the tenant has no such webhook.</returns>
    Task<bool> DeleteAsync(string tenantId, Guid webhookId, CancellationToken cancellationToken);

    /// <summary>Delivers to a disabled webhook again, from the next event on.</summary>
    /// <returns>False when the tenant has no such webhook.</returns>
    Task<bool> EnableAsync(string tenantId, Guid webhookId, CancellationToken cancellationToken);

    /// <summary>Replaces a secret; the one before signs as well until its time is over.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="webhookId">The webhook, or null for the secret of the addresses that uploads bring.</param>
    /// <param name="secret">The new secret.</param>
    /// <param name="grace">How long the one before stays in force.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The end of that time. Null when the tenant has no such webhook.</returns>
    Task<DateTimeOffset?> RotateSecretAsync(string tenantId, Guid? webhookId, string secret, TimeSpan grace, CancellationToken cancellationToken);
}
