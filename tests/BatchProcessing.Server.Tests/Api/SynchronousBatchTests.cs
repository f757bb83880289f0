using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

[Collection(SharedService.Name)]
public sealed class SynchronousBatchTests(ServiceHost service)
{
    [Fact]
    public async Task Batch_AnswersInInputOrder_WhenStringsAndObjectsAreMixed()
    {
        JsonNode answer = await AnalyseAsync(
            """
            [
              "I love it, it is wonderful. 🎉",
              { "id": "mine", "text": "Terrible, I hate it.\nNever again." },
              "", 5, null, {}, { "id": "mine", "text": "again" }, ["nested"]
            ]
            """);

        JsonArray results = answer["results"]!.AsArray();
        Assert.Equal(
            ["doc-0 positive", "mine negative", "doc-2 empty", "doc-3 not-object", "doc-4 not-object", "doc-5 empty", "mine duplicate-id", "doc-7 not-object"],
            results.Select(r => $"{r!["id"]} {r["sentiment"]?["label"] ?? r["error"]!["code"]}"));
        Assert.Equal((2, 6), ((int)answer["succeeded"]!, (int)answer["failed"]!));
        Assert.Equal(1, (int)answer["distributions"]!["sentiment"]!["positive"]!);
        Assert.True((double)answer["documentsPerSecond"]! > 0);
    }

    [Fact]
    public async Task Batch_AnswersOneAnalysis_WhenOneIsAsked()
    {
        JsonNode answer = await AnalyseAsync("[\"The team won the final.\"]", "?analyses=classification");

        Assert.NotNull(answer["results"]![0]!["classification"]);
        Assert.Null(answer["results"]![0]!["sentiment"]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData(" [ ] ")]
    public async Task Batch_AnswersNothing_WhenArrayIsEmpty(string body) =>
        Assert.Empty((await AnalyseAsync(body))["results"]!.AsArray());

    [Fact]
    public async Task Batch_TakesAThousandDocuments_AndNotOneMore()
    {
        string documents = string.Join(',', Enumerable.Range(0, 1_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"text {i}\"")));

        Assert.Equal(1_000, (int)(await AnalyseAsync($"[{documents}]"))["succeeded"]!);
        using HttpResponseMessage more = await PostAsync($"[{documents},\"one more\"]");
        await ProblemAsync(more, 413, "too-many-documents");
    }

    [Theory]
    [InlineData("[\"a\\ud83c\",\"fine\"]")]
    [InlineData("[{\"text\":\"a\\udf89\"},\"fine\"]")]
    [InlineData("[{\"text\":\"a\",\"source\":\"\\ud83c\"},\"fine\"]")]
    public async Task Batch_FailsTheDocumentAlone_WhenASurrogateIsAlone(string body)
    {
        JsonNode answer = await AnalyseAsync(body);

        Assert.Equal("encoding", (string?)answer["results"]![0]!["error"]!["code"]);
        Assert.Equal("succeeded", (string?)answer["results"]![1]!["status"]);
    }

    [Fact]
    public async Task Batch_IgnoresOtherProperties_EvenUnreadableOnes() => Assert.Equal(
        1, (int)(await AnalyseAsync("[{\"text\":\"fine\",\"other\":{\"\\ud83c\":\"\\udf89\"}}]"))["succeeded"]!);

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[\"a\"")]
    [InlineData("{\"text\":\"a\"}")]
    [InlineData("\"text\"")]
    [InlineData("[\"a\"] tail")]
    public async Task Batch_IsRefused_WhenBodyIsNoJsonArray(string body)
    {
        using HttpResponseMessage response = await PostAsync(body);

        await ProblemAsync(response, 400, "validation");
    }

    [Fact]
    public async Task Batch_IsRefused_WhenBytesAreNotUtf8()
    {
        using var body = new ByteArrayContent([(byte)'[', (byte)'"', 0xFF, (byte)'"', (byte)']']);
        body.Headers.ContentType = new("application/json");

        using HttpResponseMessage response = await service.Client.PostAsync(new Uri("/api/documents/batch", UriKind.Relative), body);

        Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.OK, response.StatusCode.ToString());
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("text/plain")]
    public async Task Batch_IsRefused_WhenTypeIsNotJson(string type)
    {
        using HttpResponseMessage response = await service.Client.PostAsync(new Uri("/api/documents/batch", UriKind.Relative), Body("[]", type));

        await ProblemAsync(response, 415, "unsupported-media-type");
    }

    [Fact]
    public async Task Batch_IsRefused_WhenItIsTooLarge()
    {
        using HttpResponseMessage response = await PostAsync(JsonSerializer.Serialize(new[] { new string('x', 200_000) }));

        await ProblemAsync(response, 413, "payload-too-large");
    }

    [Fact]
    public async Task Batch_IsRefused_WhenBadDocumentsAreNotWanted()
    {
        using HttpResponseMessage response = await PostAsync("[\"fine\",\"\"]", "?onInvalid=fail");

        await ProblemAsync(response, 400, "validation");
    }

    private async Task<JsonNode> AnalyseAsync(string body, string query = "")
    {
        using HttpResponseMessage response = await PostAsync(body, query);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer);
        return JsonNode.Parse(answer)!;
    }

    private Task<HttpResponseMessage> PostAsync(string body, string query = "") =>
        service.Client.PostAsync(new Uri($"/api/documents/batch{query}", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
}
