using System.Globalization;
using System.Text;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents;

public sealed class IdSetTests
{
    [Fact]
    public void Add_IsTrueOnce_WhenIdsRepeatPastSeveralGrowths()
    {
        var ids = new IdSet();
        byte[][] all = [.. Enumerable.Range(0, 20_000).Select(i => Utf8(i.ToString(CultureInfo.InvariantCulture)))];

        Assert.All(all, id => Assert.True(ids.Add(id)));
        Assert.All(all, id => Assert.False(ids.Add(id)));
    }

    [Theory]
    [InlineData("a", "A")]
    [InlineData("a", "a ")]
    [InlineData("é", "e\u0301")]
    public void Add_TellsIdsApart_WhenTheyAreNearlyTheSame(string first, string second)
    {
        var ids = new IdSet();
        ids.Add(Utf8(first));

        Assert.True(ids.Add(Utf8(second)));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5_000)]
    public void Clear_ForgetsEveryId_WhenSetIsSmallOrHasGrown(int count)
    {
        var ids = new IdSet();
        for (int i = 0; i < count; i++) ids.Add(BitConverter.GetBytes(i));

        ids.Clear();

        Assert.All(Enumerable.Range(0, count), i => Assert.True(ids.Add(BitConverter.GetBytes(i))));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
