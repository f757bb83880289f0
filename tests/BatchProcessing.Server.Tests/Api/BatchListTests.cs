using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

[Collection(SharedService.Name)]
public sealed class BatchListTests(ServiceHost service)
{
    [Fact]
    public async Task List_GivesBatchesNewestFirst_PageByPage()
    {
        string name = $"paged {Guid.NewGuid()}";
        List<string> uploaded = [];
        for (int i = 0; i < 5; i++)
            uploaded.Add((string)(await service.EndedAsync(Csv("text\nrow\n"), $"?name={Uri.EscapeDataString($"{name} Ñ {i}")}"))["id"]!);

        List<string> listed = [];
        string? cursor = "";
        while (cursor is not null)
        {
            JsonNode page = await service.JsonAsync($"/api/batches?limit=2&status=completed&name={Uri.EscapeDataString(name.ToUpperInvariant() + " ñ")}&cursor={cursor}");
            listed.AddRange(page["items"]!.AsArray().Select(b => (string)b!["id"]!));
            cursor = (string?)page["nextCursor"];
        }

        Assert.Equal(Enumerable.Reverse(uploaded), listed);
    }

    [Fact]
    public async Task List_GivesWholePages_WhenMetadataIsLong()
    {
        string name = $"long {Guid.NewGuid()}";
        string metadata = $"{{\"a\":\"{new string('x', 16_000)}\"}}";
        List<string> uploaded = [];
        for (int i = 0; i < 40; i++)
        {
            using MultipartFormDataContent form = new() { { new StringContent(metadata), "metadata" } };
            form.Add(new StringContent("row"), "files", "a.txt");
            uploaded.Add((string)(await service.AcceptedAsync(form, $"?startAt=2050-01-01T00:00:00Z&name={Uri.EscapeDataString(name)}"))["batchId"]!);
        }

        JsonNode first = await service.JsonAsync($"/api/batches?limit=39&name={Uri.EscapeDataString(name)}");
        JsonNode rest = await service.JsonAsync($"/api/batches?limit=39&name={Uri.EscapeDataString(name)}&cursor={first["nextCursor"]}");

        Assert.Equal(39, first["items"]!.AsArray().Count);
        Assert.Equal(
            Enumerable.Reverse(uploaded), first["items"]!.AsArray().Concat(rest["items"]!.AsArray()).Select(b => (string)b!["id"]!));
        Assert.All(first["items"]!.AsArray(), b => Assert.Equal(metadata, b!["metadata"]!.ToJsonString()));
        Assert.Null(rest["nextCursor"]);
    }

    [Fact]
    public async Task List_IsEmpty_WhenNothingFits()
    {
        JsonNode page = await service.JsonAsync("/api/batches?status=paused");

        Assert.Empty(page["items"]!.AsArray());
        Assert.Null(page["nextCursor"]);
    }

    [Theory]
    [InlineData("limit=0", "validation")]
    [InlineData("limit=abc", "validation")]
    [InlineData("limit=99999999999", "validation")]
    [InlineData("limit=1.5", "validation")]
    [InlineData("status=Completed", "validation")]
    [InlineData("status=7", "validation")]
    [InlineData("cursor=tampered", "invalid-cursor")]
    [InlineData("cursor=%00", "invalid-cursor")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "invalid-cursor")]
    public async Task List_RefusesParameters_ThatCannotBe(string query, string type)
    {
        using HttpResponseMessage response = await service.GetAsync($"/api/batches?{query}");

        await ProblemAsync(response, 400, type);
    }
}
