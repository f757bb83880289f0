using System.Text.Json;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents.Office;

/// <summary>Old workbooks that are small in the file and large once they are opened.</summary>
[Collection(nameof(Alone))]
public sealed class HostileOldWorkbookTests
{
    public static TheoryData<string, byte[]> Records => new()
    {
        { "sheets", [0x85, 0, 0, 0, 0, 0, 0, 0, 1, 0, (byte)'a'] },
        { "formats", [0x1E, 0x04, 0xA4, 0, 0, 0, 0] },
        { "styles", [0xE0, 0, .. new byte[20]] },
    };

    [Fact]
    public async Task OldWorkbook_TakesBoundedMemory_WhenItsSharedTextsAreMillions()
    {
        byte[] file = OldWorkbookFile.WithSharedTexts(4_000_000, "");
        long before = GC.GetTotalAllocatedBytes(precise: true);

        JsonElement line = Assert.Single(await IntakeRun.FileAsync("a.xls", file));

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 250 << 20);
        Assert.Equal(ErrorCode.UnpackedTooLarge, line.ErrorCode());
        Assert.Contains("bytes of memory", line.ErrorMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public async Task OldWorkbook_TakesBoundedMemory_WhenARecordIsThereAMillionTimes(string _, byte[] record)
    {
        byte[] file = OldWorkbookFile.WithRecords(BitConverter.ToUInt16(record), record[2..], 1_000_000);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        JsonElement line = Assert.Single(await IntakeRun.FileAsync("a.xls", file));

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 300 << 20);
        Assert.NotNull(line.ErrorCode());
    }

    [Theory]
    [InlineData(20_000, 200)]
    [InlineData(150_000, 40)]
    [InlineData(400_000, 8)]
    public async Task OldWorkbook_IsRead_WhenItHasManyTexts(int texts, int characters)
    {
        byte[] file = OldWorkbookFile.WithSharedTexts(texts, new string('x', characters));

        Assert.Equal("hello", Assert.Single(await IntakeRun.FileAsync("a.xls", file)).Text());
    }
}
