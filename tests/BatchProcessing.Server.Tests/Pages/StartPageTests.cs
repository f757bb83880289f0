using System.Net;
using System.Text.RegularExpressions;

namespace BatchProcessing.Server.Tests.Pages;

[Collection(SharedService.Name)]
public sealed partial class StartPageTests(ServiceHost service)
{
    [Fact]
    public async Task Page_LeadsToWhatIsThere()
    {
        string page = await service.TextAsync("/");

        string[] links = [.. Link().Matches(page).Select(m => m.Groups[1].Value)];
        Assert.Equal(["/hangfire/batches", "/swagger", "/health/ready", "/health/live"], links);
        foreach (string link in links)
        {
            using HttpResponseMessage response = await service.GetAsync(link);
            Assert.Equal((link, HttpStatusCode.OK), (link, response.StatusCode));
        }
    }

    [Fact]
    public async Task Page_HasNoScript_AndNothingFromElsewhere()
    {
        using HttpResponseMessage response = await service.GetAsync("/");
        string page = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(Elsewhere(), page);
    }

    [Fact]
    public async Task Head_SaysWhatGetWouldSend()
    {
        using HttpResponseMessage get = await service.GetAsync("/");
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");
        using HttpResponseMessage head = await service.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal((await get.Content.ReadAsByteArrayAsync()).Length, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task OtherMethods_AreRefused()
    {
        using HttpResponseMessage response = await service.PostAsync("/");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [GeneratedRegex("<a href=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("(src|href)=\"(https?:)?//")]
    private static partial Regex Elsewhere();
}
