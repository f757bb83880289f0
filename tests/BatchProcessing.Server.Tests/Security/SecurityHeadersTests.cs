using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Security;

[Collection(SharedService.Name)]
public sealed class SecurityHeadersTests(ServiceHost service)
{
    [Theory]
    [InlineData("/api/batches", 200)]
    [InlineData("/api/none", 404)]
    [InlineData("/api/batches?limit=0", 400)]
    [InlineData("/health/ready", 200)]
    [InlineData("/", 200)]
    [InlineData("/swagger/index.html", 200)]
    [InlineData("/swagger/v1/swagger.json", 200)]
    public async Task Answer_HasThem_WhateverItIs(string path, int status)
    {
        using HttpResponseMessage response = await service.GetAsync(path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(response, "X-Frame-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Contains("frame-ancestors 'none'", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Null(Header(response, "Server"));
        Assert.Null(Header(response, "Strict-Transport-Security")); // by http it would be ignored, and locks a name in by https
    }

    [Fact]
    public async Task Answer_IsKeptByNoCache_UnlessItsETagIsAskedFor()
    {
        Guid batch = (Guid)(await service.EndedAsync(Csv("text\na\n")))["id"]!;

        using HttpResponseMessage list = await service.GetAsync("/api/batches");
        using HttpResponseMessage one = await service.GetAsync($"/api/batches/{batch}");

        Assert.Equal("no-store", Header(list, "Cache-Control"));
        Assert.Equal("no-cache, private", string.Join(", ", Header(one, "Cache-Control")!.Split(", ").Order()));
    }

    [Fact]
    public async Task Pages_RunScriptsOfTheServiceOnly()
    {
        using HttpResponseMessage response = await service.GetAsync("/swagger/index.html");

        Assert.Contains("script-src 'self';", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", await response.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : null;
}
