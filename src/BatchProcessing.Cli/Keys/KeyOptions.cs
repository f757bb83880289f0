using System.CommandLine;
using System.CommandLine.Parsing;
using System.Data.Common;
using System.Globalization;
using BatchProcessing.Tenants;

namespace BatchProcessing.Cli.Keys;

/// <summary>What the commands about keys have in common.</summary>
internal static class KeyOptions
{
    public static readonly Option<string> Data = new("--data")
    {
        Description = "Data folder of a service with the embedded store.",
        DefaultValueFactory = _ => "./data",
    };

    public static readonly Option<string?> Connection = new("--connection")
    {
        Description = "Its Storage:ConnectionString, if it uses PostgreSQL. Default: the environment variable Storage__ConnectionString.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("Storage__ConnectionString") is { Length: > 0 } text ? text : null,
    };

    public static readonly Option<string> Tenant = new("--tenant")
    {
        Description = "The tenant.",
        DefaultValueFactory = _ => TenantAccount.DefaultId,
    };

    static KeyOptions() => Tenant.Validators.Add(result =>
    {
        if (!TenantAccount.IsId(result.GetValueOrDefault<string>()))
            result.AddError($"--tenant must be 1 to {TenantAccount.MaxIdCharacters} lower-case letters, digits and hyphens.");
    });

    /// <summary>Runs a command on the database; a fault is one line on standard error.</summary>
    public static async Task<int> RunAsync(ParseResult arguments, Func<ITenantStore, Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using KeyDatabase database = await KeyDatabase.OpenAsync(
                arguments.GetRequiredValue(Data), arguments.GetValue(Connection), cancellationToken);
            return await work(database.Store);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException or InvalidOperationException or ArgumentException)
        {
            return await FailAsync(arguments, e.Message);
        }
    }

    public static async Task<int> FailAsync(ParseResult arguments, string fault)
    {
        await arguments.InvocationConfiguration.Error.WriteLineAsync(fault);
        return 1;
    }

    /// <summary>Reads <c>90d</c>, <c>12h</c> or <c>2027-01-31T18:30:00Z</c> as a time to come.</summary>
    public static DateTimeOffset? ParseExpiry(ArgumentResult found)
    {
        string text = found.Tokens.Single().Value;
        DateTimeOffset now = DateTimeOffset.UtcNow;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        DateTimeOffset? end = null;
        if (text.Length is > 1 and < 7 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            end = text[^1] switch { 'd' => now.AddDays(count), 'h' => now.AddHours(count), _ => null };
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out DateTimeOffset time))
            end = time;
        if (end > now) return end;
        found.AddError($"'{text}' is no time to come: write 90d, 12h or 2027-01-31T18:30:00Z.");
        return null;
    }
}
