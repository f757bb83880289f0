using System.Text;
using System.Text.Json;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents;

public sealed class JsonStringTests
{
    public static TheoryData<string> Texts =>
    [
        "",
        "plain",
        "quote \" and backslash \\",
        "line\nfeed\r\nand\ttab",
        "\u0000\u0001\u001f\u007f",
        "größer, 日本語, 🎉",
        string.Concat(Enumerable.Range(0, 300).Select(i => (char)i)),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void WriteTo_GivesJsonThatReadsBack_WhenPlain(string text)
    {
        JsonString value = JsonString.Plain(Encoding.UTF8.GetBytes(text));

        Assert.Equal(text, JsonSerializer.Deserialize<string>($"\"{Written(value)}\""));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Unescape_GivesTheText_WhenTokenCameFromAnotherWriter(string text)
    {
        string quoted = JsonSerializer.Serialize(text);
        JsonString token = JsonString.Token(Encoding.UTF8.GetBytes(quoted[1..^1]));

        Assert.Equal(text, Unescaped(token));
    }

    [Theory]
    [InlineData("a\\u0062c\\/d\\b\\f", "abc/d\b\f")]
    [InlineData("\\ud83c\\udf89", "🎉")]
    public void Unescape_GivesTheText_WhenEscapesAreUnusual(string token, string text) =>
        Assert.Equal(text, Unescaped(JsonString.Token(Encoding.UTF8.GetBytes(token))));

    [Fact]
    public void WriteTo_KeepsEscapesAsTheyCame_WhenToken()
    {
        JsonString token = JsonString.Token("a\\u0062\\/\\n"u8);

        Assert.Equal("a\\u0062\\/\\n", Written(token));
    }

    [Theory]
    [InlineData("\\ud83c")]
    [InlineData("\\udf89 first")]
    [InlineData("x\\ud83cx")]
    public void Unescape_Throws_WhenSurrogateIsAlone(string token) =>
        Assert.Throws<InvalidOperationException>(() => Unescaped(JsonString.Token(Encoding.UTF8.GetBytes(token))));

    [Fact]
    public void MaxEscapedLength_IsReached_WhenEveryByteIsAControl()
    {
        var controls = new byte[100];
        JsonString value = JsonString.Plain(controls);

        Assert.Equal(value.MaxEscapedLength, value.WriteTo(new byte[value.MaxEscapedLength]));
    }

    [Fact]
    public void IsEscaped_IsFalse_WhenTokenHasNoBackslash() => Assert.False(JsonString.Token("plain"u8).IsEscaped);

    private static string Written(JsonString value)
    {
        var destination = new byte[value.MaxEscapedLength];
        return Encoding.UTF8.GetString(destination, 0, value.WriteTo(destination));
    }

    private static string Unescaped(JsonString value)
    {
        var destination = new byte[value.Utf8.Length];
        return Encoding.UTF8.GetString(destination, 0, value.Unescape(destination));
    }
}
