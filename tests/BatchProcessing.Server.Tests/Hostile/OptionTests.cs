using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Hostile;

/// <summary>Options that cost or break more than they look like.</summary>
[Collection(SharedService.Name)]
public sealed class OptionTests(ServiceHost service)
{
    [Fact]
    public async Task Upload_IsRefused_WhenItsMetadataIsDeep()
    {
        string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);
        using HttpResponseMessage refused = await service.UploadAsync(Csv("text\nfine\n"), $"?metadata={Uri.EscapeDataString(Nested(33))}");
        await ProblemAsync(refused, 400, "validation");

        JsonNode receipt = await service.AcceptedAsync(Csv("text\nfine\n"), $"?metadata={Uri.EscapeDataString(Nested(32))}");
        await service.JsonAsync((string)receipt["links"]!["self"]!);
        await service.JsonAsync("/api/batches?limit=1");
    }

    [Theory]
    [InlineData("?name=a%00b")]
    [InlineData("?classificationModel=%00")]
    [InlineData("?textColumn=%00")]
    [InlineData("?name=a&name=b")]
    public async Task Upload_IsRefused_WhenAnOptionHasANulOrIsGivenTwice(string query)
    {
        using HttpResponseMessage refused = await service.UploadAsync(Csv("text\nfine\n"), query);
        await ProblemAsync(refused, 400, "validation");
    }

    [Theory]
    [InlineData("sentiment", "language", "language")]
    [InlineData("language", "topics", "classification")]
    [InlineData("classification", "sentiment-en", "sentiment")]
    [InlineData("emotion", "sentiment-en@1", "sentiment")]
    public async Task Upload_IsRefused_WhenAModelIsOfAnotherKind(string analysis, string model, string kind)
    {
        using HttpResponseMessage refused = await service.UploadAsync(Csv("text\nfine\n"), $"?analyses={analysis}&{analysis}Model={model}");

        JsonNode problem = await ProblemAsync(refused, 400, "validation");
        Assert.Equal($"{analysis}Model is '{model}', a model of the kind '{kind}', which is none for this analysis.", (string?)problem["detail"]);
    }

    [Theory]
    [InlineData("sentiment", "sentiment-en")]
    [InlineData("language", "language")]
    [InlineData("classification", "topics@1")]
    [InlineData("emotion", "emotion")]
    public async Task Upload_IsAccepted_WhenAModelIsOfTheAnalysisKind(string analysis, string model) =>
        await service.AcceptedAsync(Csv("text\nfine\n"), $"?analyses={analysis}&{analysis}Model={model}");

    [Fact]
    public async Task Upload_IsRefused_WhenAColumnsNameIsLong()
    {
        using HttpResponseMessage refused = await service.UploadAsync(JsonLines("{}\n"), $"?textColumn={new string('a', 201)}");
        JsonNode problem = await ProblemAsync(refused, 400, "validation");
        Assert.Contains("200", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_IsTheOneWithTheMadeId_WhenAnIdOfTheCallerIsTheSame()
    {
        JsonNode batch = await service.EndedAsync(Csv("id,text\ndoc-1,first\n,second\nx,third\ndoc-2,fourth\n"));

        JsonNode made = await service.JsonAsync($"/api/batches/{batch["id"]}/documents/doc-1");
        JsonNode own = await service.JsonAsync($"/api/batches/{batch["id"]}/documents/doc-2");

        Assert.Equal((1, 3), ((int)made["ordinal"]!, (int)own["ordinal"]!));
    }

    [Fact]
    public async Task List_IsRefused_WhenTheNameHasANul()
    {
        using HttpResponseMessage refused = await service.GetAsync("/api/batches?name=a%00b");
        await ProblemAsync(refused, 400, "validation");
    }

    [Fact]
    public async Task Upload_IsRefused_WhenAFileNameIsInAnUnknownCharset()
    {
        const string Form = "--b\r\nContent-Disposition: form-data; name=files; filename*=utf-7''a.csv\r\n\r\ntext\r\nfine\r\n--b--\r\n";
        using var body = new ByteArrayContent(Encoding.ASCII.GetBytes(Form));
        body.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        using HttpResponseMessage refused = await service.UploadAsync(body);
        await ProblemAsync(refused, 400, "malformed-multipart");
    }

    [Theory]
    [InlineData("/api/webhooks")]
    [InlineData("/api/tenants")]
    [InlineData("/api/documents/process-file")]
    public async Task SmallRequest_IsRefused_WhenItsBodyIsLarge(string path)
    {
        using StringContent body = Body($"{{\"url\":\"{new string('a', 70_000)}\"}}", "application/json");
        using HttpResponseMessage refused = await service.Client.PostAsync(new Uri(path, UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    [Fact]
    public async Task Training_Fails_WhenThereAreTooManyLabels()
    {
        var table = new StringBuilder("text,label\n");
        for (int i = 0; i < 1_002; i++) table.Append("some text,label").Append(i / 2).Append('\n');
        using var form = new MultipartFormDataContent { { new StringContent("crowded"), "name" } };
        form.Add(new StringContent(table.ToString()), "file", "labelled.csv");
        using HttpResponseMessage accepted = await service.Client.PostAsync(new Uri("/api/models", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);

        JsonNode version = null!;
        await UntilAsync(async () => (string?)(version = await service.JsonAsync("/api/models/crowded/versions/1"))["state"] == "failed");
        Assert.Contains("501 labels", version.ToJsonString(), StringComparison.Ordinal);
    }
}
