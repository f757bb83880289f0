using System.Numerics;
using System.Text;
using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Tests.Security;

/// <summary>Makes well-formed keys that were never issued: the check is no secret.</summary>
internal static class KeyForgery
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int CheckCharacters = 6;

    /// <summary>A key with the id of a real one and a secret of its own.</summary>
    public static string WithIdOf(ApiKey real)
    {
        ApiKey other = ApiKey.Create();
        string body = other.Text.Replace(other.Id, real.Id, StringComparison.Ordinal)[..^CheckCharacters];
        uint crc = uint.MaxValue;
        foreach (byte b in Encoding.ASCII.GetBytes(body)) crc = BitOperations.Crc32C(crc, b);
        string forged = body + Base62(~crc);
        Assert.NotNull(ApiKey.TryParse(forged));
        return forged;
    }

    private static string Base62(uint value)
    {
        var text = new char[CheckCharacters];
        for (int i = text.Length - 1; i >= 0; i--, value /= 62) text[i] = Digits[(int)(value % 62)];
        return new string(text);
    }
}
