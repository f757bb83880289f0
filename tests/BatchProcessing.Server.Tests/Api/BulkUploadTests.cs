using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

[Collection(SharedService.Name)]
public sealed class BulkUploadTests(ServiceHost service)
{
    [Fact]
    public async Task Upload_FailsTheCorruptFilesAlone_WhenTwoOfTenAreCorrupt()
    {
        using MultipartFormDataContent form = Form([.. Enumerable.Range(0, 8).Select(i => ($"note{i}.txt", $"The parcel number {i} came late."))]);
        form.Add(new ByteArrayContent([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0]), "files", "image.txt");
        form.Add(new ByteArrayContent([(byte)'a', 0xFF, 0xFE, (byte)'b']), "files", "latin.txt");

        JsonNode batch = await service.EndedAsync(form);

        Assert.Equal("completed", (string?)batch["status"]);
        Assert.Equal("partially_succeeded", (string?)batch["outcome"]);
        Assert.Equal((8, 2, 10), ((int)batch["counts"]!["succeeded"]!, (int)batch["counts"]!["failed"]!, (int)batch["counts"]!["total"]!));
        Assert.Equal("{\"content-mismatch\":1,\"encoding\":1}", batch["errors"]!.ToJsonString());
        JsonNode errors = await service.JsonAsync((string)batch["links"]!["errors"]!);
        Assert.Equal(["image.txt", "latin.txt"], errors["items"]!.AsArray().Select(e => (string?)e!["file"]));
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/csv")]
    [InlineData("text/csv; charset=utf-8; header=present")]
    public async Task Upload_TakesATable_AsTheRawBody(string type)
    {
        using var body = new StringContent("id,text\na,first\nb,second\n");
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        await CheckTwoAsync(body);
    }

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/ndjson")]
    [InlineData("application/jsonl")]
    [InlineData("application/x-jsonlines")]
    public async Task Upload_TakesJsonLines_AsTheRawBody(string type)
    {
        using StringContent body = Body("{\"id\":\"a\",\"text\":\"first\"}\n{\"id\":\"b\",\"text\":\"second\"}\n", type);

        await CheckTwoAsync(body);
    }

    [Fact]
    public async Task Upload_TakesTabs_AsTheRawBody()
    {
        using StringContent body = Body("id\ttext\na\tfirst, one\nb\tsecond\n", "text/tab-separated-values");

        await CheckTwoAsync(body);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    public async Task Upload_TakesAGzipBody(string encoding)
    {
        using ByteArrayContent body = Gzip(Encoding.UTF8.GetBytes("id,text\na,first\nb,second\n"), encoding);

        await CheckTwoAsync(body);
    }

    [Fact]
    public async Task Upload_TakesTablesAndTexts_InOneForm()
    {
        using MultipartFormDataContent form = Form(
            ("a.txt", "A plain note."),
            ("../dir/b.csv", "id,text\n1,first\n2,\"second\nline\"\n"),
            ("c.jsonl", "{\"id\":\"1\",\"text\":\"third\"}\n"),
            ("d.md", "# Title\n\nSome **bold** text"),
            ("e.html", "<p>Visible</p><script>hidden()</script>"));

        JsonNode batch = await service.EndedAsync(form);

        JsonNode documents = await service.JsonAsync((string)batch["links"]!["documents"]!);
        Assert.Equal(
            ["a.txt/doc-0", "b.csv/1", "b.csv/2", "c.jsonl/1", "d.md/doc-4", "e.html/doc-5"],
            documents["items"]!.AsArray().Select(d => $"{d!["file"]}/{d["id"]}"));
        Assert.Equal(6, (int)batch["counts"]!["succeeded"]!);
    }

    [Fact]
    public async Task Upload_TakesOptions_FromTheQuery()
    {
        JsonNode batch = await service.EndedAsync(
            Csv("key;body\nk1;I love it, really.\n"),
            "?name=from%20query&idColumn=key&textColumn=body&delimiter=%3B&analyses=sentiment&metadata=%7B%22a%22%3A1%2C%22a%22%3A2%7D");

        Assert.Equal("from query", (string?)batch["name"]);
        Assert.Equal("[\"sentiment\"]", batch["analyses"]!.ToJsonString());
        Assert.NotNull(batch["metadata"]);
        JsonNode line = JsonNode.Parse(await service.TextAsync((string)batch["links"]!["results"]!))!;
        Assert.Equal("k1", (string?)line["id"]);
        Assert.Null(line["classification"]);
    }

    [Fact]
    public async Task Upload_TakesOptions_FromFieldsBeforeTheFirstFile()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("from form"), "name" },
            { new StringContent("body"), "textColumn" },
            { new StringContent("{\"team\":\"größe\"}"), "metadata" },
            { new StringContent("body\nhello there\n"), "files", "a.csv" },
        };

        JsonNode batch = await service.EndedAsync(form);

        Assert.Equal("from form", (string?)batch["name"]);
        Assert.Equal("größe", (string?)batch["metadata"]!["team"]);
    }

    [Fact]
    public async Task Upload_ListsBadRows_WithLineAndCode()
    {
        JsonNode batch = await service.EndedAsync(Csv("id,text\n1,\"two\nlines\"\n2,\n3,a,b\n1,again\n4,fine\n"));

        JsonNode errors = await service.JsonAsync((string)batch["links"]!["errors"]!);
        Assert.Equal(
            ["4 empty 2", "5 column-count doc-2", "6 duplicate-id 1"],
            errors["items"]!.AsArray().Select(e => $"{e!["line"]} {e["error"]!["code"]} {e["id"]}"));
        Assert.Equal(2, (int)batch["counts"]!["succeeded"]!);
    }

    [Fact]
    public async Task Upload_GivesTheFirstThousandIds_WhenThereAreMore()
    {
        string table = "text\n" + string.Concat(Enumerable.Range(0, 1_200).Select(i => string.Create(CultureInfo.InvariantCulture, $"row {i}\n")));

        JsonNode receipt = await service.AcceptedAsync(Csv(table), "?analyses=classification");

        Assert.Equal(1_200, (int)receipt["totalDocuments"]!);
        Assert.Equal(1_000, receipt["documentIds"]!.AsArray().Count);
    }

    [Fact]
    public async Task Upload_CompletesEmpty_WhenTableHasNoRow()
    {
        JsonNode batch = await service.EndedAsync(Csv("id,text\n"));

        Assert.Equal("completed", (string?)batch["status"]);
        Assert.Equal(100, (double)batch["percent"]!);
        Assert.Equal("", await service.TextAsync((string)batch["links"]!["results"]!));
    }

    internal static ByteArrayContent Gzip(byte[] content, string encoding = "gzip")
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(content);
        var body = new ByteArrayContent(packed.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        body.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return body;
    }

    private async Task CheckTwoAsync(HttpContent body)
    {
        JsonNode batch = await service.EndedAsync(body);

        Assert.Equal("succeeded", (string?)batch["outcome"]);
        JsonNode documents = await service.JsonAsync((string)batch["links"]!["documents"]!);
        Assert.Equal(["a", "b"], documents["items"]!.AsArray().Select(d => (string?)d!["id"]));
    }
}
