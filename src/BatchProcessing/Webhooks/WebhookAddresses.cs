using System.Net;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Webhooks;

/// <summary>Which addresses webhooks may reach: public ones, and those of <see cref="WebhookOptions.AllowedNetworks"/>.</summary>
public sealed class WebhookAddresses(IOptions<WebhookOptions> options)
{
    private const int MappedPrefix = 96;

    private readonly IPNetwork[] _allowed = [.. options.Value.AllowedNetworks.Select(n => Plain(IPNetwork.Parse(n)))];

    /// <summary>Whether a connection to an address may be made.</summary>
    public bool Allow(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _allowed.Any(n => n.Contains(plain)) || PublicAddress.Is(plain);
    }

    // Addresses are compared in their plain form, so a network of mapped ones is one of IPv4.
    private static IPNetwork Plain(IPNetwork network) => network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= MappedPrefix
        ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedPrefix)
        : network;
}
