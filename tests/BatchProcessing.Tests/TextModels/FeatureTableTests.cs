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
        var tags = new ushort[64 * FeatureTable.BucketSize];
        var weights = new sbyte[tags.Length * outputs + FeatureTable.WeightPadding];
        var known = new List<(uint Feature, int Slot)>();
        for (int bucket = 0; bucket < 64; bucket++)
        {
            for (int place = 0; place < 5; place++)
            {
                int slot = bucket * FeatureTable.BucketSize + place;
                tags[slot] = (ushort)(1 + slot);
                for (int i = 0; i < outputs; i++)
                    weights[slot * outputs + i] = (sbyte)random.Next(-127, 128);
                known.Add(((uint)bucket << 16 | tags[slot], slot));
            }
        }
        (uint Feature, int Slot)[] chosen = [.. Enumerable.Range(0, 1000).Select(_ => known[random.Next(known.Count)])];
        var expected = new int[outputs];
        foreach ((_, int slot) in chosen)
            for (int i = 0; i < outputs; i++)
                expected[i] += weights[slot * outputs + i];
        // Tags from 60,000 on are not in the table.
        uint[] features = [.. chosen.Select(pair => pair.Feature), .. Enumerable.Range(60_000, 500).Select(tag => (uint)tag)];
        random.Shuffle(features);
        var totals = new int[FeatureTable.TotalsLength(outputs)];

        new FeatureTable(tags, weights, outputs).Accumulate(features, totals);

        Assert.Equal(expected, totals[..outputs]);
    }

    [Fact]
    public void Accumulate_DoesNotOverflow_WhenOneFeatureComesVeryOften()
    {
        var tags = new ushort[FeatureTable.BucketSize];
        tags[0] = 7;
        var weights = new sbyte[FeatureTable.BucketSize * 4 + FeatureTable.WeightPadding];
        weights.AsSpan(0, 4).Fill(127);
        var totals = new int[FeatureTable.TotalsLength(4)];

        new FeatureTable(tags, weights, 4).Accumulate(Enumerable.Repeat(7u, 100_000).ToArray(), totals);

        Assert.All(totals[..4], total => Assert.Equal(12_700_000, total));
    }

    [Fact]
    public void Constructor_Throws_WhenTheBucketsAreNoPowerOfTwo()
        => Assert.Throws<ArgumentException>(() => new FeatureTable(new ushort[24], new sbyte[24 + FeatureTable.WeightPadding], 1));
}
