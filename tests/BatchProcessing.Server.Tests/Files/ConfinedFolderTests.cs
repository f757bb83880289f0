using System.Diagnostics;
using BatchProcessing.Documents;
using BatchProcessing.Server.Files;

namespace BatchProcessing.Server.Tests.Files;

public sealed class ConfinedFolderTests : IDisposable
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(20);

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task OpenRead_IsRefused_WhenTheFileIsAPipe()
    {
        if (!OperatingSystem.IsLinux()) return;
        await MakePipeAsync("pipe.csv");
        var folder = new ConfinedFolder(_folder.Path);

        UploadRejectedException refused = await Assert.ThrowsAsync<UploadRejectedException>(
            () => Task.Run(() => folder.OpenRead("inputPath", "pipe.csv").Dispose()).WaitAsync(HangGuard));

        Assert.Equal("validation", refused.Type);
        Assert.Contains("plain file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenRead_IsRefused_WhenTheFileIsADevice()
    {
        if (!OperatingSystem.IsLinux()) return;
        using (Process process = Process.Start("mknod", [_folder["null.csv"], "c", "1", "3"]))
        {
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) return; // making a device takes a right that this user has not
        }

        UploadRejectedException refused = Assert.Throws<UploadRejectedException>(() => new ConfinedFolder(_folder.Path).OpenRead("inputPath", "null.csv").Dispose());

        Assert.Contains("plain file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenRead_ReadsAFile_FromItsStart()
    {
        File.WriteAllText(_folder["a.csv"], "text\nx\n");

        using FileStream file = new ConfinedFolder(_folder.Path).OpenRead("inputPath", "a.csv");
        using var reader = new StreamReader(file);

        Assert.Equal((7, "text\nx\n"), (file.Length, reader.ReadToEnd()));
    }

    [Fact]
    public async Task CreateBeside_DeletesWhatKilledProcessesLeft_OfTheSameOutputAlone()
    {
        string[] kept = ["out.csv", "out.csv.partial", "out.csv.1234.partial", "other.csv." + new string('a', 32) + ".partial"];
        foreach (string name in kept) await File.WriteAllTextAsync(_folder[name], "x");
        await File.WriteAllTextAsync(_folder["out.csv." + new string('b', 32) + ".partial"], "left");
        if (OperatingSystem.IsLinux()) await MakePipeAsync("out.csv." + new string('c', 32) + ".partial");
        var folder = new ConfinedFolder(_folder.Path);

        await Task.Run(() => folder.CreateBeside("outputPath", "out.csv").Dispose()).WaitAsync(HangGuard);

        string[] names = [.. Directory.EnumerateFiles(_folder.Path).Select(f => Path.GetFileName(f)!)];
        Assert.Empty(kept.Except(names));
        Assert.DoesNotContain("out.csv." + new string('b', 32) + ".partial", names);
    }

    [Fact]
    public void CreateBeside_LeavesAlone_WhatIsBeingWritten()
    {
        var folder = new ConfinedFolder(_folder.Path);
        using FileStream first = folder.CreateBeside("outputPath", "out.csv");

        using FileStream second = folder.CreateBeside("outputPath", "out.csv");

        Assert.True(File.Exists(first.Name));
        Assert.NotEqual(first.Name, second.Name);
    }

    public void Dispose() => _folder.Dispose();

    private async Task MakePipeAsync(string name)
    {
        using Process process = Process.Start("mkfifo", [_folder[name]]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
