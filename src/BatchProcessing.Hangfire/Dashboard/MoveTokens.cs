using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BatchProcessing.Retention;
using Microsoft.AspNetCore.Http;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>
/// The tokens of the forms that move batches: a page of another site cannot read one, and so cannot send one. They are made
/// from the database's own identity, which all nodes share, and are good for one caller, one batch and a day or two.
/// </summary>
/// <param name="store">Tells the identity.</param>
/// <param name="clock">Tells the day.</param>
internal sealed class MoveTokens(IRetentionStore store, TimeProvider clock)
{
    /// <summary>The form's field.</summary>
    public const string Field = "token";

    private byte[]? _key;

    /// <summary>The token for a batch.</summary>
    public string For(HttpContext http, Guid batchId) => Make(http, batchId, Today);

    /// <summary>Whether a token is one that was given for this batch to this caller, today or yesterday.</summary>
    public bool IsGood(HttpContext http, Guid batchId, string? token) =>
        token is not null && (Equal(token, Make(http, batchId, Today)) || Equal(token, Make(http, batchId, Today - 1)));

    private long Today => clock.GetUtcNow().ToUnixTimeSeconds() / 86_400;

    private string Make(HttpContext http, Guid batchId, long day)
    {
        _key ??= store.GetIdentityAsync(CancellationToken.None).GetAwaiter().GetResult().ToByteArray();
        string said = string.Create(CultureInfo.InvariantCulture, $"dashboard\n{http.User.Identity?.Name}\n{batchId}\n{day}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(said)));
    }

    private static bool Equal(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
