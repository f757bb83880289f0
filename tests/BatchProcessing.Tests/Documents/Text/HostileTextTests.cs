using BatchProcessing.Documents.Text;

namespace BatchProcessing.Tests.Documents.Text;

/// <summary>Markup on which a parser that builds trees takes minutes. Each is a megabyte; the test run has a limit of its own.</summary>
public sealed class HostileTextTests
{
    private const int Size = 1_000_000;

    [Theory]
    [InlineData("<b>")]
    [InlineData("<div>")]
    [InlineData("<font size=1><p>")]
    [InlineData("<a><b><p>")]
    [InlineData("<!--")]
    [InlineData("<script>")]
    [InlineData("&lt")]
    [InlineData("<a b=")]
    public void Html_IsReadInOnePass_WhateverItsNesting(string piece)
    {
        string text = HtmlText.Of("<p>begin</p>" + Repeat(piece));

        Assert.StartsWith("begin", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[a](")]
    [InlineData("[a](<")]
    [InlineData("![")]
    [InlineData("*a_")]
    [InlineData("<a ")]
    [InlineData("[a]:\n")]
    [InlineData("[\n")]
    [InlineData("> [a]: b\n")]
    [InlineData("* [a]: b\n")]
    [InlineData("[\\]a]: b\n")]
    [InlineData("[a]: b \"\n")]
    [InlineData("- ")]
    [InlineData("<div>\n")]
    [InlineData("`")]
    public void Markdown_IsReadInTime_WhateverItsNesting(string piece)
    {
        string text = MarkdownText.Of("begin\n\n" + Repeat(piece));

        Assert.StartsWith("begin", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('>')]
    [InlineData('[')]
    public void Markdown_IsTakenAsItIs_WhenItsBlocksAreNestedTooDeep(char piece) =>
        Assert.StartsWith("begin", MarkdownText.Of("begin\n\n" + new string(piece, Size)), StringComparison.Ordinal);

    private static string Repeat(string piece) => string.Concat(Enumerable.Repeat(piece, Size / piece.Length));
}
