using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Hangfire;

/// <summary>The list of batches, and what a batch's page says of failures.</summary>
[Collection(HangfireService.Name)]
public sealed class BatchListTests(HangfireService service)
{
    private static readonly string Good = "text\n" + string.Concat(Enumerable.Repeat("good\n", 30));

    [Fact]
    public async Task List_IsFiltered_ByStateNameTenantAndTime()
    {
        JsonNode good = await service.EndedAsync(ServiceHost.Csv(Good), "?name=filtered%20good");
        JsonNode bad = await service.EndedAsync(ServiceHost.Csv(Good + "\"\"\n"), "?name=filtered%20bad");

        Assert.Equal((true, true), await ShownAsync("name=FILTERED"));
        Assert.Equal((false, true), await ShownAsync("name=filtered+bad"));
        Assert.Equal((false, true), await ShownAsync("name=filtered&state=completed-with-failures"));
        Assert.Equal((true, true), await ShownAsync("name=filtered&state=completed&tenant=default"));
        Assert.Equal((false, false), await ShownAsync("name=filtered&tenant=nobody"));
        Assert.Equal((false, false), await ShownAsync("name=filtered&state=failed"));
        Assert.Equal((true, true), await ShownAsync($"name=filtered&from={DateTime.UtcNow.AddMinutes(-5):yyyy-MM-ddTHH:mm}"));
        Assert.Equal((false, false), await ShownAsync($"name=filtered&to={DateTime.UtcNow.AddMinutes(-5):yyyy-MM-ddTHH:mm}"));

        async Task<(bool Good, bool Bad)> ShownAsync(string query)
        {
            string page = await service.TextAsync($"/hangfire/batches?{query}");
            return (page.Contains($"title=\"{good["id"]}\"", StringComparison.Ordinal), page.Contains($"title=\"{bad["id"]}\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task List_TellsCompletedFromCompletedWithFailures()
    {
        await service.EndedAsync(ServiceHost.Csv(Good), "?name=told%20apart");
        await service.EndedAsync(ServiceHost.Csv(Good + "\"\"\n"), "?name=told%20apart");

        string page = await service.TextAsync("/hangfire/batches?name=told+apart");

        Assert.Contains("<span class=\"label label-success\">completed</span>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"label label-warning\">completed with failures</span>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=yesterday", "from is &#39;yesterday&#39; but must be a time")]
    [InlineData("state=%3Cscript%3E", "state is &#39;&lt;script&gt;&#39; but must be one of the states")]
    [InlineData("name=%00", "name is ")]
    public async Task List_SaysWhatItCannotRead(string query, string message) =>
        Assert.Contains(message, await service.TextAsync($"/hangfire/batches?{query}"), StringComparison.Ordinal);

    [Fact]
    public async Task List_DoesNotLoadAgain_WhileSomebodyWritesAFilter() => Assert.DoesNotContain(
        "http-equiv=\"refresh\"", await service.TextAsync("/hangfire/batches?filter=open"), StringComparison.Ordinal);

    [Fact]
    public async Task Batch_ShowsTheFirstFailedDocuments_WithTheirMessages()
    {
        JsonNode batch = await service.EndedAsync(ServiceHost.Csv("id,text\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"<u>{i}</u>,\n"))));

        string page = await service.TextAsync($"/hangfire/batches/{batch["id"]}");

        Assert.Contains("<tr><th>empty</th><td>30</td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"bp-name\">&lt;u&gt;19&lt;/u&gt;</td><td>line 21</td><td>empty</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("&lt;u&gt;20&lt;/u&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_ShowsAllFourFigures()
    {
        string page = await service.TextAsync("/hangfire");

        Assert.All(
            ["Documents/s", "Active batches", "Queue age", "Failed documents (1 h)"],
            figure => Assert.Contains(figure, page, StringComparison.Ordinal));
    }
}
