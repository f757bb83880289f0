using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents.Archives;

public sealed class ArchiveTests
{
    [Fact]
    public async Task ReadAsync_ReadsEveryEntry_WithItsOwnNameAndRowNumbers()
    {
        byte[] file = TestZip.Of(
            ("readme.md", "# Title"u8.ToArray()),
            ("2026/rows.csv", "id,text\na,one\nb,\nc,three\n"u8.ToArray()),
            ("2026/", []),
            ("__MACOSX/._rows.csv", [1, 2, 3]),
            (".DS_Store", [0, 1]),
            ("book.xlsx", Sample.Read("comments.xlsx")),
            ("other/rows.csv", "id,text\na,again\n"u8.ToArray()));

        IReadOnlyList<JsonElement> lines = await IntakeRun.FileAsync("all.zip", file);

        Assert.Equal(
            ["all.zip/readme.md", "all.zip/2026/rows.csv", "all.zip/2026/rows.csv", "all.zip/2026/rows.csv", .. Enumerable.Repeat("all.zip/book.xlsx", 5), "all.zip/other/rows.csv"],
            lines.Select(l => l.File()));
        Assert.Equal("Line 3: The text is empty.", lines[2].ErrorMessage());
        Assert.Equal([2, 3, 5, 6, 7], lines.Skip(4).Take(5).Select(l => l.LineNumber()));
        Assert.Equal(("a", "again"), (lines[^1].Id(), lines[^1].Text()));
    }

    [Theory]
    [InlineData("../../etc/cron.d/a.txt", "z.zip/etc/cron.d/a.txt")]
    [InlineData("..\\..\\windows\\a.txt", "z.zip/windows/a.txt")]
    [InlineData("/root/a.txt", "z.zip/root/a.txt")]
    [InlineData("C:\\temp\\a.txt", "z.zip/C/temp/a.txt")]
    [InlineData("a\r\nb/c\0.txt", "z.zip/ab/c.txt")]
    public async Task ReadAsync_ShowsAHarmlessName_WhenAnEntryClimbsOut(string name, string shown) =>
        Assert.Equal(shown, Assert.Single(await IntakeRun.FileAsync("z.zip", TestZip.Of((name, "text")))).File());

