using System.Text;
using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Files;

public sealed class ProcessFileTests(FilesHost service) : IClassFixture<FilesHost>
{
    [Fact]
    public async Task ProcessFile_WritesTheResults_InPlaceOfTheOutput()
    {
        await File.WriteAllTextAsync(service["in.csv"], "id,text\na,I love it\nb,\nc,I hate it\n");
        await File.WriteAllTextAsync(service["out.jsonl"], "old");

        using HttpResponseMessage response = await service.ProcessAsync("in.csv", "out.jsonl");

        JsonNode answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal((3, 2, 1), ((int)answer["documents"]!, (int)answer["succeeded"]!, (int)answer["failed"]!));
        Assert.Equal(1, (int)answer["counts"]!["errors"]!["empty"]!);
        Assert.Equal(["a", "b", "c"], (await File.ReadAllLinesAsync(service["out.jsonl"])).Select(l => (string?)JsonNode.Parse(l)!["id"]));
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(service["x"])!, "*.partial"));
    }

    [Theory]
    [InlineData("../secret.csv", 400, "validation")]
    [InlineData("sub/../../secret.csv", 400, "validation")]
    [InlineData("/etc/passwd", 400, "validation")]
    [InlineData("./in.csv", 400, "validation")]
    [InlineData("a//b.csv", 400, "validation")]
    [InlineData("C:\\in.csv", 400, "validation")]
    [InlineData("in\0.csv", 400, "validation")]
    [InlineData("", 400, "validation")]
    [InlineData("link.csv", 400, "validation")]
    [InlineData("linked/secret.csv", 400, "validation")]
    [InlineData("sub", 404, "not-found")]
    [InlineData("missing.csv", 404, "not-found")]
    [InlineData("program.exe", 415, "unsupported-file-type")]
    public async Task ProcessFile_ReadsNothingOutside_WhateverTheInputPathSays(string path, int status, string type)
    {
        PutTraps();

        using HttpResponseMessage response = await service.ProcessAsync(path, "trap-out.jsonl");

        await ServiceHost.ProblemAsync(response, status, type);
        Assert.False(File.Exists(service["trap-out.jsonl"]));
    }

    [Theory]
    [InlineData("../out.csv", 400, "validation")]
    [InlineData("/tmp/out.csv", 400, "validation")]
    [InlineData("linked/out.csv", 400, "validation")]
    [InlineData("link.csv", 400, "validation")]
    [InlineData("sub", 400, "validation")]
    [InlineData("missing/out.csv", 404, "not-found")]
    public async Task ProcessFile_WritesNothingOutside_WhateverTheOutputPathSays(string path, int status, string type)
    {
        PutTraps();
        await File.WriteAllTextAsync(service["trap-in.csv"], "text\nx\n");

        using HttpResponseMessage response = await service.ProcessAsync("trap-in.csv", path);

        await ServiceHost.ProblemAsync(response, status, type);
        Assert.Equal("text\nsecret\n", await File.ReadAllTextAsync(service.Outside("secret.csv")));
        Assert.Equal(["secret.csv"], Directory.EnumerateFiles(service.Outside("")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task ProcessFile_LeavesTheOutputAlone_WhenTheInputCannotBeUsed()
    {
        await File.WriteAllTextAsync(service["bad.csv"], "body\nx\n");
        await File.WriteAllTextAsync(service["kept.jsonl"], "kept");

        using HttpResponseMessage response = await service.ProcessAsync("bad.csv", "kept.jsonl");

        await ServiceHost.ProblemAsync(response, 422, "missing-column");
        Assert.Equal("kept", await File.ReadAllTextAsync(service["kept.jsonl"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(service.DataFolder, "spool")));
    }

    [Theory]
    [InlineData(215, "214")]
    [InlineData(266, "214")]
    public async Task ProcessFile_IsRefused_WhenTheOutputsNameIsTooLong(int length, string limit)
    {
        await File.WriteAllTextAsync(service["short.csv"], "text\nx\n");

        using HttpResponseMessage response = await service.ProcessAsync("short.csv", new string('o', length - 6) + ".jsonl");

        JsonNode problem = await ServiceHost.ProblemAsync(response, 400, "validation");
        Assert.Contains("outputPath", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Contains(limit, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProcessFile_WritesTheResults_WhenTheOutputsNameIsAsLongAsItMayBe()
    {
        await File.WriteAllTextAsync(service["short.csv"], "text\nx\n");
        string output = new string('o', 214 - 6) + ".jsonl";

        using HttpResponseMessage response = await service.ProcessAsync("short.csv", output);

        response.EnsureSuccessStatusCode();
        Assert.True(File.Exists(service[output]));
    }

    [Fact]
    public async Task ProcessFile_IsRefused_WhenTheInputsNameIsTooLong()
    {
        using HttpResponseMessage response = await service.ProcessAsync(new string('é', 128) + ".csv", "long.jsonl");

        string? detail = (string?)(await ServiceHost.ProblemAsync(response, 400, "validation"))["detail"];
        Assert.Contains("255 bytes", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("textColumn")]
    [InlineData("idColumn")]
    public async Task ProcessFile_DoesNotRepeatAColumnsName_WhenItIsLong(string field)
    {
        await File.WriteAllTextAsync(service["short.csv"], "text\nx\n");
        var request = new JsonObject { ["inputPath"] = "short.csv", ["outputPath"] = "column.jsonl", [field] = new string('c', 60_000) };

        using HttpResponseMessage response = await service.Client.PostAsync(
            new Uri("/api/documents/process-file", UriKind.Relative), ServiceHost.Body(request.ToJsonString(), "application/json"));

        string? detail = (string?)(await ServiceHost.ProblemAsync(response, 400, "validation"))["detail"];
        Assert.Contains($"{field} has more than 200 characters", detail, StringComparison.Ordinal);
    }

    private void PutTraps()
    {
        File.WriteAllText(service.Outside("secret.csv"), "text\nsecret\n", new UTF8Encoding(false));
        File.WriteAllText(service["program.exe"], "x");
        Directory.CreateDirectory(service["sub"]);
        if (!File.Exists(service["link.csv"])) File.CreateSymbolicLink(service["link.csv"], service.Outside("secret.csv"));
        if (!Directory.Exists(service["linked"])) Directory.CreateSymbolicLink(service["linked"], service.Outside(""));
    }
}
