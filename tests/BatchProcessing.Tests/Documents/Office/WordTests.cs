using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents.Office;

public sealed class WordTests
{
    [Fact]
    public async Task ReadAsync_IsTheTextOfTheBody_ALineAParagraph()
    {
        string? text = Assert.Single(await IntakeRun.FileAsync("letter.docx", Sample.Read("letter.docx"))).Text();

        Assert.Equal("A letter\nDear customer, größer 🎉\ncell one\ncell two\nGoodbye\tnow", text);
    }

    [Fact]
    public async Task ReadAsync_LeavesOut_WhatIsDeletedOrSaidTwice()
    {
        byte[] file = TestZip.Word(
            "<document><body><p><r><t>kept</t></r><del><r><delText> deleted</delText></r></del><instrText> PAGE </instrText>"
            + "<AlternateContent><Choice><t> once</t></Choice><Fallback><p><t> twice</t></p></Fallback></AlternateContent></p></body></document>");

        Assert.Equal("kept once", Assert.Single(await IntakeRun.FileAsync("a.docx", file)).Text());
    }

    [Fact]
    public async Task ReadAsync_IsTextTooLarge_WhenTheTextIs()
    {
        byte[] file = TestZip.Word($"<document><t>{new string('x', 101)}</t></document>");

        Assert.Equal(ErrorCode.TextTooLarge, Assert.Single(await IntakeRun.FileAsync("a.docx", file, new UploadOptions { MaxTextBytes = 100 })).ErrorCode());
    }
}
