using System.Globalization;
using System.Text;
using System.Text.Json;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents;

public sealed class JsonLinesReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4_096)]
    public async Task ReadAsync_TakesEveryDocument_WhateverTheBufferBoundaries(int pieceBytes)
    {
        const string Lines = "\uFEFF{\"id\":\"a\",\"text\":\"first \\\"quoted\\\"\"}\n"
            + "\r\n  \n"
            + "{\"text\":\"größer 🎉\\n\",\"source\":\"web\",\"other\":{\"deep\":[1,2]}}\r\n"
            + "{\"text\":\"last\",\"id\":7,\"timestamp\":\"2026-01-01\"}";

        IReadOnlyList<JsonElement> lines = await IntakeRun.JsonLinesAsync(Encoding.UTF8.GetBytes(Lines), pieceBytes: pieceBytes);

        Assert.Equal(["first \"quoted\"", "größer 🎉\n", "last"], lines.Select(l => l.Text()));
        Assert.Equal(["a", "doc-1", "7"], lines.Select(l => l.Id()));
        Assert.Equal([1L, 4L, 5L], lines.Select(l => l.LineNumber()));
        Assert.Equal("web", lines[1].Source());
        Assert.Equal("2026-01-01", lines[2].GetProperty("timestamp").GetString());
    }

    [Theory]
    [InlineData("{\"text\":", ErrorCode.InvalidJson)]
    [InlineData("nonsense", ErrorCode.InvalidJson)]
    [InlineData("{\"text\":\"a\"} {\"text\":\"b\"}", ErrorCode.InvalidJson)]
    [InlineData("{\"text\":\"a\",\"text\":\"b\"}", ErrorCode.InvalidJson)]
    [InlineData("[\"text\"]", ErrorCode.NotObject)]
    [InlineData("\"text\"", ErrorCode.NotObject)]
    [InlineData("null", ErrorCode.NotObject)]
    [InlineData("{}", ErrorCode.Empty)]
    [InlineData("{\"text\":\"\"}", ErrorCode.Empty)]
    [InlineData("{\"text\":\" \\u00a0\\n\"}", ErrorCode.Empty)]
    [InlineData("{\"text\":5}", ErrorCode.InvalidType)]
    [InlineData("{\"text\":null}", ErrorCode.InvalidType)]
    [InlineData("{\"text\":\"a\",\"id\":true}", ErrorCode.InvalidType)]
    [InlineData("{\"text\":\"a\",\"source\":[]}", ErrorCode.InvalidType)]
    [InlineData("{\"text\":\"a\\ud83c\"}", ErrorCode.Encoding)]
    [InlineData("{\"text\":\"a\",\"id\":\"\\ud83c\"}", ErrorCode.Encoding)]
    [InlineData("{\"text\":\"a\",\"source\":\"\\udf89\"}", ErrorCode.Encoding)]
    [InlineData("{\"text\":\"a\\u0000b\"}", ErrorCode.Nul)]
    public async Task ReadAsync_FailsTheLineAlone_WhenItIsBad(string bad, string code)
    {
        IReadOnlyList<JsonElement> lines = await IntakeRun.JsonLinesAsync($"{{\"text\":\"a\"}}\n{bad}\n{{\"text\":\"b\"}}\n");

        Assert.Equal([null, code, null], lines.Select(l => l.ErrorCode()));
        Assert.Equal(2, lines[1].LineNumber());
        Assert.StartsWith("Line 2: ", lines[1].ErrorMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_IsEncoding_WhenBytesAreNotUtf8()
    {
        byte[] bad = [.. "{\"text\":\"a"u8, 0xC3, 0x28, .. "\"}\n"u8];

        Assert.Equal(ErrorCode.Encoding, Assert.Single(await IntakeRun.JsonLinesAsync(bad)).ErrorCode());
    }

    [Fact]
    public async Task ReadAsync_IsDuplicateId_WhenIdsMeanTheSame()
    {
        IReadOnlyList<JsonElement> lines = await IntakeRun.JsonLinesAsync(
            "{\"id\":\"ab\",\"text\":\"x\"}\n{\"id\":\"\\u0061b\",\"text\":\"y\"}\n");

        Assert.Equal([null, ErrorCode.DuplicateId], lines.Select(l => l.ErrorCode()));
        Assert.Equal("ab", lines[1].Id());
    }

    [Theory]
    [InlineData(256, null)]
    [InlineData(257, ErrorCode.IdTooLong)]
    public async Task ReadAsync_MeasuresTheId_InCharacters(int characters, string? code)
    {
        string id = new('é', characters);

        JsonElement line = Assert.Single(await IntakeRun.JsonLinesAsync($"{{\"id\":\"{id}\",\"text\":\"x\"}}\n"));

        Assert.Equal(code, line.ErrorCode());
    }

    [Theory]
    [InlineData(1_000, null)]
    [InlineData(1_001, ErrorCode.TextTooLarge)]
    [InlineData(200_000, ErrorCode.TextTooLarge)]
    public async Task ReadAsync_MeasuresTheText_AgainstTheLimit(int bytes, string? code)
    {
        var limits = new UploadOptions { MaxTextBytes = 1_000 };

        IReadOnlyList<JsonElement> lines = await IntakeRun.JsonLinesAsync(
            $"{{\"text\":\"{new string('x', bytes)}\"}}\n{{\"text\":\"next\"}}", limits: limits);

        Assert.Equal([code, null], lines.Select(l => l.ErrorCode()));
    }

    [Fact]
    public async Task ReadAsync_MeasuresTheText_WithoutItsEscapes()
    {
        var limits = new UploadOptions { MaxTextBytes = 100 };
        string escaped = string.Concat(Enumerable.Repeat("\\u0061", 100));

        Assert.Null(Assert.Single(await IntakeRun.JsonLinesAsync($"{{\"text\":\"{escaped}\"}}", limits: limits)).ErrorCode());
    }

    [Fact]
    public async Task ReadAsync_TakesOtherProperties_WhenTheyAreNamed()
    {
        var table = new TableOptions { IdColumn = "key", TextColumn = "größe" };

        JsonElement line = Assert.Single(await IntakeRun.JsonLinesAsync("{\"key\":\"k\",\"größe\":\"long\",\"text\":\"no\",\"id\":\"no\"}", table));

        Assert.Equal(("k", "long"), (line.Id(), line.Text()));
    }

    [Fact]
    public async Task ReadAsync_RefusesTheUpload_WhenThereAreTooManyDocuments()
    {
        var limits = new UploadOptions { MaxDocuments = 3 };
        string lines = string.Concat(Enumerable.Range(0, 4).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{\"text\":\"t{i}\"}}\n")));

        var refusal = await Assert.ThrowsAsync<UploadRejectedException>(() => IntakeRun.JsonLinesAsync(lines, limits: limits));

        Assert.Equal("too-many-documents", refusal.Type);
    }
}
