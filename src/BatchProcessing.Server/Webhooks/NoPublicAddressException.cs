namespace BatchProcessing.Server.Webhooks;

/// <summary>A host is not known, or has no address that webhooks may reach.</summary>
/// <param name="host">The host.</param>
internal sealed class NoPublicAddressException(string host) : Exception($"{host} is not known or has no address that webhooks may reach.");
