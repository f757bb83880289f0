using System.Text.Json;
using BatchProcessing.Batches;

namespace BatchProcessing.Tests.Batches;

public sealed class TallyTests
{
    [Fact]
    public void Add_SumsCounts_ByGroupAndKey()
    {
        var tally = new Tally();
        tally.Add("sentiment", "positive", 2);
        tally.Add("sentiment", "positive", 3);
        tally.Add("sentiment", "negative", 1);
        tally.Add(Tally.Errors, "positive", 7);

        Assert.Equal(5, tally.Group("sentiment")["positive"]);
        Assert.Equal(7, tally.Group(Tally.Errors)["positive"]);
        Assert.Equal(2, tally.Group("sentiment").Count);
    }

    [Fact]
    public void Add_DropsTheKey_WhenItReachesZero()
    {
        var tally = new Tally();
        tally.Add("g", "k", 2);
        tally.Add("g", "k", -2);
        tally.Add("g", "other", 0);

        Assert.Empty(tally.Group("g"));
    }

    [Fact]
    public void Group_IsEmpty_WhenNothingWasCounted() => Assert.Empty(new Tally().Group("none"));

    [Fact]
    public void Subtract_UndoesAdd_WhenGivenTheSameTally()
    {
        Tally tally = Tally.FromJson("{\"g\":{\"a\":1,\"b\":2}}");
        Tally other = Tally.FromJson("{\"g\":{\"b\":5},\"h\":{\"c\":1}}");

        tally.Add(other);
        tally.Subtract(other);

        Assert.Equal(new Dictionary<string, long> { ["a"] = 1, ["b"] = 2 }, tally.Group("g"));
        Assert.Empty(tally.Group("h"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"errors\":{\"empty\":1},\"sentiment\":{\"größer\":9223372036854775807,\"negative\":2}}")]
    public void FromJson_ReadsWhatToJsonWrote(string json)
    {
        string written = Tally.FromJson(json).ToJson();

        Assert.Equal(json, Tally.FromJson(written).ToJson().Replace("\\u00F6\\u00DF", "öß", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void FromJson_StaysSorted_WhenKeysAreAddedLater()
    {
        Tally tally = Tally.FromJson("{\"g\":{\"B\":1,\"a\":1}}");
        tally.Add("g", "A", 1);

        Assert.Equal("{\"g\":{\"A\":1,\"B\":1,\"a\":1}}", tally.ToJson());
    }

    [Fact]
    public void FromJson_Throws_WhenTextIsNotATally() => Assert.Throws<JsonException>(() => Tally.FromJson("[1]"));
}
