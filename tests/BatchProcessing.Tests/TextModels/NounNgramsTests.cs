using System.Text;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Nouns;

namespace BatchProcessing.Tests.TextModels;

public class NounNgramsTests
{
    [Theory]
    [InlineData("soldier", "poet")] // persons
    [InlineData("river", "rivers")] // a regular plural
    [InlineData("child", "children")] // an irregular one
    [InlineData("city", "cities")]
    [InlineData("church", "churches")]
    public void KindsOf_GivesTheSameFirstKind_WhenWordsNameThingsOfAKind(string first, string second)
        => Assert.Equal(Kinds(first)[0], Kinds(second)[0]);

    [Theory]
    [InlineData("the")]
    [InlineData("invented")]
    [InlineData("largest")]
    [InlineData("xyzzy")]
    [InlineData("")]
    public void KindsOf_IsEmpty_WhenAWordIsNoNoun(string word) => Assert.Empty(Kinds(word));

    [Fact]
    public void KindsOf_HasNoMoreThanTheLimit_ForAnyNoun()
        => Assert.All(new[] { "line", "head", "state", "party", "man", "thing", "water", "light" }, word => Assert.InRange(Kinds(word).Length, 1, EnglishNouns.MostKinds));

    [Theory]
    [InlineData("what actor sank it", "what poet sank it")] // single nouns
    [InlineData("what school teacher sank", "what factory worker sank")] // the last of a run
    [InlineData("what was fulton s steamboat", "what was columbus s ship")] // after a possessive
    [InlineData("what kind of animal is it", "what sort of cat is it")] // after a stand-in
    public void Extract_FindsCommonKinds_WhenHeadsAreOfAKind(string first, string second)
        => Assert.True(Common(first, second) > Common(first, "what color is it"));

    [Theory]
    [InlineData("")]
    [InlineData("soldier")] // one word
    [InlineData("what is the")] // no noun
    [InlineData("какой город столица")]
    public void Extract_GivesNothing_WhenThereIsNoNounAfterTheFirstWord(string text) => Assert.Empty(Read(text));

    [Fact]
    public void Extract_IsBounded_WhenTheTextIsLong()
    {
        string text = "what " + string.Concat(Enumerable.Repeat("head line state party ", 50_000));

        Assert.Equal(Read(text[..600]), Read(text)); // only so many words count
    }

    [Fact]
    public void Extract_ServesEachTextAlone_WhenLongAndShortTextsTakeTurns()
    {
        var features = new TextFeatures();
        uint[] alone = Read("what is the capital of texas");
        foreach (string text in new[] { "what " + string.Concat(Enumerable.Repeat("man ", 500)), "what is the capital of texas", "", "what is the capital of texas" })
        {
            features.Read(text);
            uint[] ngrams = features.NounKinds().ToArray();
            if (text.Length is > 0 and < 50)
                Assert.Equal(alone, ngrams);
        }
    }

    private static ushort[] Kinds(string word)
        => EnglishNouns.Instance.KindsOf(FeatureHash.Unigram(FeatureHash.Word(Encoding.ASCII.GetBytes(word)))).ToArray();

    private static int Common(string first, string second) => Read(first).Intersect(Read(second)).Count();

    private static uint[] Read(string text)
    {
        var features = new TextFeatures();
        features.Read(text);
        return features.NounKinds().ToArray();
    }
}
