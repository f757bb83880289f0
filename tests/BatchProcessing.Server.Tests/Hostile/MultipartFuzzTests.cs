using System.Text;
using System.Text.Json.Nodes;
using BatchProcessing.Tests.Fuzz;
using Xunit.Abstractions;

namespace BatchProcessing.Server.Tests.Hostile;

/// <summary>Whatever the body of an upload holds, the service accepts it or answers with a problem of the caller's.</summary>
public sealed class MultipartFuzzTests(HostileService service, ITestOutputHelper output) : IClassFixture<HostileService>
{
    private const string Form =
        "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nmine\r\n"
        + "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\nContent-Type: text/csv; charset=utf-8\r\n\r\nid,text\n1,one\n\r\n"
        + "--b\r\nContent-Disposition: form-data; name=\"files\"; filename*=utf-8''%C3%A4.txt\r\n\r\ntext\r\n--b--\r\n";

    private static readonly string[] Words =
    [
        "--b", "--b--", "\r\n", "\r\n\r\n", "Content-Disposition: form-data; ", "filename=", "filename*=", "name=files", "\"", ";", "\0", "../",
        "Content-Type: text/csv; charset=utf-16\r\n", "Content-Transfer-Encoding: base64\r\n", ".zip", ".xlsx", ":", " ",
    ];

    [Fact]
    public Task Body_IsAcceptedOrTheCallersFault_WhateverItHolds()
    {
        var mutator = new Mutator([Encoding.UTF8.GetBytes(Form)], [.. Words.Select(Encoding.UTF8.GetBytes)]);
        return FuzzRun.RunAsync("multipart", mutator.Make, UploadAsync, output.WriteLine);
    }

    private async Task<string> UploadAsync(byte[] input)
    {
        using HttpResponseMessage response = await service.UploadAsync(HostileService.Raw(input, "multipart/form-data; boundary=b"));
        int status = (int)response.StatusCode;
        JsonNode answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(status is 202 or (>= 400 and < 500), $"{status} {answer}");
        return status == 202 ? "accepted" : (string)answer["type"]!;
    }
}
