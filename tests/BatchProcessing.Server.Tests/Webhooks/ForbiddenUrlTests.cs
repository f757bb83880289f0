using System.Net.Http.Json;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Webhooks;

/// <summary>A service with the default options is led into no private network.</summary>
[Collection(SharedService.Name)]
public sealed class ForbiddenUrlTests(ServiceHost service)
{
    public static TheoryData<string> Urls =>
    [
        "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "javascript:alert(1)", "//example.com/", "/hook", "example.com",
        "http://", "http:///path", "https://user:secret@example.com/", "https://user@example.com/",
        "http://127.0.0.1/", "http://127.1/", "http://0x7f.1/", "http://2130706433/", "http://017700000001/", "http://0.0.0.0/", "http://0/",
        "http://localhost/", "http://LOCALHOST:8080/", "http://localhost./", "http://a.localhost/",
        "http://10.1.2.3/", "http://172.16.0.1/", "http://192.168.1.1/", "http://100.64.0.1/", "http://169.254.169.254/latest/meta-data/",
        "http://168.63.129.16/", "http://224.0.0.1/", "http://255.255.255.255/", "http://192.0.0.192/",
        "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:a9fe:a9fe]/", "http://[::127.0.0.1]/",
        "http://[fe80::1]/", "http://[fd00:ec2::254]/", "http://[ff02::1]/", "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::1]/",
        "http://[2002:7f00:1::]/", "http://[2002:a9fe:a9fe::1]/", "http://[2001:0:1::1]/", "http://[2001:db8::1]/",
        "http://①②⑦.⓪.⓪.①/", "http://%31%32%37.0.0.1/", "http://example.com/ä", "http://exa mple.com/", "http://example.com/\r\nX: y",
    ];

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task Registration_IsRefused(string url)
    {
        using HttpResponseMessage response = await service.Client.PostAsJsonAsync("/api/webhooks", new { url });

        await ProblemAsync(response, 422, "forbidden-url");
    }

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task Upload_IsRefused_WithItAsAQueryParameter(string url)
    {
        using HttpResponseMessage response = await service.UploadAsync(Csv("text\nrow\n"), $"?webhookUrl={Uri.EscapeDataString(url)}");

        await ProblemAsync(response, 422, "forbidden-url");
    }

    [Fact]
    public async Task Upload_IsRefused_WithItAsAFormField()
    {
        using var form = new MultipartFormDataContent { { new StringContent("http://[::ffff:127.0.0.1]:1/"), "webhookUrl" } };
        form.Add(new StringContent("a text"), "files", "a.txt");

        using HttpResponseMessage response = await service.UploadAsync(form);

        await ProblemAsync(response, 422, "forbidden-url");
    }

    [Fact]
    public async Task Upload_IsRefused_WhenTheAddressIsTooLong()
    {
        using HttpResponseMessage response = await service.UploadAsync(
            Csv("text\nrow\n"), $"?webhookUrl=https://example.com/{new string('a', 2048)}");

        string detail = (string)(await ProblemAsync(response, 422, "forbidden-url"))["detail"]!;
        Assert.Contains("2068 characters, more than 2048", detail, StringComparison.Ordinal);
    }
}
