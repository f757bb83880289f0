using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace BatchProcessing.Benchmarks.Fairness;

/// <summary>Makes tenants with a key each on a server that has no keys yet.</summary>
internal sealed class TenantSetup : IDisposable
{
    private readonly HttpClient _http;

    private TenantSetup(HttpClient http) => _http = http;

    /// <summary>Makes the first key, of an administrator: from then on the server wants keys.</summary>
    public static async Task<TenantSetup> BeginAsync(Uri server, CancellationToken cancellationToken)
    {
        var setup = new TenantSetup(new HttpClient { BaseAddress = server });
        var key = await setup.MakeKeyAsync("default", "admin", cancellationToken);
        setup._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return setup;
    }

    /// <summary>Adds a tenant.</summary>
    /// <returns>A key that may submit and read.</returns>
    public async Task<string> AddAsync(string id, string tier, CancellationToken cancellationToken)
    {
        using var added = await _http.PostAsJsonAsync("/api/tenants", new { id, tier }, cancellationToken);
        added.EnsureSuccessStatusCode();
        return await MakeKeyAsync(id, "submit,read", cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<string> MakeKeyAsync(string tenant, string scopes, CancellationToken cancellationToken)
    {
        using var made = await _http.PostAsJsonAsync($"/api/tenants/{tenant}/keys", new { scopes = scopes.Split(',') }, cancellationToken);
        made.EnsureSuccessStatusCode();
        var answer = await made.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.GetProperty("key").GetString()!;
    }
}
