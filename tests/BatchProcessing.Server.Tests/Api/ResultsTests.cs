using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CsvHelper;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

[Collection(SharedService.Name)]
public sealed class ResultsTests(ServiceHost service)
{
    [Fact]
    public async Task Results_AreInInputOrder_WhenThereAreSeveralChunks()
    {
        JsonNode batch = await EndedAsync(75);

        string[] lines = (await service.TextAsync(Results(batch))).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(4, (int)batch["chunks"]!["total"]!);
        Assert.Equal(Enumerable.Range(0, 75).Select(i => $"{i}/d{i}"), lines.Select(l => JsonNode.Parse(l)!).Select(l => $"{l["ordinal"]}/{l["id"]}"));
    }

    [Fact]
    public async Task Results_CountAsTheStatusSays()
    {
        JsonNode batch = await EndedAsync(75);

        JsonNode[] lines = [.. (await service.TextAsync(Results(batch))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];

        foreach ((string analysis, JsonNode? labels) in batch["distributions"]!.AsObject())
        {
            Dictionary<string, int> counted = lines.GroupBy(l => (string?)l[analysis]!["label"] ?? "none").ToDictionary(g => g.Key, g => g.Count());
            Assert.Equal(counted, labels!.AsObject().ToDictionary(l => l.Key, l => (int)l.Value!));
        }
    }

    [Theory]
    [InlineData("bytes=0-9")]
    [InlineData("bytes=10-")]
    [InlineData("bytes=-25")]
    [InlineData("bytes=3000-15000")]
    [InlineData("bytes=0-0")]
    public async Task Results_ResumeAnywhere_WhenARangeIsAsked(string range)
    {
        JsonNode batch = await EndedAsync(75);
        byte[] whole = await service.Client.GetByteArrayAsync(new Uri(Results(batch), UriKind.Relative));

        using HttpResponseMessage response = await service.GetAsync(Results(batch), ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        byte[] part = await response.Content.ReadAsByteArrayAsync();
        long from = response.Content.Headers.ContentRange!.From!.Value;
        Assert.Equal(whole.Length, response.Content.Headers.ContentRange.Length);
        Assert.Equal(whole.Skip((int)from).Take(part.Length), part);
        Assert.NotNull(response.Headers.ETag);
    }

    [Fact]
    public async Task Results_AnswerTheirETag_AndRefuseARangePastTheEnd()
    {
        JsonNode batch = await EndedAsync(1);
        using HttpResponseMessage whole = await service.GetAsync(Results(batch));
        string tag = whole.Headers.ETag!.Tag;

        using HttpResponseMessage unchanged = await service.GetAsync(Results(batch), ("If-None-Match", tag));
        using HttpResponseMessage changed = await service.GetAsync(Results(batch), ("Range", "bytes=0-3"), ("If-Range", "\"other\""));
        using HttpResponseMessage past = await service.GetAsync(Results(batch), ("Range", "bytes=999999-"));

        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        string detail = (string)(await ProblemAsync(past, 416, "range-not-satisfiable"))["detail"]!;
        Assert.Contains("'bytes=999999-'", detail, StringComparison.Ordinal);
        Assert.Contains($"'bytes */{whole.Content.Headers.ContentLength}'", detail, StringComparison.Ordinal);
        Assert.Equal(whole.Content.Headers.ContentLength, past.Content.Headers.ContentRange!.Length);
        Assert.Null(past.Content.Headers.ContentDisposition);
    }

    [Theory]
    [InlineData("If-Match", "\"other\"")]
    [InlineData("If-Unmodified-Since", "Thu, 01 Jan 2015 00:00:00 GMT")]
    public async Task Results_SayWhatTheyAre_WhenAConditionIsNotMet(string header, string value)
    {
        JsonNode batch = await EndedAsync(1);

        using HttpResponseMessage response = await service.GetAsync(Results(batch), (header, value));

        Assert.Contains(value, (string)(await ProblemAsync(response, 412, "precondition-failed"))["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?format=csv", "")]
    [InlineData("", "text/csv")]
    [InlineData("", "text/html, text/csv;q=0.8")]
    public async Task Results_AreATable_WhenCsvIsAsked(string query, string accept)
    {
        JsonNode batch = await service.EndedAsync(JsonLines(
            """
            {"id":"=cmd|' /C calc'!A0","text":"I love it, it is wonderful.","source":"@web, \"quoted\""}
            {"id":"-2+3","text":""}
            {"id":"\n=1+1","text":""}
            {"id":"＝1+1","text":""}
            {"id":"＠sum","text":""}
            {"id":"plain","text":"Terrible, I hate it.","timestamp":"2026-01-01"}
            """));

        using HttpResponseMessage response = await service.GetAsync(Results(batch) + query, ("Accept", accept));

        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Dictionary<string, string>[] rows = Rows(await response.Content.ReadAsStringAsync());
        Assert.Equal(["'=cmd|' /C calc'!A0", "'-2+3", "'\n=1+1", "'＝1+1", "'＠sum", "plain"], rows.Select(r => r["id"]));
        Assert.Equal("'@web, \"quoted\"", rows[0]["source"]);
        Assert.Equal(["succeeded", "failed", "failed", "failed", "failed", "succeeded"], rows.Select(r => r["status"]));
        Assert.Equal(["positive", "", "", "", "", "negative"], rows.Select(r => r["sentiment"]));
        Assert.Equal(["", "empty", "empty", "empty", "empty", ""], rows.Select(r => r["error_code"]));
        Assert.InRange(double.Parse(rows[0]["sentiment_confidence"], CultureInfo.InvariantCulture), 0.3, 1);
        Assert.Equal("2026-01-01", rows[^1]["timestamp"]);
    }

    [Fact]
    public async Task Results_RefuseAnUnknownFormat()
    {
        JsonNode batch = await EndedAsync(1);

        using HttpResponseMessage response = await service.GetAsync(Results(batch) + "?format=xml");

        await ProblemAsync(response, 400, "validation");
    }

    [Fact]
    public async Task Documents_ArePaged_WithACursor()
    {
        JsonNode batch = await EndedAsync(75);
        List<int> ordinals = [];
        string? cursor = "";
        while (cursor is not null)
        {
            JsonNode page = await service.JsonAsync($"{batch["links"]!["documents"]}?limit=7&cursor={cursor}");
            Assert.InRange(page["items"]!.AsArray().Count, 1, 7);
            ordinals.AddRange(page["items"]!.AsArray().Select(d => (int)d!["ordinal"]!));
            cursor = (string?)page["nextCursor"];
        }

        Assert.Equal(Enumerable.Range(0, 75), ordinals);
    }

    [Fact]
    public async Task Documents_AreFiltered_ByStatus()
    {
        string lines = string.Concat(Enumerable.Range(0, 90).Select(i => i % 30 == 29 ? "{}\n" : "{\"text\":\"fine\"}\n"));
        JsonNode batch = await service.EndedAsync(JsonLines(lines));
        string documents = (string)batch["links"]!["documents"]!;

        JsonNode first = await service.JsonAsync($"{documents}?status=failed&limit=2");
        JsonNode rest = await service.JsonAsync($"{documents}?status=failed&limit=2&cursor={first["nextCursor"]}");

        Assert.Equal([29, 59], first["items"]!.AsArray().Select(d => (int)d!["ordinal"]!));
        Assert.Equal([89], rest["items"]!.AsArray().Select(d => (int)d!["ordinal"]!));
        Assert.Null(rest["nextCursor"]);
        Assert.Equal(87, (await service.JsonAsync($"{documents}?status=succeeded&limit=1000"))["items"]!.AsArray().Count);
        Assert.Empty((await service.JsonAsync($"{documents}?status=pending"))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("status=done", "validation")]
    [InlineData("limit=0", "validation")]
    [InlineData("limit=1001", "validation")]
    [InlineData("limit=99999999999", "validation")]
    [InlineData("limit=-1", "validation")]
    [InlineData("limit=abc", "validation")]
    [InlineData("cursor=!!!", "invalid-cursor")]
    [InlineData("cursor=LTE", "invalid-cursor")]
    [InlineData("cursor=a", "invalid-cursor")]
    public async Task Documents_RefuseParameters_ThatCannotBe(string query, string type)
    {
        JsonNode batch = await EndedAsync(1);

        using HttpResponseMessage response = await service.GetAsync($"{batch["links"]!["documents"]}?{query}");

        await ProblemAsync(response, 400, type);
    }

    [Theory]
    [InlineData("plain", 0)]
    [InlineData("se%C3%B1al", 1)]
    [InlineData("0", 2)]
    [InlineData("1", 1)]
    [InlineData("doc-3", 3)]
    [InlineData("say%20%22hi%22", 4)]
    [InlineData("a%2Fb", 5)]
    [InlineData("50%25", 6)]
    public async Task Document_IsFound_ByIdOrElseByOrdinal(string address, int ordinal)
    {
        JsonNode batch = await service.EndedAsync(JsonLines(
            """
            {"id":"plain","text":"zero"}
            {"id":"se\u00f1al","text":"one"}
            {"id":"0","text":"two"}
            {"text":"three"}
            {"id":"say \"hi\"","text":"four"}
            {"id":"a/b","text":"five"}
            {"id":"50%","text":"six"}
            """));

        JsonNode document = await service.JsonAsync($"{batch["links"]!["documents"]}/{address}");

        Assert.Equal(ordinal, (int)document["ordinal"]!);
        Assert.NotNull(document["sentiment"]);
    }

    [Fact]
    public async Task Document_IsFound_ByItsFile()
    {
        JsonNode batch = await service.EndedAsync(Form(("a.csv", "id,text\n1,first\n"), ("b.csv", "id,text\n1,second\n")));
        string documents = (string)batch["links"]!["documents"]!;

        Assert.Equal(0, (int)(await service.JsonAsync($"{documents}/1?file=a.csv"))["ordinal"]!);
        Assert.Equal(1, (int)(await service.JsonAsync($"{documents}/1?file=b.csv"))["ordinal"]!);
        using HttpResponseMessage none = await service.GetAsync($"{documents}/1?file=c.csv");
        await ProblemAsync(none, 404, "not-found");
    }

    private static string Results(JsonNode batch) => (string)batch["links"]!["results"]!;

    private static Dictionary<string, string>[] Rows(string table)
    {
        using CsvReader reader = CsvReader.FromText(table, CsvReaderOptions.Default);
        reader.ReadHeader();
        string[] header = [.. reader.Headers];
        List<Dictionary<string, string>> rows = [];
        while (reader.Read()) rows.Add(header.Select((name, i) => (name, i)).ToDictionary(h => h.name, h => reader.GetString(h.i)));
        return [.. rows];
    }

    private Task<JsonNode> EndedAsync(int documents) => service.EndedAsync(JsonLines(string.Concat(Enumerable.Range(0, documents)
        .Select(i => string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"d{i}\",\"text\":\"Comment {i} on the {(i % 2 == 0 ? "great match" : "awful weather")}.\"}}\n")))));
}
