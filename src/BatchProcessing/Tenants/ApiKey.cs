using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace BatchProcessing.Tenants;

/// <summary>
/// A key as its holder keeps it: <c>bp_&lt;id&gt;_&lt;secret&gt;_&lt;check&gt;</c>. The id names its row; the secret is 32
/// random bytes; the check is the CRC-32C of all before it, so that a key that was cut or mistyped is refused without
/// being looked up. It keeps no forger out: that is the secret's part, of which only the SHA-256 is ever stored.
/// </summary>
public sealed record ApiKey
{
    /// <summary>What every key begins with, and no id does.</summary>
    public const string Prefix = "bp_";

    private const int IdCharacters = 12;
    private const int SecretBytes = 32;
    private const int SecretCharacters = 43; // 62^43 > 2^256
    private const int CheckCharacters = 6; // 62^6 > 2^32
    private const int TotalCharacters = 3 + IdCharacters + 1 + SecretCharacters + 1 + CheckCharacters;
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string IdDigits = "0123456789abcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> DigitValues = SearchValues.Create(Digits);
    private static readonly SearchValues<char> IdDigitValues = SearchValues.Create(IdDigits);

    private ApiKey(string text) => Text = text;

    /// <summary>The whole key. It is shown once, when it is made, and never logged.</summary>
    public string Text { get; }

    /// <summary>The part that names it and is no secret: 12 lower-case letters and digits.</summary>
    public string Id => Text.Substring(Prefix.Length, IdCharacters);

    /// <summary>The SHA-256 of the whole key, in lower-case hexadecimal: what is stored.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Text)));

    /// <summary>Makes a key from the system's random numbers.</summary>
    public static ApiKey Create()
    {
        string id = RandomNumberGenerator.GetString(IdDigits, IdCharacters);
        var secret = new BigInteger(RandomNumberGenerator.GetBytes(SecretBytes), isUnsigned: true);
        string text = $"{Prefix}{id}_{Base62(secret, SecretCharacters)}_";
        return new ApiKey(text + CheckOf(text));
    }

    /// <summary>Reads what a caller sent.</summary>
    /// <returns>Null when it cannot be a key, or its check says that it is not the one that was made.</returns>
    public static ApiKey? TryParse(string text)
    {
        if (text.Length != TotalCharacters || !text.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        int secret = Prefix.Length + IdCharacters + 1;
        int check = secret + SecretCharacters + 1;
        if (text[secret - 1] != '_' || text[check - 1] != '_') return null;
        if (text.AsSpan(Prefix.Length, IdCharacters).ContainsAnyExcept(IdDigitValues)) return null;
        if (text.AsSpan(secret, SecretCharacters).ContainsAnyExcept(DigitValues)) return null;
        return text.AsSpan(check).SequenceEqual(CheckOf(text[..check])) ? new ApiKey(text) : null;
    }

    /// <summary>Whether this is the key of a stored hash; the time it takes does not depend on where they differ.</summary>
    public bool Matches(string storedHash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(storedHash));

    /// <summary>The id alone: a key in a log, a message or a debugger stays secret.</summary>
    public override string ToString() => $"{Prefix}{Id}_…";

    private static string CheckOf(string text)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in Encoding.ASCII.GetBytes(text)) crc = BitOperations.Crc32C(crc, b);
        return Base62(~crc, CheckCharacters);
    }

    private static string Base62(BigInteger value, int characters) => string.Create(characters, value, static (text, rest) =>
    {
        for (int i = text.Length - 1; i >= 0; i--)
        {
            rest = BigInteger.DivRem(rest, Digits.Length, out BigInteger digit);
            text[i] = Digits[(int)digit];
        }
    });
}
