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
