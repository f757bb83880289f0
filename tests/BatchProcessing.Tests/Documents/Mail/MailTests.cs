using System.Text;
using System.Text.Json;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents.Mail;

public sealed class MailTests
{
    [Fact]
    public async Task ReadAsync_IsSubjectAndPlainText_WithSenderAndDate()
    {
        JsonElement line = Assert.Single(await IntakeRun.FileAsync("message.eml", Sample.Read("message.eml")));

        Assert.StartsWith("Größere Änderung — délai\n\nDie Lieferung kam zu spät.\nBitte melden Sie sich — danke 🎉 lang lang", line.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("HTML", line.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("attached", line.Text(), StringComparison.Ordinal);
        Assert.Equal("Zoë Müller <zoe@example.org>", line.Source());
        Assert.Equal("Sat, 31 Jan 2026 18:30:00 +0100", line.Timestamp());
    }

    [Theory]
    [InlineData("Subject: s\n\nbody", "s\n\nbody")]
    [InlineData("From someone Sat Jan 31\nSubject: s\n\nbody", "s\n\nbody")]
    [InlineData("Subject: folded\n over\n\t lines\n\n", "folded over lines")]
    [InlineData("Subject:\n\nbody\n", "body")]
    [InlineData("Subject: =?utf-8?Q?a_=C3=A4?=\n =?utf-8?B?w7Y=?=\n\n", "a äö")]
    [InlineData("Subject: =?klingon?Q?a?=\n\n", "=?klingon?Q?a?=")]
    [InlineData("Content-Type: text/html\n\n<p>one</p><p>two</p><script>x</script>", "one\ntwo")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\npre\n--b\n\nfirst\n--b\nContent-Disposition: attachment\n\nno\n--b\n\nsecond\n--b--\npost", "first\nsecond")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\ninner\n--b\n\nouter", "inner\nouter")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png\n\n--b--\n", null)]
    [InlineData("Content-Transfer-Encoding: base64\n\naGVs\nbG8*!h\n", "hello!")]
    public async Task ReadAsync_IsWhatTheMessageSays(string message, string? text) =>
        Assert.Equal(text, Assert.Single(await IntakeRun.FileAsync("a.eml", Encoding.UTF8.GetBytes(message))).Text());

    [Fact]
    public async Task ReadAsync_DecodesTheDeclaredCharset()
    {
        byte[] message = [.. "Content-Type: text/plain; charset=\"windows-1252\"\n\n"u8, 0x80, (byte)' ', 0xE4];

        Assert.Equal("€ ä", Assert.Single(await IntakeRun.FileAsync("a.eml", message)).Text());
    }

    [Theory]
    [InlineData("no headers at all", ErrorCode.ContentMismatch)]
    [InlineData("", ErrorCode.ContentMismatch)]
    [InlineData("Subject: s\nContent-Type: text/plain; charset=klingon\n\nx", ErrorCode.Encoding)]
    [InlineData("X: y\n\n", ErrorCode.Empty)]
    public async Task ReadAsync_IsOneFailedDocument_WhenItIsNoMessage(string message, string code) =>
        Assert.Equal(code, Assert.Single(await IntakeRun.FileAsync("a.eml", Encoding.UTF8.GetBytes(message))).ErrorCode());

    [Fact]
    public async Task ReadAsync_IsCorrupt_WhenPartsAreNestedTooDeep()
    {
        var message = new StringBuilder("Subject: s\n");
        for (int i = 0; i < 30; i++) message.Append($"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n");

        Assert.Equal(ErrorCode.Corrupt, Assert.Single(await IntakeRun.FileAsync("a.eml", Encoding.UTF8.GetBytes(message.ToString()))).ErrorCode());
    }

    [Fact]
    public async Task ReadAsync_PassesOverAttachments_WhateverTheirSize()
    {
        string message = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsaid\n--b\nContent-Type: image/png\n\n" + new string('A', 3 << 20) + "\n--b--";

        Assert.Equal("said", Assert.Single(await IntakeRun.FileAsync("a.eml", Encoding.UTF8.GetBytes(message), new UploadOptions { MaxTextBytes = 100 })).Text());
    }

    [Theory]
    [InlineData(";", ";charset=windows-1252")]
    [InlineData("; ", "; charset=windows-1252;x")]
    [InlineData(";a", ";\"charset=utf-8;\"=x;charset=\"windows-1252\"")]
    public async Task ReadAsync_FindsAParameter_BehindAHeaderFullOfEmptyOnes(string filling, string end)
    {
        string header = "Content-Type: text/plain" + new StringBuilder().Insert(0, filling, 250_000 / filling.Length) + end;
        byte[] message = [.. Encoding.ASCII.GetBytes("Subject: s\n" + header + "\n\n"), 0x80];

        Assert.Equal("s\n\n€", Assert.Single(await IntakeRun.FileAsync("a.eml", message)).Text());
    }
}
