using System.Net;
using Microsoft.Extensions.Primitives;

namespace BatchProcessing.Server.Security;

/// <summary>
/// What a service without keys asks of a request: that it comes from its own machine, by its own name, through no proxy
/// and from no web page of another origin. A page in a browser on the machine could otherwise upload, and one whose name
/// is made to resolve to the loopback address could read as well.
/// </summary>
internal static class LocalRequest
{
    private static readonly HashSet<string> ForwardingHeaders = new(
        [
            "Forwarded", "Via", "X-Real-IP", "X-Forwarded", "CF-Connecting-IP", "True-Client-IP", "Client-IP", "X-Client-IP",
            "X-Cluster-Client-IP", "Fastly-Client-IP", "Fly-Client-IP", "X-ProxyUser-Ip", "X-Host", "X-Original-Host",
            "X-Original-URL", "X-Rewrite-URL",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a request is none; null when it is one.</summary>
    public static string? FaultOf(HttpContext context)
    {
        HttpRequest request = context.Request;
        // Null for a socket of the file system: who may open that is the file system's to say.
        if (context.Connection.RemoteIpAddress is { } remote && !IsLoopback(remote)) return $"it comes from {remote}";
        if (!IsLocalName(request.Host.Host)) return $"its Host is '{Shorten(request.Host.Value)}'";
        if (request.Headers.Keys.FirstOrDefault(IsForwarding) is { } header) return $"it has the header {header}";
        if (request.Headers.TryGetValue("Origin", out StringValues origin) && !IsOwn(request, origin)) return $"its Origin is '{Shorten(origin)}'";
        string? site = request.Headers["Sec-Fetch-Site"];
        return site is null or "same-origin" or "none" ? null : $"its Sec-Fetch-Site is '{Shorten(site)}'";
    }

    private static bool IsForwarding(string name) =>
        ForwardingHeaders.Contains(name) || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsLocalName(string host) => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IsLoopback(address));

    private static bool IsOwn(HttpRequest request, StringValues origin) =>
        origin.Count == 1 && string.Equals(origin[0], $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    private static string Shorten(string? text) => text is { Length: > 60 } ? text[..60] : text ?? "";
}
