using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using BatchProcessing.Documents;
using BatchProcessing.Documents.Charsets;

namespace BatchProcessing.Tests.Documents.Charsets;

/// <summary>Names of charsets, which messages may give by the thousand.</summary>
public sealed class CharsetNameTests
{
    [Theory]
    [InlineData("klingon")]
    [InlineData("utf-7")]
    [InlineData("unicode-1-1-utf-7")]
    [InlineData("x y")]
    [InlineData("é")]
    public void Find_ThrowsNothing_WhenTheNameIsUnknown(string name)
    {
        Assert.Equal(0, ThrownBy(() => Assert.Null(Charset.Find(name))));
    }

    [Theory]
    [InlineData("UTF-8", 65001)]
    [InlineData("unicode-1-1-utf-8", 65001)]
    [InlineData("utf-16", 1200)]
    [InlineData("utf-16le", 1200)]
    [InlineData("ucs-2", 1200)]
    [InlineData("utf-16BE", 1201)]
    [InlineData("unicodeFFFE", 1201)]
    [InlineData("utf-32", 12000)]
    [InlineData("utf-32BE", 12001)]
    [InlineData("ANSI_X3.4-1968", 20127)]
    [InlineData("iso_8859-1:1987", 28591)]
    [InlineData("csISOLatin1", 28591)]
    [InlineData("Shift_JIS", 932)]
    [InlineData("koi8-r", 20866)]
    [InlineData("'us-ascii'", 1252)]
    public void Find_KnowsTheName_WhenAMessageMayHaveIt(string name, int codePage) => Assert.Equal(codePage, Charset.Find(name)!.CodePage);

    [Fact]
    public async Task Message_IsReadWithoutExceptions_WhenItsHeadersNameUnknownCharsets()
    {
        var message = new StringBuilder("Subject: ");
        for (int i = 0; i < 5_000; i++) message.Append($"=?charset-{i}?Q?a?= ");
        byte[] file = Encoding.UTF8.GetBytes(message.Append("\n\nbody").ToString());
        int thrown = 0;
        void Count(object? sender, FirstChanceExceptionEventArgs e) => thrown += e.Exception is ArgumentException ? 1 : 0;
        AppDomain.CurrentDomain.FirstChanceException += Count;

        JsonElement line = Assert.Single(await IntakeRun.FileAsync("a.eml", file));

        AppDomain.CurrentDomain.FirstChanceException -= Count;
        Assert.EndsWith("body", line.Text(), StringComparison.Ordinal);
        Assert.InRange(thrown, 0, 100);
    }

    [Fact]
    public async Task Message_DecodesTheFirstWordsAlone_WhenAHeaderHasThousands()
    {
        byte[] file = Encoding.UTF8.GetBytes("Subject: " + new StringBuilder().Insert(0, "=?utf-8?Q?a?= ", 5_000) + "\n\nbody");

        string text = Assert.Single(await IntakeRun.FileAsync("a.eml", file)).Text()!;

        Assert.StartsWith(new string('a', 200) + "=?utf-8?Q?a?=", text, StringComparison.Ordinal);
    }

    private static int ThrownBy(Action action)
    {
        int thrown = 0;
        int thread = Environment.CurrentManagedThreadId;
        void Count(object? sender, FirstChanceExceptionEventArgs e) => thrown += Environment.CurrentManagedThreadId == thread ? 1 : 0;
        AppDomain.CurrentDomain.FirstChanceException += Count;
        action();
        AppDomain.CurrentDomain.FirstChanceException -= Count;
        return thrown;
    }
}
