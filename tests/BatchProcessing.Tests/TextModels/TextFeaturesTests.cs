using System.Text;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Tests.TextModels;

public class TextFeaturesTests
{
    [Fact]
    public void Scan_FindsTheWordsOfAPlainLoop_WhenTextIsRandom()
    {
        var random = new Random(3);
        const string alphabet = "ab z09 ,.-\té\n";
        for (int round = 0; round < 500; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            var folded = new FoldedText();
            folded.Read(text);
            var bounds = new int[WordScanner.BoundsCapacity(folded.Length)];

            int words = WordScanner.Scan(ref folded.Start, folded.Length, ref bounds[0]);

            Assert.Equal(PlainBounds(folded.Span.ToArray()), bounds[..(2 * words)]);
        }
    }

    [Theory]
    [InlineData("one", 1)]
    [InlineData("", 0)]
    [InlineData("one two", 2)]
    [InlineData("one, two... THREE!", 3)]
    [InlineData("日本語", 3)]
    [InlineData("good😀👍🏽day", 4)]
    [InlineData("Straße in Köln", 3)]
    [InlineData("สวัสดี", 4 + 2)]
    public void Unigrams_AreAsManyAsWords_InManyScripts(string text, int words)
        => Assert.Equal(words, Read(text).Unigrams.Length);

    [Fact]
    public void Bigrams_IncludeTheEdges_WhenThereAreWords()
    {
        Assert.Equal(3, Read("one two").Bigrams.Length);
        Assert.Equal(0, Read("...").Bigrams.Length);
    }

    [Fact]
    public void Bigrams_DependOnTheOrder_OfWords()
        => Assert.NotEqual(Read("one two").Bigrams[1], Read("two one").Bigrams[1]);

    [Fact]
    public void SkipBigrams_LeaveOutOneWord_BetweenTwo()
    {
        Assert.Equal(Read("a b c").SkipBigrams().ToArray(), Read("a x c").SkipBigrams().ToArray());
        Assert.Equal(0, Read("a b").SkipBigrams().Length);
    }

    [Theory]
    [InlineData("ab", 1, 1, 4)]
    [InlineData("ab", 2, 3, 5)]
    [InlineData("äб", 2, 3, 5)]
    [InlineData("ab cd", 2, 2, 6)]
    [InlineData("", 1, 3, 1)]
    public void Characters_CountCodePointsWithinWords_WhateverTheirBytes(string text, int min, int max, int expected)
    {
        var options = new FeatureOptions { WordNgrams = 1, CharacterNgramMin = min, CharacterNgramMax = max };

        Assert.Equal(expected, Read(text).Characters(options).Length);
    }

    [Fact]
    public void Characters_OfAnAsciiWordAreTheSame_WhenTheTextHasOtherScripts()
    {
        var options = new FeatureOptions { WordNgrams = 1, CharacterNgramMin = 1, CharacterNgramMax = 5 };
        uint[] ascii = Read("hello").Characters(options).ToArray();

        uint[] mixed = Read("hello мир").Characters(options).ToArray();

        Assert.Equal(ascii, mixed[..(ascii.Length - 1)].Append(ascii[^1]).ToArray());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 0)]
    [InlineData("one of a  few, really extraordinarylongwordsofletters!", 0)]
    [InlineData("one of a  few, really extraordinarylongwordsofletters!", 5)]
    [InlineData("one of a  few, really extraordinarylongwordsofletters!", 12)]
    public void Characters_OfOneLengthAreThoseOfSeveral_InAscii(string text, int bytes)
    {
        uint[] several = Ngrams(2, 6);

        uint[] one = [.. Enumerable.Range(2, 5).SelectMany(length => Ngrams(length, length))];

        Assert.Equal(several.Order(), one.Order());

        uint[] Ngrams(int min, int max) => Read(text).Characters(
            new FeatureOptions { WordNgrams = 1, CharacterNgramMin = min, CharacterNgramMax = max, CharacterNgramBytes = bytes }).ToArray();
    }

    [Fact]
    public void Characters_StopAtTheLimit_WhenTextIsLong()
    {
        var options = new FeatureOptions { WordNgrams = 1, CharacterNgramMin = 2, CharacterNgramMax = 2, CharacterNgramBytes = 10 };

        Assert.InRange(Read(new string('a', 1000)).Characters(options).Length, 1, 12);
    }

    [Fact]
    public void Unigrams_OfLongWordsDiffer_WhenOnlyTheLastByteDiffers()
    {
        string word = new('a', 40);

        Assert.NotEqual(Read(word + "b").Unigrams[0], Read(word + "c").Unigrams[0]);
    }

    [Fact]
    public void Unigrams_OfOneByteWordsDiffer_WhateverTheByte()
    {
        uint[] unigrams = Read("a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9").Unigrams.ToArray();

        Assert.Equal(36, unigrams.Distinct().Count());
    }

    private static TextFeatures Read(string text)
    {
        var features = new TextFeatures();
        features.Read(Encoding.UTF8.GetBytes(text));
        return features;
    }

    private static List<int> PlainBounds(byte[] text)
    {
        var bounds = new List<int>();
        for (int i = 0; i <= text.Length; i++)
        {
            bool isWord = i < text.Length && IsWord(text[i]);
            if (isWord != (bounds.Count % 2 != 0))
                bounds.Add(i);
        }
        return bounds;
    }

    private static bool IsWord(byte b) => b >= 0x80 || char.IsAsciiLetterLower((char)b) || char.IsAsciiDigit((char)b);
}
