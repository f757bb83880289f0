using System.Security.Cryptography;

namespace BatchProcessing.Webhooks;

/// <summary>Secrets that deliveries are signed with, in the form of Standard Webhooks: <c>whsec_</c> and base64.</summary>
public static class WebhookSecret
{
    /// <summary>What a secret begins with.</summary>
    public const string Prefix = "whsec_";

    // Standard Webhooks asks for 24 to 64 bytes.
    private const int Bytes = 32;

    /// <summary>A new random secret.</summary>
    public static string Generate() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The key of a secret.</summary>
    /// <exception cref="FormatException">It is no such secret.</exception>
    public static byte[] KeyOf(string secret) => secret.StartsWith(Prefix, StringComparison.Ordinal)
        ? Convert.FromBase64String(secret[Prefix.Length..])
        : throw new FormatException($"A secret must begin with {Prefix}.");
}
