using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using BatchProcessing.Hangfire;

namespace BatchProcessing.Server.Demo;

/// <summary>Sends the sample comments through the service's own HTTP API and shows what comes of them.</summary>
internal static class SampleBatch
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync(WebApplication app)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        try
        {
            await ShowAsync(client, app.Lifetime.ApplicationStopping);
            Console.WriteLine("\nThe service goes on; stop it with Ctrl+C.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            await Console.Error.WriteLineAsync($"The demo could not be shown: {e.Message}");
        }
    }

    private static async Task ShowAsync(HttpClient client, CancellationToken stopping)
    {
        JsonNode receipt = await UploadAsync(client, stopping);
        string self = (string)receipt["links"]!["self"]!;
        Console.WriteLine($"\nUploaded {receipt["totalDocuments"]} comments as batch {receipt["batchId"]}");
        JsonNode batch;
        while (true)
        {
            batch = JsonNode.Parse(await client.GetStringAsync(self, stopping))!;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(double)batch["percent"]!,6:0.0} %  {batch["status"]}"));
            if (batch["endedAt"] is not null) break;
            await Task.Delay(PollInterval, stopping);
        }

        Summarise(batch, client.BaseAddress!);
    }

    private static async Task<JsonNode> UploadAsync(HttpClient client, CancellationToken stopping)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "samples", "comments.csv");
        using var content = new StreamContent(File.OpenRead(path));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using HttpResponseMessage response = await client.PostAsync(
            new Uri("/api/documents/bulk-upload?name=demo", UriKind.Relative), content, stopping);
        string answer = await response.Content.ReadAsStringAsync(stopping);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(answer)!
            : throw new HttpRequestException($"{(int)response.StatusCode}: {answer}");
    }

    private static void Summarise(JsonNode batch, Uri service)
    {
        JsonNode counts = batch["counts"]!;
        Console.WriteLine($"\n{counts["succeeded"]} succeeded, {counts["failed"]} failed of {counts["total"]}, in {batch["durationSeconds"]} s");
        foreach ((string analysis, JsonNode? labels) in batch["distributions"]!.AsObject()) Write(analysis, labels!);
        Write("errors", batch["errors"]!);
        Console.WriteLine($"""

            Status     {service}{((string)batch["links"]!["self"]!)[1..]}
            Results    {service}{((string)batch["links"]!["results"]!)[1..]}?format=csv
            Errors     {service}{((string)batch["links"]!["errors"]!)[1..]}
            API        {service}swagger
            Dashboard  {service}{HangfireRegistration.Path[1..]}
            """);
    }

    private static void Write(string title, JsonNode labels)
    {
        IEnumerable<string> parts = labels.AsObject()
            .OrderByDescending(l => (long)l.Value!)
            .Select(l => $"{l.Key} {l.Value}");
        Console.WriteLine($"  {title}: {string.Join(", ", parts)}");
    }
}
