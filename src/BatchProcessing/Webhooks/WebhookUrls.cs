using System.Net;
using BatchProcessing.Documents;

namespace BatchProcessing.Webhooks;

/// <summary>
/// Checks addresses that callers give. What a name resolves to is not asked here: it may change, and is checked with every
/// connection.
/// </summary>
public sealed class WebhookUrls(WebhookAddresses addresses)
{
    /// <summary>Characters an address may have.</summary>
    public const int MaxCharacters = 2048;

    private const string ProblemType = "forbidden-url";

    /// <summary>The address in its canonical form.</summary>
    /// <param name="field">What the caller calls it.</param>
    /// <param name="text">The address.</param>
    /// <exception cref="UploadRejectedException">It is none of http or https, has a user, or leads into a private network.</exception>
    public Uri Check(string field, string text)
    {
        if (text.Length > MaxCharacters) throw Forbidden(field, $"has {text.Length} characters, more than {MaxCharacters}");
        // Beyond ASCII the same name has many forms, some of them addresses.
        if (text.Any(c => c is <= ' ' or > '~') || !Uri.TryCreate(text, UriKind.Absolute, out Uri? url))
            throw Forbidden(field, "must be a whole address of ASCII characters as https://example.com/hook");
        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            throw Forbidden(field, $"has the scheme '{url.Scheme}' but must be http or https");
        if (url.UserInfo.Length > 0) throw Forbidden(field, "must have no user or password");
        if (url.Host.Length == 0 || !MayReach(url)) throw Forbidden(field, "does not lead to a public host");
        return url;
    }

    private bool MayReach(Uri url)
    {
        string host = url.IdnHost.TrimEnd('.');
        if (IPAddress.TryParse(host, out IPAddress? address)) return addresses.Allow(address);
        bool isLocal = host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        return !isLocal || addresses.Allow(IPAddress.Loopback) || addresses.Allow(IPAddress.IPv6Loopback);
    }

    private static UploadRejectedException Forbidden(string field, string fault) => new(ProblemType, $"{field} {fault}.");
}
