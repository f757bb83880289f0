using System.Net;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Webhooks;

/// <summary>Which addresses webhooks may reach: public ones, and those of <see cref="WebhookOptions.AllowedNetworks"/>.</summary>
public sealed class WebhookAddresses(IOptions<WebhookOptions> options)
{
    private readonly IPNetwork[] _allowed = [.. options.Value.AllowedNetworks.Select(IPNetwork.Parse)];

    /// <summary>Whether a connection to an address may be made.</summary>
    public bool Allow(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _allowed.Any(n => n.Contains(plain)) || PublicAddress.Is(plain);
    }
}
