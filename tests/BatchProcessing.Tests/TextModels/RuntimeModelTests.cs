using System.Text;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using static BatchProcessing.Tests.TextModels.TrainingSamples;

namespace BatchProcessing.Tests.TextModels;

/// <summary>Models that another library scores, beside linear ones in one set.</summary>
public sealed class RuntimeModelTests
{
    private static readonly LinearTextModel Linear = Train(TwoLabels(60));

    [Fact]
    public void Score_GivesEachModelTheTextReadLast_WhenASetHasModelsOfTwoRuntimes()
    {
        TextScorer alone = new TextModelSet([Linear]).CreateScorer();
        TextScorer together = new TextModelSet([new LengthModel(), Linear, new LengthModel()]).CreateScorer();
        foreach (string text in new[] { "superb", "a useless product, naïve 😀", "", new string('字', 3000) })
        {
            alone.Read(text);
            together.Read(Encoding.UTF8.GetBytes(text));

            Assert.Equal(Scores(alone, 0), Scores(together, 1));
            Assert.Equal(LengthModel.ScoresOf(text.Length), Scores(together, 0));
            Assert.Equal(LengthModel.ScoresOf(text.Length), Scores(together, 2));
        }
    }

    [Fact]
    public void Score_ReplacesBytesThatAreNotUtf8_ForAModelOfAnotherRuntime()
    {
        TextScorer scorer = new TextModelSet([new LengthModel()]).CreateScorer();

        scorer.Read([0x61, 0xFF, 0x62]);

        Assert.Equal(LengthModel.ScoresOf(3), Scores(scorer, 0));
    }

    [Fact]
    public void Score_Throws_WhenThereIsTooLittleRoomForARuntimesLabels()
    {
        TextScorer scorer = new TextModelSet([new LengthModel()]).CreateScorer();
        scorer.Read("text");

        Assert.Throws<ArgumentException>(() => scorer.Score(0, new float[1]));
    }

    [Fact]
    public void Set_IsRefused_WhenNothingScoresOneOfItsModels() =>
        Assert.Contains("nobody", Assert.Throws<ArgumentException>(() => new TextModelSet([new UnscoredModel()])).Message, StringComparison.Ordinal);

    private static float[] Scores(TextScorer scorer, int model)
    {
        var scores = new float[2];
        scorer.Score(model, scores);
        return scores;
    }

    private sealed class UnscoredModel : ITextModel
    {
        public string Name => "nobody";

        public IReadOnlyList<string> Labels => ["a"];

        public bool IsMultiLabel => false;

        public string Checksum => "00";
    }
}
