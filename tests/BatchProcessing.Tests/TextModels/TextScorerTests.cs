using System.Text;
using BatchProcessing.TextModels.Linear;
using static BatchProcessing.Tests.TextModels.TrainingSamples;

namespace BatchProcessing.Tests.TextModels;

public class TextScorerTests
{
    private static readonly LinearTextModel Words = Train(ThreeLabels(150), new FeatureOptions { WordNgrams = 2, SkipBigrams = true, Openings = true, NounKinds = true });
    private static readonly LinearTextModel Characters = Train(
        TwoLabels(150), new FeatureOptions { WordNgrams = 1, CharacterNgramMin = 2, CharacterNgramMax = 4, CharacterNgramBytes = 64 });

    public static TheoryData<string> Texts => new(
        "", " ", "superb", "broken, and useless!", "naïve café", "Привет мир", "今日はいい天気です", "😀👍🏽 👨‍👩‍👧", "e\u0301te\u0301",
        "\0\u0001\u007f", new string('a', 5000), string.Concat(Enumerable.Repeat("a ", 3000)), new string('字', 700), "mixed ASCII и кириллица 漢字");

    [Theory]
    [MemberData(nameof(Texts))]
    public void Score_GivesTheSame_WhetherTextIsUtf8OrUtf16(string text)
    {
        TextScorer scorer = new TextModelSet([Words, Characters]).CreateScorer();

        scorer.Read(Encoding.UTF8.GetBytes(text));
        float[] fromUtf8 = ScoreAll(scorer);
        scorer.Read(text);

        Assert.Equal(fromUtf8, ScoreAll(scorer));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Score_SumsTo1_WhenLabelsAreExclusive(string text)
    {
        TextScorer scorer = new TextModelSet([Words, Characters]).CreateScorer();
        scorer.Read(text);
        for (int model = 0; model < 2; model++)
        {
            var probabilities = new float[3];
            int best = scorer.Score(model, probabilities);
            Assert.Equal(1, probabilities.Sum(), 4);
            Assert.All(probabilities, p => Assert.InRange(p, 0, 1));
            Assert.Equal(probabilities.Max(), probabilities[best]);
        }
    }

    [Fact]
    public void Read_NeverThrows_WhenBytesAreRandom()
    {
        var random = new Random(7);
        TextScorer scorer = new TextModelSet([Words, Characters]).CreateScorer();
        for (int i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            scorer.Read(bytes);
            Assert.All(ScoreAll(scorer), p => Assert.True(float.IsFinite(p)));
        }
    }

    [Fact]
    public void Read_NeverThrows_WhenSurrogatesHaveNoPartner()
    {
        TextScorer scorer = new TextModelSet([Words, Characters]).CreateScorer();

        scorer.Read("superb \ud83d box \ude00\ude00 \ud800");

        Assert.All(ScoreAll(scorer), p => Assert.True(float.IsFinite(p)));
    }

    [Fact]
    public void Score_DependsOnTheTextAlone_WhenTheSpanEndsInsideABuffer()
    {
        byte[] text = Encoding.UTF8.GetBytes("the wonderful product came in a superb box and it was excellent, really, wonderful and lovely");
        TextScorer scorer = new TextModelSet([Words, Characters]).CreateScorer();
        for (int length = 0; length <= text.Length; length++)
        {
            scorer.Read(text.AsSpan(0, length));
            float[] alone = ScoreAll(scorer);
            foreach (byte around in "a0 \xff"u8)
            {
                byte[] buffer = [.. Enumerable.Repeat(around, 70), .. text.AsSpan(0, length), .. Enumerable.Repeat(around, 70)];
                scorer.Read(buffer.AsSpan(70, length));
                Assert.Equal(alone, ScoreAll(scorer));
            }
        }
    }

    [Fact]
    public void Score_DoesNotDependOnEarlierTexts_WhenAScorerIsReused()
    {
        TextScorer reused = new TextModelSet([Words, Characters]).CreateScorer();
        string[] texts = ["superb", new string('x', 10_000), "", "awful и 漢字", "superb"];
        foreach (string text in texts)
        {
            TextScorer fresh = new TextModelSet([Words, Characters]).CreateScorer();
            reused.Read(text);
            fresh.Read(text);
            Assert.Equal(ScoreAll(fresh), ScoreAll(reused));
        }
    }

    [Fact]
    public void Score_IsTheSameInASetAsAlone_WhenModelsShareTheText()
    {
        TextScorer alone = new TextModelSet([Characters]).CreateScorer();
        TextScorer together = new TextModelSet([Words, Characters]).CreateScorer();
        (var first, var second) = (new float[2], new float[2]);
        alone.Read("lovely and useless");
        together.Read("lovely and useless");

        alone.Score(0, first);
        together.Score(1, second);

        Assert.Equal(first, second);
    }

    [Fact]
    public void ReadAndScore_AllocateNothing_WhenWarm()
    {
        byte[][] texts = [.. ThreeLabels(50).Select(row => Encoding.UTF8.GetBytes(row.Text + " ñ 漢 😀"))];
        TextScorer scorer = new TextModelSet([Words, Characters]).CreateScorer();
        var probabilities = new float[3];
        void ScoreEach()
        {
            foreach (byte[] text in texts)
            {
                scorer.Read(text);
                scorer.Score(0, probabilities);
                scorer.Score(1, probabilities);
            }
        }
        for (int i = 0; i < 50; i++)
            ScoreEach();

        long before = GC.GetAllocatedBytesForCurrentThread();
        ScoreEach();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("a")]
    [InlineData(" ")]
    [InlineData("é")]
    [InlineData("字")]
    [InlineData("!")]
    public void Score_Works_WhenTheTextIsAMegabyteOfOneCharacter(string character)
    {
        string text = string.Concat(Enumerable.Repeat(character, 1_000_000 / Encoding.UTF8.GetByteCount(character)));
        TextScorer scorer = new TextModelSet([Words, Characters]).CreateScorer();

        scorer.Read(text);

        Assert.All(ScoreAll(scorer), p => Assert.True(float.IsFinite(p)));
    }

    [Fact]
    public void Score_Throws_WhenThereIsNoRoomForTheLabels()
    {
        TextScorer scorer = new TextModelSet([Words]).CreateScorer();
        scorer.Read("a");

        Assert.Throws<ArgumentException>(() => scorer.Score(0, new float[2]));
    }

    [Fact]
    public void Score_IgnoresCase_WhenLettersAreOutsideAscii()
    {
        TextScorer scorer = new TextModelSet([Words, Characters]).CreateScorer();
        scorer.Read("ÜBER ПРИВЕТ SUPERB");
        float[] upper = ScoreAll(scorer);
        scorer.Read("über привет superb");

        Assert.Equal(ScoreAll(scorer), upper);
    }

    [Fact]
    public void Score_IsTheSame_WhetherAccentsAreComposedOrCombining()
    {
        TextScorer scorer = new TextModelSet([Words, Characters]).CreateScorer();
        scorer.Read("café naïve señor çelik superb");
        float[] composed = ScoreAll(scorer);
        scorer.Read("cafe\u0301 nai\u0308ve sen\u0303or c\u0327elik superb");

        Assert.Equal(composed, ScoreAll(scorer));
    }

    private static float[] ScoreAll(TextScorer scorer)
    {
        var probabilities = new float[5];
        scorer.Score(0, probabilities.AsSpan(0, 3));
        scorer.Score(1, probabilities.AsSpan(3));
        return probabilities;
    }
}
