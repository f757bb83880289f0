using BatchProcessing.Documents.Text;

namespace BatchProcessing.Tests.Documents.Text;

public sealed class MarkdownTextTests
{
    [Theory]
    [InlineData("Some **bold** and _slanted_ text", "Some bold and slanted text")]
    [InlineData("snake_case and 2 * 3", "snake_case and 2 * 3")]
    [InlineData("a [link](http://x.test \"title\") here", "a link here")]
    [InlineData("an ![image](a.png) and [ref][1]\n\n[1]: http://x.test", "an image and ref")]
    [InlineData("a [bracket] stays", "a [bracket] stays")]
    [InlineData("`code` and <https://x.test>", "code and <https://x.test>")]
    [InlineData("<b>inline</b> html &amp; entities", "inline html & entities")]
    [InlineData("escaped \\*stars\\*", "escaped *stars*")]
    [InlineData("Title\n=====\ntext\n\na | b\n--|--\n1 | 2", "Title\ntext\na | b\n1 | 2")]
    [InlineData("# Title\n\n- one\n- two\n\n> quoted", "Title\none\ntwo\nquoted")]
    [InlineData("```cs\nvar a_b = *c;\n```", "var a_b = *c;")]
    [InlineData("<div>\n<script>x</script><p>block</p>\n</div>", "block")]
    public void Of_IsWhatPeopleRead(string markdown, string text) => Assert.Equal(text, MarkdownText.Of(markdown));

    [Fact]
    public void Of_LosesNothing_WhenAParagraphIsLong()
    {
        string[] lines = [.. Enumerable.Range(0, 350).Select(i => $"line {i}")];

        Assert.Equal(lines, MarkdownText.Of(string.Join("\r\n", lines)).Split('\n', '\r').Where(l => l.Length > 0));
    }
}
