using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

[Collection(SharedService.Name)]
public sealed class ManifestTests(ServiceHost service)
{
    private static readonly string Table = "text\n" + string.Concat(Enumerable.Range(0, 45).Select(i => $"The parcel {i} came late.\n")) + "\"\"\n";

    [Fact]
    public async Task Manifest_HashesFilesAndResults_AsTheyAreDownloaded()
    {
        using MultipartFormDataContent form = Form(("../a.csv", Table), ("note.txt", "A note."));
        JsonNode batch = await service.EndedAsync(form);
        string results = await service.TextAsync((string)batch["links"]!["results"]!);

        JsonNode manifest = await service.JsonAsync((string)batch["links"]!["manifest"]!);

        Assert.Equal(("completed", 1), ((string?)manifest["status"], (int)manifest["run"]!));
        Assert.Equal((47, 46, 1, 0), (Number(manifest, "documents"), Number(manifest, "succeeded"), Number(manifest, "failed"), Number(manifest, "notProcessed")));
        Assert.Equal(
            $$"""[{"name":"a.csv","sha256":"{{Hash(Table)}}","bytes":{{Table.Length}},"documents":46},{"name":"note.txt","sha256":"{{Hash("A note.")}}","bytes":7,"documents":1}]""",
            manifest["files"]!.ToJsonString());
        JsonNode[] chunks = [.. manifest["chunks"]!.AsArray().Select(c => c!)];
        Assert.Equal([0, 20, 40], chunks.Select(c => Number(c, "firstOrdinal")));
        Assert.Equal(results.Length, chunks.Sum(c => Number(c, "bytes")));
        string[] hashes = [.. results.Split('\n')[..^1].Chunk(20).Select(lines => Hash(string.Concat(lines.Select(l => l + "\n"))))];
        Assert.Equal(hashes, chunks.Select(c => (string?)c["sha256"]));
        Assert.Equal(Hash(string.Concat(hashes.Select(h => h + "\n"))), (string?)manifest["resultsSha256"]);
        JsonNode topics = Assert.Single(manifest["models"]!.AsArray(), m => (string?)m!["reference"] == "topics@1")!;
        Assert.Equal(64, ((string)topics["checksum"]!).Length);
    }

    [Fact]
    public async Task Manifest_HashesTheFile_AsItWasBeforeCompression()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) await gzip.WriteAsync(Encoding.UTF8.GetBytes(Table));
        using var body = new ByteArrayContent(packed.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        body.Headers.ContentEncoding.Add("gzip");

        JsonNode batch = await service.EndedAsync(body);

        JsonNode file = (await service.JsonAsync((string)batch["links"]!["manifest"]!))["files"]![0]!;
        Assert.Null(file["name"]);
        Assert.Equal((Hash(Table), Table.Length), ((string?)file["sha256"], Number(file, "bytes")));
    }

    [Fact]
    public async Task Manifest_IsEmpty_WhenTheBatchHasNoDocument()
    {
        JsonNode batch = await service.EndedAsync(Csv("text\n"));

        JsonNode manifest = await service.JsonAsync((string)batch["links"]!["manifest"]!);

        Assert.Empty(manifest["chunks"]!.AsArray());
        Assert.Equal((0, Hash("")), (Number(manifest, "documents"), (string?)manifest["resultsSha256"]));
    }

    [Theory]
    [InlineData("0197c3f4-6a51-7d58-a021-a855331a8454")]
    [InlineData("none")]
    public async Task Manifest_IsNotFound_WhenThereIsNoBatch(string id)
    {
        using HttpResponseMessage response = await service.GetAsync($"/api/batches/{id}/manifest");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static int Number(JsonNode parent, string name) => (int)parent[name]!;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
