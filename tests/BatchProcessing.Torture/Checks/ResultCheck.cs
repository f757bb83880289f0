using System.Net;
using System.Text.Json.Nodes;
using BatchProcessing.Torture.Client;

namespace BatchProcessing.Torture.Checks;

/// <summary>
/// What a caller sees of a batch: it is there and has ended, every document has exactly one result line, in the order of
/// the input, under its own id and with the right end, and the counters are what a recount of the lines gives.
/// </summary>
internal sealed class ResultCheck(ServiceClient client, UploadSize size, Violations violations)
{
    private const string Convicted = "poison-document";

    private readonly Random _random = new(0);

    /// <summary>Documents with a result line so far.</summary>
    public long Documents { get; private set; }

    /// <summary>Documents held responsible for deaths of their process, which is what they met three times alone.</summary>
    public long ConvictedDocuments { get; private set; }

    /// <summary>Checks one promise.</summary>
    public async Task RunAsync(AcceptedBatch accepted)
    {
        string name = $"Batch {accepted.BatchId} (upload {accepted.Number})";
        if (await client.GetPatientlyAsync($"/api/batches/{accepted.BatchId}", _random) is not { Status: HttpStatusCode.OK } answer)
        {
            violations.Add($"{name}: accepted, and is not there.");
            return;
        }

        JsonNode batch = JsonNode.Parse(answer.Body)!;
        if (!Settlement.IsWhole(batch))
        {
            violations.Add($"{name}: is '{batch["status"]}', not completed; counts {batch["counts"]!.ToJsonString()}.");
            return;
        }

        if (await client.GetPatientlyAsync($"/api/batches/{accepted.BatchId}/results", _random) is not { Status: HttpStatusCode.OK } results)
        {
            violations.Add($"{name}: its results cannot be downloaded.");
            return;
        }

        CheckLines(name, accepted, batch, results.Body);
    }

    private void CheckLines(string name, AcceptedBatch accepted, JsonNode batch, string results)
    {
        string[] lines = results.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        IReadOnlyList<ExpectedDocument> expected = GeneratedBatch.Make(accepted.Number, size).Documents;
        violations.Require(lines.Length == expected.Count, $"{name}: {expected.Count} documents went in, {lines.Length} results came out.");
        int succeeded = 0;
        for (int i = 0; i < Math.Min(lines.Length, expected.Count); i++)
        {
            JsonNode line = JsonNode.Parse(lines[i])!;
            bool isSound = (string?)line["status"] == "succeeded";
            if (isSound) succeeded++;
            violations.Require(IsRight(line, i, expected[i]), $"{name}: document {i} should be {expected[i]} and is {lines[i]}");
        }

        Documents += lines.Length;
        JsonNode counts = batch["counts"]!;
        bool agrees = (long)counts["total"]! == expected.Count && (long)counts["succeeded"]! == succeeded
            && (long)counts["failed"]! == lines.Length - succeeded && (long)counts["notProcessed"]! == 0 && (long)counts["pending"]! == 0;
        violations.Require(agrees, $"{name}: {succeeded} of {lines.Length} result lines succeeded, its counters say {counts.ToJsonString()}.");
        long labels = batch["distributions"]!["sentiment"]?.AsObject().Sum(label => (long)label.Value!) ?? 0;
        violations.Require(labels == succeeded, $"{name}: {succeeded} documents succeeded, {labels} have a sentiment in the distribution.");
    }

    private bool IsRight(JsonNode line, int ordinal, ExpectedDocument expected)
    {
        if ((long?)line["ordinal"] != ordinal || (string?)line["id"] != expected.Id) return false;
        var error = (string?)line["error"]?["code"];
        if (error == Convicted && expected.Error is null)
        {
            ConvictedDocuments++;
            return true;
        }

        return error == expected.Error && (error is null ? line["sentiment"] is not null : (string?)line["status"] == "failed");
    }
}
