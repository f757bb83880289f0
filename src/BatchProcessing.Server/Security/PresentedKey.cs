using System.Text;
using Microsoft.Extensions.Primitives;

namespace BatchProcessing.Server.Security;

/// <summary>
/// Finds the key that a request brings: <c>Authorization: Bearer …</c> or <c>X-Api-Key: …</c>, and where
/// <see cref="KeyAsPassword"/> says so <c>Authorization: Basic …</c> under any user name.
/// </summary>
internal static class PresentedKey
{
    /// <summary>The header for those who cannot set Authorization.</summary>
    public const string Header = "X-Api-Key";

    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    // A user name and a key; keys are much shorter.
    private const int MaxPair = 512;

    /// <summary>Reads the headers.</summary>
    /// <param name="request">The request.</param>
    /// <param name="text">The key as it came; null when the request brings none, or more than one.</param>
    /// <returns>Whether it brings any credential at all.</returns>
    public static bool TryRead(HttpRequest request, out string? text)
    {
        StringValues authorization = request.Headers.Authorization;
        StringValues header = request.Headers[Header];
        text = null;
        if (authorization.Count + header.Count != 1) return authorization.Count + header.Count > 0;
        if (header.Count == 1) text = header[0]?.Trim();
        else if (authorization[0] is { } value && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) text = value[Bearer.Length..].Trim();
        else if (authorization[0] is { } pair && KeyAsPassword.IsAllowed(request.HttpContext)) text = PasswordOf(pair);
        return true;
    }

    private static string? PasswordOf(string authorization)
    {
        if (!authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;
        Span<byte> pair = stackalloc byte[MaxPair];
        if (!Convert.TryFromBase64String(authorization[Basic.Length..].Trim(), pair, out int length)) return null;
        int colon = pair[..length].IndexOf((byte)':');
        return colon < 0 ? null : Encoding.UTF8.GetString(pair[(colon + 1)..length]);
    }
}
