using System.Text;
using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Hostile;

/// <summary>Forms that break the rules of their envelope, and names no file should have.</summary>
public sealed class HostileFormTests(HostileService service) : IClassFixture<HostileService>
{
    private const string Disposition = "Content-Disposition: form-data; name=files; filename=a.txt";

    public static TheoryData<string, string, string> Malformed => new()
    {
        { "no boundary", "multipart/form-data", "--b\r\n" },
        { "empty boundary", "multipart/form-data; boundary=\"\"", "--\r\n" },
        { "boundary of 129 characters", $"multipart/form-data; boundary={new string('b', 129)}", "--b\r\n" },
        { "truncated in a header", "multipart/form-data; boundary=b", $"--b\r\n{Disposition}" },
        { "truncated in a file", "multipart/form-data; boundary=b", $"--b\r\n{Disposition}\r\n\r\ncut o" },
        { "no end", "multipart/form-data; boundary=b", $"--b\r\n{Disposition}\r\n\r\ntext\r\n--b" },
        { "another boundary", "multipart/form-data; boundary=b", $"--c\r\n{Disposition}\r\n\r\ntext\r\n--c--\r\n" },
        { "17 headers of a part", "multipart/form-data; boundary=b", $"--b\r\n{Disposition}\r\n{Headers(16)}\r\ntext\r\n--b--\r\n" },
        { "a header of 20 kB", "multipart/form-data; boundary=b", $"--b\r\n{Disposition}\r\nX: {new string('x', 20_000)}\r\n\r\ntext\r\n--b--\r\n" },
        { "no disposition", "multipart/form-data; boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\ntext\r\n--b--\r\n" },
        { "a disposition that is none", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: ;;;\r\n\r\ntext\r\n--b--\r\n" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Form_IsMalformed_WhenItsEnvelopeIsBroken(string what, string type, string content)
    {
        using HttpResponseMessage response = await service.UploadAsync(HostileService.Raw(Encoding.Latin1.GetBytes(content), type));

        JsonNode problem = await ServiceHost.ProblemAsync(response, 400, "malformed-multipart");
        Assert.False(string.IsNullOrEmpty((string?)problem["detail"]), what);
    }

    [Fact]
    public async Task Form_IsTaken_WithSixteenHeadersOfAPart() =>
        Assert.Null(await service.CodeAsync(HostileService.RawForm($"{Disposition}\r\n{Headers(15)}\r\ntext")));

    [Fact]
    public async Task Form_IsTooManyFiles_WhenItHasThousandAndOne()
    {
        using MultipartFormDataContent form = ServiceHost.Form([.. Enumerable.Range(0, 1_001).Select(i => ($"{i}.txt", "text"))]);

        using HttpResponseMessage response = await service.UploadAsync(form);

        await ServiceHost.ProblemAsync(response, 413, "too-many-files");
    }

    [Theory]
    [InlineData("../../etc/passwd.txt", "passwd.txt")]
    [InlineData("..\\\\..\\\\boot.txt", "boot.txt")]
    [InlineData("/etc/cron.d/a.txt", "a.txt")]
    [InlineData("a\0b.txt", "ab.txt")]
    [InlineData("a\u0001\u001b[31mb.txt", "a[31mb.txt")]
    [InlineData("CON.txt", "CON.txt")]
    public async Task File_IsShownUnderAHarmlessName_WhateverItIsCalled(string raw, string shown)
    {
        IReadOnlyList<JsonNode> documents = await service.DocumentsAsync(
            HostileService.RawForm($"Content-Disposition: form-data; name=files; filename=\"{raw}\"\r\n\r\ntext"));

        Assert.Equal(shown, (string?)Assert.Single(documents)["file"]);
    }

    [Fact]
    public async Task File_IsShownUnderAShorterName_WhenItsNameHas300Characters()
    {
        IReadOnlyList<JsonNode> documents = await service.DocumentsAsync(
            HostileService.RawForm($"Content-Disposition: form-data; name=files; filename=\"{new string('n', 296)}.txt\"\r\n\r\ntext"));

        Assert.Equal(new string('n', 196) + ".txt", (string?)Assert.Single(documents)["file"]);
    }

    [Theory]
    [InlineData("a%0D%0AX-Injected: 1.txt", null)]
    [InlineData("a\r\nX-Injected: 1.txt", "malformed-multipart")]
    [InlineData("..", "invalid-filename")]
    [InlineData("\0", "invalid-filename")]
    [InlineData("", "invalid-filename")]
    public async Task File_IsRefusedOrTakenAsItStands_WhenItsNameIsNone(string raw, string? type)
    {
        using HttpResponseMessage response = await service.UploadAsync(
            HostileService.RawForm($"Content-Disposition: form-data; name=files; filename=\"{raw}\"\r\n\r\ntext"));

        if (type is null) Assert.Equal(202, (int)response.StatusCode);
        else await ServiceHost.ProblemAsync(response, 400, type);
        Assert.False(response.Headers.Contains("X-Injected"));
    }

    [Fact]
    public async Task Files_AreAllTaken_WhenTheirNamesAreTheSame()
    {
        IReadOnlyList<JsonNode> documents = await service.DocumentsAsync(ServiceHost.Form(("a.txt", "one"), ("a.txt", "two")));

        Assert.Equal(["a.txt", "a.txt"], documents.Select(d => (string?)d["file"]));
        Assert.Equal(2, documents.Select(d => (string?)d["id"]).Distinct().Count());
    }

    [Theory]
    [InlineData("image/png", "unsupported-media-type")]
    [InlineData("", "unsupported-media-type")]
    [InlineData("text/csv; charset=klingon", "unsupported-media-type")]
    [InlineData("text/csv; charset=utf-7", "unsupported-media-type")]
    public async Task Body_IsUnsupported_WhenItsTypeOrCharsetIs(string contentType, string type)
    {
        using HttpResponseMessage response = await service.UploadAsync(HostileService.Raw("text\nx\n"u8.ToArray(), contentType));

        await ServiceHost.ProblemAsync(response, 415, type);
    }

    private static string Headers(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: y\r\n"));
}
