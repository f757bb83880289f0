using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>The files of models are given away: whole, in parts, and not before they are ready.</summary>
public sealed class ModelFileTests(ServiceHost service) : IClassFixture<ServiceHost>
{
    private const string Topics = "/api/models/topics/versions/1/file";

    [Fact]
    public async Task File_IsTheShippedOne_WithItsHashAsTag()
    {
        byte[] shipped = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "models", "topics.btm"));
        using HttpResponseMessage response = await service.GetAsync(Topics);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(shipped, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(shipped))}\"", response.Headers.ETag!.Tag);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("topics@1.btm", response.Content.Headers.ContentDisposition.FileName!.Trim('"'));
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(shipped.Length, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task File_IsGivenInParts_WhileItsTagIsTheSame()
    {
        using HttpResponseMessage whole = await service.GetAsync(Topics);
        byte[] content = await whole.Content.ReadAsByteArrayAsync();
        string tag = whole.Headers.ETag!.Tag;

        using HttpResponseMessage part = await service.GetAsync(Topics, ("Range", "bytes=1000-1999"), ("If-Range", tag));
        using HttpResponseMessage unchanged = await service.GetAsync(Topics, ("If-None-Match", tag));
        using HttpResponseMessage beyond = await service.GetAsync(Topics, ("Range", "bytes=1000000000-"));

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(1000, 1999, content.Length), part.Content.Headers.ContentRange);
        Assert.Equal(content[1000..2000], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        await ServiceHost.ProblemAsync(beyond, 416, "range-not-satisfiable");
    }

    [Theory]
    [InlineData("/api/models/topics/versions/99/file")]
    [InlineData("/api/models/topics/versions/one/file")]
    [InlineData("/api/models/nothing/versions/1/file")]
    public async Task File_IsNotFound_WhereThereIsNoSuchVersion(string path)
    {
        using HttpResponseMessage response = await service.GetAsync(path);

        await ServiceHost.ProblemAsync(response, 404, "not-found");
    }

    [Fact]
    public async Task File_IsAConflict_WhenTheVersionIsNotReady()
    {
        using var form = new MultipartFormDataContent { { new StringContent("text,label\na,b\n", Encoding.UTF8, "text/csv"), "file", "rows.csv" } };
        using HttpResponseMessage accepted = await service.Client.PostAsync(new Uri("/api/models?name=one-label", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        string self = accepted.Headers.Location!.OriginalString;
        await ServiceHost.UntilAsync(async () => (string)(await service.JsonAsync(self))["state"]! == "failed");

        using HttpResponseMessage response = await service.GetAsync($"{self}/file");

        JsonNode problem = await ServiceHost.ProblemAsync(response, 409, "invalid-state");
        Assert.Equal("one-label@1 is failed; only a ready version has a file.", (string)problem["detail"]!);
    }
}
