using Xunit.Abstractions;

namespace BatchProcessing.Tests.Fuzz;

/// <summary>Whatever a file holds, its reader ends, refuses the upload or fails documents, and throws nothing else.</summary>
[Collection(nameof(Alone))]
public sealed class FileFuzzTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    [InlineData("html")]
    [InlineData("md")]
    [InlineData("eml")]
    [InlineData("xls")]
    [InlineData("xlsx")]
    [InlineData("docx")]
    [InlineData("zip")]
    public Task File_EndsAsDocumentsOrARefusal_WhateverItHolds(string format) =>
        FuzzRun.RunAsync(format, Corpora.Of(format), input => FuzzedUpload.ReadAsync($"a.{format}", input), output.WriteLine);
}
