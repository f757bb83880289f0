using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BatchProcessing.Webhooks;

/// <summary>
/// Signs deliveries as Standard Webhooks (standardwebhooks.com, version 1.0.0) says: HMAC-SHA256 over
/// <c>id.timestamp.payload</c>, in base64 after <c>v1,</c>, one signature for each secret that is in force.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The value of the header <c>webhook-signature</c>.</summary>
    /// <param name="secrets">The secrets in force, the newest first.</param>
    /// <param name="id">The value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">The value of <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="payload">The body as it is sent.</param>
    public static string Of(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> payload)
    {
        byte[] head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. head, .. payload];
        return string.Join(' ', secrets.Select(s => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(WebhookSecret.KeyOf(s), signed))}"));
    }
}
