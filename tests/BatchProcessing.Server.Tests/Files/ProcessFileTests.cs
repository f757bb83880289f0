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

    private void PutTraps()
    {
        File.WriteAllText(service.Outside("secret.csv"), "text\nsecret\n", new UTF8Encoding(false));
        File.WriteAllText(service["program.exe"], "x");
        Directory.CreateDirectory(service["sub"]);
        if (!File.Exists(service["link.csv"])) File.CreateSymbolicLink(service["link.csv"], service.Outside("secret.csv"));
        if (!Directory.Exists(service["linked"])) Directory.CreateSymbolicLink(service["linked"], service.Outside(""));
    }
}
