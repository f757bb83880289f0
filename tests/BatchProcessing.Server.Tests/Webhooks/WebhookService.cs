using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Webhooks;

/// <summary>A service that may reach receivers on loopback and tries again soon. Test classes share it.</summary>
[CollectionDefinition(Name)]
public sealed class WebhookService() : ServiceHost(
    ("Webhooks:AllowedNetworks:0", "127.0.0.0/8"), ("Webhooks:FirstDelay", "00:00:00.020"), ("Webhooks:MaxAttempts", "4"),
    ("Webhooks:MaxPerHost", "256"), ("Jobs:SweepInterval", "00:00:00.100")),
    ICollectionFixture<WebhookService>
{
    public const string Name = "webhook service";

    /// <summary>Uploads a row whose batch tells its end to an address, and waits for it.</summary>
    public Task<JsonNode> EndedAsync(string webhookUrl, string query = "") =>
        EndedAsync(Csv("text\nGreat service!\n"), $"?webhookUrl={Uri.EscapeDataString(webhookUrl)}{query}");

    /// <summary>Registers a webhook.</summary>
    public async Task<JsonNode> RegisterAsync(string url, params string[] events)
    {
        using HttpResponseMessage response = await Client.PostAsJsonAsync("/api/webhooks", new { url, events });
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == System.Net.HttpStatusCode.Created, answer);
        return JsonNode.Parse(answer)!;
    }

    /// <summary>Posts nothing to a path, and gives the answer.</summary>
    public async Task<JsonNode> PostedAsync(string path)
    {
        using HttpResponseMessage response = await PostAsync(path);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return JsonNode.Parse(answer)!;
    }

    /// <summary>The deliveries of a batch, newest first.</summary>
    public async Task<JsonArray> DeliveriesAsync(JsonNode batch) =>
        (await JsonAsync($"/api/batches/{batch["id"]}/deliveries"))["items"]!.AsArray();

    /// <summary>Waits until the only delivery of a batch is in a state, and gives it.</summary>
    public async Task<JsonNode> DeliveryAsync(JsonNode batch, string state)
    {
        await UntilAsync(async () => (string?)(await DeliveriesAsync(batch)).Single()!["state"] == state);
        return (await DeliveriesAsync(batch)).Single()!;
    }
}
