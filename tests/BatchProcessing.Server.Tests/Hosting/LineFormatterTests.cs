using BatchProcessing.Server.Hosting;
using Serilog.Events;
using Serilog.Parsing;

namespace BatchProcessing.Server.Tests.Hosting;

public sealed class LineFormatterTests
{
    [Fact]
    public void Format_WritesOneLine_WhateverTheValueHolds()
    {
        Assert.Equal(
            "12:30:00.500 WRN Some.Source: The file 'a\\u000D\\u000Ab\\u2028\\u001B[2J\\u0085ñ' is bad\n",
            Format("a\r\nb\u2028\u001b[2J\u0085ñ", fault: null));
    }

    [Theory]
    [InlineData("gpj.\u202Eexe", "gpj.\\u202Eexe")]
    [InlineData("\u2066a\u2069\u200F", "\\u2066a\\u2069\\u200F")]
    [InlineData("a\uFEFFb\u2029", "a\\uFEFFb\\u2029")]
    [InlineData("tag \U000E0041.", "tag \\uDB40\\uDC41.")]
    [InlineData("\U0001F389 ñ", "\U0001F389 ñ")]
    public void Format_EscapesWhatIsNotSeen_OrTurnsTheDirection(string name, string shown) =>
        Assert.Contains($"'{shown}'", Format(name, fault: null), StringComparison.Ordinal);

    [Fact]
    public void Format_IndentsEveryLine_OfAnException()
    {
        string[] lines = Format("a", new InvalidOperationException("one\r\ntwo\u2028thr\u001bee")).TrimEnd('\n').Split('\n');

        Assert.Equal(["12:30:00.500 WRN Some.Source: The file 'a' is bad", "    System.InvalidOperationException: one", "    two", "    thr\\u001Bee"], lines);
    }

    private static string Format(string name, Exception? fault)
    {
        var output = new StringWriter { NewLine = "\n" };
        new LineFormatter().Format(
            new LogEvent(
                new DateTimeOffset(2026, 1, 1, 12, 30, 0, 500, TimeSpan.Zero),
                LogEventLevel.Warning,
                fault,
                new MessageTemplateParser().Parse("The file '{Name}' is bad"),
                [new LogEventProperty("Name", new ScalarValue(name)), new LogEventProperty("SourceContext", new ScalarValue("Some.Source"))]),
            output);
        return output.ToString();
    }
}
