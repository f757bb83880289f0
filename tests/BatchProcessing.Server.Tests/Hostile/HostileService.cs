using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests.Hostile;

/// <summary>A service with the limits it is shipped with, for input that is made to break it.</summary>
public sealed class HostileService : ServiceHost
{
    public const string Boundary = "hostile";

    public HostileService()
        : base(
            ("Chunks:MaxDocuments", "1000"),
            ("Uploads:MaxRequestBytes", "1073741824"),
            ("Uploads:MaxFileBytes", "52428800"),
            ("Uploads:MaxTextBytes", "1048576"),
            ("Uploads:MaxFiles", "1000"),
            ("Uploads:MaxDocuments", "1000000"))
    {
    }

    /// <summary>A body of exactly these bytes under exactly this content type.</summary>
    public static ByteArrayContent Raw(byte[] content, string type)
    {
        var body = new ByteArrayContent(content);
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        return body;
    }

    /// <summary>The parts of a form as they are written, between our boundaries.</summary>
    public static ByteArrayContent RawForm(params string[] parts) => Raw(
        Encoding.Latin1.GetBytes(string.Concat(parts.Select(p => $"--{Boundary}\r\n{p}\r\n")) + $"--{Boundary}--\r\n"),
        $"multipart/form-data; boundary={Boundary}");

    /// <summary>A form with one file.</summary>
    public static MultipartFormDataContent FileForm(string name, byte[] content, string? type = null)
    {
        var file = new ByteArrayContent(content);
        if (type is not null) file.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return new MultipartFormDataContent { { file, "files", name } };
    }

    /// <summary>Uploads something that must be accepted, and gives its documents when the batch has ended, in order.</summary>
    public async Task<IReadOnlyList<JsonNode>> DocumentsAsync(HttpContent body)
    {
        JsonNode batch = await EndedAsync(body);
        Assert.Equal("completed", (string?)batch["status"]);
        string results = await TextAsync($"/api/batches/{batch["id"]}/results");
        return [.. results.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];
    }

    /// <summary>Uploads something that must come to one document, and gives the code of its error, or null.</summary>
    public async Task<string?> CodeAsync(HttpContent body) => (string?)Assert.Single(await DocumentsAsync(body))["error"]?["code"];

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        // As by default, but found out sooner.
        builder.ConfigureServices(s => s.PostConfigure<KestrelServerOptions>(
            k => k.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(1.5))));
    }
}
