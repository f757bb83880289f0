using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Tests.TextModels;

public class FeatureTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(32)]
    [InlineData(45)]
    [InlineData(151)]
    public void Accumulate_AddsTheRowsOfKnownFeatures_ForAnyNumberOfOutputs(int outputs)
    {
        var random = new Random(outputs);
        var table = new FeatureTable(64 * FeatureTable.BucketSize, outputs);
        var weights = new sbyte[64 * FeatureTable.BucketSize][];
        var known = new List<(uint Feature, int Slot)>();
        for (int bucket = 0; bucket < 64; bucket++)
        {
            for (int place = 0; place < 5; place++)
            {
                int slot = bucket * FeatureTable.BucketSize + place;
                var tag = (ushort)(1 + slot);
                weights[slot] = [.. Enumerable.Range(0, outputs).Select(_ => (sbyte)random.Next(-127, 128))];
                table.SetRow(slot, tag, weights[slot]);
                known.Add(((uint)bucket << 16 | tag, slot));
            }
        }
        (uint Feature, int Slot)[] chosen = [.. Enumerable.Range(0, 1000).Select(_ => known[random.Next(known.Count)])];
        var expected = new int[outputs];
        foreach ((_, int slot) in chosen)
            for (int i = 0; i < outputs; i++)
                expected[i] += weights[slot][i];
        // Tags from 60,000 on are not in the table.
        uint[] features = [.. chosen.Select(pair => pair.Feature), .. Enumerable.Range(60_000, 500).Select(tag => (uint)tag)];
        random.Shuffle(features);
        var totals = new int[FeatureTable.TotalsLength(outputs)];

        table.Accumulate(features, totals);

        Assert.Equal(expected, totals[..outputs]);
    }

    [Fact]
    public void Accumulate_DoesNotOverflow_WhenOneFeatureComesVeryOften()
    {
        var table = new FeatureTable(FeatureTable.BucketSize, 4);
        table.SetRow(0, 7, [127, 127, 127, 127]);
        var totals = new int[FeatureTable.TotalsLength(4)];

        table.Accumulate(Enumerable.Repeat(7u, 100_000).ToArray(), totals);

        Assert.All(totals[..4], total => Assert.Equal(12_700_000, total));
    }

    [Fact]
    public void Constructor_Throws_WhenTheMemoryEndsBeforeThePadding()
    {
        int bytes = (int)FeatureTable.SizeOf(16, 3) + FeatureTable.WeightPadding;

        Assert.Throws<ArgumentException>(() => new FeatureTable(ModelMemory.Allocate(bytes - 1), start: 0, slots: 16, outputs: 3));
        Assert.Throws<ArgumentException>(() => new FeatureTable(ModelMemory.Allocate(bytes), start: 2, slots: 16, outputs: 3));
    }

    [Fact]
    public void Constructor_Throws_WhenTheBucketsAreNoPowerOfTwo()
        => Assert.Throws<ArgumentException>(() => new FeatureTable(slots: 24, outputs: 1));
}
