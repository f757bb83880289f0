using System.Text;
using System.Xml;
using BatchProcessing.Documents.Office;

namespace BatchProcessing.Tests.Documents.Office;

public sealed class TagLimitTests
{
    private const int Limit = 4 << 20;

    [Theory]
    [InlineData("<a b=\"", "x>", "\"/>")]
    [InlineData("<a b='", "\">", "'/>")]
    [InlineData("<a b='' c=\"", "'>", "\"/>")]
    [InlineData("<a><![CDATA[", "x>]>", "]]></a>")]
    [InlineData("<a><![CDATA[>", "<b/>", "]]></a>")]
    [InlineData("<a><!--", "x>->", "--></a>")]
    [InlineData("<a><!-->", "<b/>", "--></a>")]
    [InlineData("<?a ", "x>'\"", "?><a/>")]
    [InlineData("<a>&", "x><", ";</a>")]
    public void Read_Throws_WhenATagOrSectionPassesTheLimit_WhateverStandsInIt(string start, string filling, string end) =>
        Assert.Throws<XmlException>(() => ReadAll(start + Repeat(filling, Limit) + end, 4096));

    [Theory]
    [InlineData("<a b=\"x>x\" c='>\"'>", "text > text ")]
    [InlineData("<a><![CDATA[x]]]>", "text ]]x> ")]
    [InlineData("<a><!-- > -- -->", "text --x> ")]
    [InlineData("<?a x>?>", "'text\" ")]
    [InlineData("<a>&lt;", "text ; ")]
    [InlineData("<a>", "<b c='>'/><!--x--><![CDATA[y]]>")]
    public void Read_TakesAnyLength_WhenEveryTagAndSectionIsShort(string start, string filling)
    {
        string text = start + Repeat(filling, Limit + 100);

        Assert.Equal(text.Length, ReadAll(text, 4096));
        Assert.Equal(text.Length, ReadAll(text, 7)); // marks that are cut by the end of a block
    }

    [Fact]
    public void Read_Throws_WhenOnlyTheBlocksAreShort() =>
        Assert.Throws<XmlException>(() => ReadAll("<a><![CDATA[" + Repeat("x>", Limit), 3));

    private static long ReadAll(string text, int blockSize)
    {
        using var reader = new TagLimitReader(new StringReader(text));
        var block = new char[blockSize];
        long total = 0;
        while (reader.Read(block, 0, block.Length) is > 0 and var read) total += read;
        return total;
    }

    private static string Repeat(string filling, int length) =>
        new StringBuilder(length + filling.Length).Insert(0, filling, length / filling.Length + 1).ToString();
}
