using System.Text;
using BatchProcessing.Models;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Tests.Models;

public sealed class LabeledCsvTests
{
    private static readonly string Longest = new('ä', LabeledCsv.MaxLabelBytes / 2);

    [Fact]
    public void Read_TakesTheRow_WhenEachOfItsLabelsIsAsLongAsALabelMayBe() =>
        Assert.Equal([new LabeledText("one", "a"), new LabeledText("two", $"{Longest}|b|{Longest}")], Read($"one,a\ntwo,{Longest}|b|{Longest}\n"));

    [Theory]
    [InlineData("")]
    [InlineData("a|")]
    public void Read_NamesLineValueAndLimit_WhenALabelIsOneByteTooLong(string before)
    {
        var e = Assert.Throws<InvalidDataException>(() => Read($"one,a\ntwo,{before}{Longest}x\n"));

        Assert.Equal("rows.csv, line 3: column \"label\" has a label of 201 bytes; a label has at most 200.", e.Message);
    }

    private static LabeledText[] Read(string rows) =>
        [.. LabeledCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes("text,label\n" + rows)), "rows.csv", "text", "label")];
}
