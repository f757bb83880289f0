namespace BatchProcessing.Server.Webhooks;

/// <summary>A host has no address that webhooks may reach.</summary>
/// <param name="host">The host.</param>
internal sealed class ForbiddenAddressException(string host) : Exception($"{host} has no address that webhooks may reach.");
