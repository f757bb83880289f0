using System.Text;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Tests.TextModels;

public class OpeningNgramsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("fox", 0)]
    [InlineData("is it", 1 + 1)] // length; position
    [InlineData("what is it", 2 + 2)] // length, third word; positions
    [InlineData("what is the red fox", 4 + 4)] // length, three later words; positions
    [InlineData("what is the capital of Texas", 5 + 5 + 4 + 3)] // and two longer words; head
    public void Extract_GivesEachKindOnce_WhereTheTextHasIt(string text, int expected)
        => Assert.Equal(expected, Read(text).Distinct().Count());

    [Fact]
    public void Extract_JoinsFirstTwoWordsWithLaterOnes_WhateverIsBetween()
    {
        uint[] common = Common("what is the red fox", "what is a huge fox");

        Assert.Contains(FeatureHash.Bigram(FeatureHash.Opening(Word("what"), Word("is")), Word("fox")), common);
        Assert.Empty(Common("what is the red fox", "who was the red fox"));
    }

    [Fact]
    public void Extract_FindsTheSameHead_WhateverLongerWordsPrecede()
        => Assert.Equal(2, Common("which soldier was it", "which most famous British soldier is x").Length); // alone, with the first word

    [Fact]
    public void Extract_TellsPositionsApart_ForTheSameWords()
        => Assert.Empty(Common("what is it to", "what to is it"));

    [Fact]
    public void Extract_ServesEachTextAlone_WhenLongAndShortTextsTakeTurns()
    {
        var features = new TextFeatures();
        uint[] alone = Read("what is it");

        foreach (string text in new[] { string.Concat(Enumerable.Repeat("what ", 5000)), "what is it", "", "what is it" })
        {
            features.Read(text);
            uint[] ngrams = features.Openings().ToArray();
            if (text == "what is it")
                Assert.Equal(alone, ngrams);
        }
    }

    private static uint[] Common(string first, string second) => [.. Read(first).Intersect(Read(second))];

    private static uint[] Read(string text)
    {
        var features = new TextFeatures();
        features.Read(Encoding.UTF8.GetBytes(text));
        return features.Openings().ToArray();
    }

    private static ulong Word(string word)
    {
        byte[] padded = Encoding.UTF8.GetBytes(word.PadRight(FeatureHash.ReadAhead));
        return FeatureHash.Word(ref padded[0], 0, word.Length);
    }
}