    [Theory]
    [InlineData("inner.zip", ErrorCode.UnsupportedFileType)]
    [InlineData("program.exe", ErrorCode.UnsupportedFileType)]
    [InlineData("image.txt", ErrorCode.ContentMismatch)]
    public async Task ReadAsync_FailsOneEntry_AndGoesOn(string name, string code)
    {
        byte[] file = TestZip.Of((name, [0x89, (byte)'P', (byte)'N', (byte)'G', 0]), ("b.txt", "fine"u8.ToArray()));

        IReadOnlyList<JsonElement> lines = await IntakeRun.FileAsync("z.zip", file);

        Assert.Equal([code, null], lines.Select(l => l.ErrorCode()));
        Assert.Equal([$"z.zip/{name}", "z.zip/b.txt"], lines.Select(l => l.File()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadAsync_IsCorrupt_WhenEntriesShareTheirData(bool withinTheData)
    {
        byte[] file = TestZip.Of(("first.txt", "one and the same"u8.ToArray()), ("other.txt", "another text"u8.ToArray()));
        int first = file.AsSpan().IndexOf("PK\x01\x02"u8);
        int second = first + 4 + file.AsSpan(first + 4).IndexOf("PK\x01\x02"u8);
        // As bombs do it: the second entry is where the first one is, or the first one goes on over the header of the second.
        if (withinTheData) BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(first + 20), BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(first + 20)) + 1);
        else file.AsSpan(second + 42, 4).Clear();

        JsonElement line = Assert.Single(await IntakeRun.FileAsync("z.zip", file));

        Assert.Equal(ErrorCode.Corrupt, line.ErrorCode());
        Assert.Equal("The entries 'first.txt' and 'other.txt' of the archive overlap.", line.ErrorMessage());
    }

    [Fact]
    public async Task ReadAsync_IsUnpackedTooLarge_WhenAnEntryIsABomb()
    {
        byte[] file = TestZip.Of(("bomb.csv", Encoding.UTF8.GetBytes("text\n" + new string(' ', 4 << 20) + "\n")), ("b.txt", "fine"u8.ToArray()));

        IReadOnlyList<JsonElement> lines = await IntakeRun.FileAsync("z.zip", file);

        Assert.Equal([ErrorCode.UnpackedTooLarge, null], lines.Select(l => l.ErrorCode()));
    }

    [Fact]
    public async Task ReadAsync_Stops_WhenTheWholeArchiveUnpacksToTooMuch()
    {
        byte[] part = new byte[400 << 10];
        new Random(1).NextBytes(part);
        byte[] text = Encoding.ASCII.GetBytes(Convert.ToHexString(part)); // packs twofold, no ratio to speak of
        byte[] file = TestZip.Of(("1.txt", text), ("2.txt", text), ("3.txt", "never reached"u8.ToArray()));

        IReadOnlyList<JsonElement> lines = await IntakeRun.FileAsync("z.zip", file, new UploadOptions { MaxUnpackedBytes = 1 << 20 });

        Assert.Equal([null, ErrorCode.UnpackedTooLarge], lines.Select(l => l.ErrorCode()));
    }

    [Fact]
    public async Task ReadAsync_ReadsNothing_WhenThereAreTooManyEntries()
    {
        byte[] file = TestZip.Of([.. Enumerable.Range(0, 1_001).Select(i => ($"{i}.txt", "text"))]);

        JsonElement line = Assert.Single(await IntakeRun.FileAsync("z.zip", file));

        Assert.Equal((ErrorCode.UnpackedTooLarge, "z.zip"), (line.ErrorCode(), line.File()));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public async Task ReadAsync_IsCorrupt_WhenTheSizeIsForged(int claimed)
    {
        byte[] file = TestZip.Of(("a.csv", "text\n" + string.Concat(Enumerable.Repeat("a row of some length\n", 2_000))));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(Central(file) + 24), claimed);

        IReadOnlyList<JsonElement> lines = await IntakeRun.FileAsync("z.zip", file);

        Assert.Equal(ErrorCode.Corrupt, lines[^1].ErrorCode());
    }

    [Fact]
    public async Task ReadAsync_IsCorrupt_WhenTheChecksumDiffers()
    {
        byte[] file = TestZip.Of(("a.txt", "text"));
        file[Central(file) + 16] ^= 1;

        Assert.Equal(ErrorCode.Corrupt, Assert.Single(await IntakeRun.FileAsync("z.zip", file)).ErrorCode());
    }

    [Fact]
    public async Task ReadAsync_IsEncrypted_WhenAnEntryIs()
    {
        byte[] file = TestZip.Of(("a.txt", "text"));
        file[Central(file) + 8] |= 1;

        Assert.Equal(ErrorCode.Encrypted, Assert.Single(await IntakeRun.FileAsync("z.zip", file)).ErrorCode());
    }

    [Fact]
    public async Task ReadAsync_IsEmpty_WhenThereIsNoFile()
    {
        var bytes = new MemoryStream();
        new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true).Dispose();

        Assert.Equal(ErrorCode.Empty, Assert.Single(await IntakeRun.FileAsync("z.zip", bytes.ToArray())).ErrorCode());
        Assert.Equal(ErrorCode.Corrupt, Assert.Single(await IntakeRun.FileAsync("z.zip", [])).ErrorCode());
        Assert.Equal(ErrorCode.Corrupt, Assert.Single(await IntakeRun.FileAsync("z.zip", "no archive"u8.ToArray())).ErrorCode());
    }

    [Fact]
    public async Task ReadAsync_NamesTheEntry_WhenATableHasNoSuchColumn()
    {
        var refusal = await Assert.ThrowsAsync<UploadRejectedException>(() => IntakeRun.FileAsync("z.zip", TestZip.Of(("a.csv", "body\nx\n"))));

        Assert.Equal("missing-column", refusal.Type);
        Assert.StartsWith("z.zip/a.csv: ", refusal.Message, StringComparison.Ordinal);
    }

    private static int Central(byte[] zip) => zip.AsSpan().LastIndexOf("PK\x01\x02"u8);

    [Theory]
    [InlineData("content")]
    [InlineData("method")]
    [InlineData("header")]
    [InlineData("password")]
    [InlineData("bomb")]
    public async Task ReadAsync_ShowsAShortCleanName_InMessages(string fault)
    {
        string name = "a\r\n\u001b[31m" + new string('b', 60_000) + ".txt";
        byte[] file = TestZip.Of((name, fault == "bomb" ? new byte[4 << 20] : "some text"u8.ToArray()));
        int directory = file.AsSpan().LastIndexOf("PK\x01\x02"u8); // APPNOTE 4.3.12: flags at 8, method at 10, CRC-32 at 16
        if (fault == "content") file[directory + 16] ^= 1;
        if (fault == "method") file[directory + 10] = 99;
        if (fault == "header") file[0] = 0;
        if (fault == "password") file[directory + 8] |= 1;

        string? message = Assert.Single(await IntakeRun.FileAsync("z.zip", file)).ErrorMessage();

        Assert.NotNull(message);
        Assert.InRange(message.Length, 1, 200);
        Assert.Contains("'a", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
    }
}
