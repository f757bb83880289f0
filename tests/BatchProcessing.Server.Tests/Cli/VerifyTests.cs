using System.Globalization;
using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Cli;

/// <summary>The command <c>verify</c> against a running service.</summary>
[Collection(SharedService.Name)]
public sealed class VerifyTests(ServiceHost service) : IDisposable
{
    private static readonly string Table = "id,text\n" + string.Concat(Enumerable.Range(0, 45).Select(i => $"{i},The parcel came late.\n"));

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verify_Succeeds_WhenNothingWasTouched()
    {
        JsonNode batch = await service.EndedAsync(Csv(Table));

        (int exitCode, string output) = await VerifyAsync(batch, "--input", Write("any-name.csv", Table));

        Assert.Equal("", output.Split('\n')[1]);
        Assert.Contains("45 documents in 3 chunks, 1 of 1 input files compared: sound.", output, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Verify_Fails_WhenAResultBlobWasChanged()
    {
        JsonNode batch = await service.EndedAsync(Csv(Table));
        string blob = Directory.EnumerateFiles(BlobsOf(batch, "out")).Single(f => Path.GetFileName(f).StartsWith("000000020.", StringComparison.Ordinal));
        string lines = await File.ReadAllTextAsync(blob);
        await File.WriteAllTextAsync(blob, lines.Replace("\"id\":\"21\"", "\"id\":\"12\"", StringComparison.Ordinal));

        (int exitCode, string output) = await VerifyAsync(batch);

        Assert.StartsWith("The chunk at document 20 has SHA-256", output, StringComparison.Ordinal);
        Assert.Contains("NOT as the manifest says", output, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task Verify_Fails_WhenAResultBlobIsCut()
    {
        JsonNode batch = await service.EndedAsync(Csv(Table));
        foreach (string blob in Directory.EnumerateFiles(BlobsOf(batch, "out")))
        {
            await using FileStream file = File.OpenWrite(blob);
            file.SetLength(file.Length - 1);
        }

        (int exitCode, string output) = await VerifyAsync(batch);

        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("sound", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_Fails_WhenTheInputIsAnother()
    {
        using MultipartFormDataContent form = Form(("a.csv", Table), ("b.txt", "A note."));
        JsonNode batch = await service.EndedAsync(form);
        string a = Write("a.csv", Table);
        string renamed = Write("c.csv", Table);
        string changed = Write("b.txt", "A note!");

        Assert.Equal(0, (await VerifyAsync(batch, "--input", a)).ExitCode);
        (int exitCode, string output) = await VerifyAsync(batch, "--input", a, renamed, changed);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("c.csv has SHA-256", output, StringComparison.Ordinal);
        Assert.Contains("\nb.txt has SHA-256", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_Fails_WhenThereIsNoBatch()
    {
        (int exitCode, string output) = await VerifyAsync(Guid.CreateVersion7());

        Assert.Equal(1, exitCode);
        Assert.StartsWith("404", output, StringComparison.Ordinal);
    }

    private string BlobsOf(JsonNode batch, string folder) =>
        Path.Combine(service.DataFolder, "blobs", ((Guid)batch["id"]!).ToString("N", CultureInfo.InvariantCulture), folder);

    private string Write(string name, string content)
    {
        File.WriteAllText(_folder[name], content);
        return _folder[name];
    }

    private Task<(int ExitCode, string Output)> VerifyAsync(JsonNode batch, params string[] options) => VerifyAsync((Guid)batch["id"]!, options);

    private Task<(int ExitCode, string Output)> VerifyAsync(Guid id, params string[] options) =>
        Verification.RunAsync(service.Client.BaseAddress!, id, options);
}
