using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Hostile;

/// <summary>Requests that are wrong in themselves, whatever they carry.</summary>
public sealed class HostileRequestTests(HostileService service) : IClassFixture<HostileService>
{
    [Theory]
    [InlineData("limit=0", "validation")]
    [InlineData("limit=-1", "validation")]
    [InlineData("limit=abc", "validation")]
    [InlineData("limit=99999999999", "validation")]
    [InlineData("limit=1e3", "validation")]
    [InlineData("cursor=tampered!", "invalid-cursor")]
    [InlineData("cursor=AAAA", "invalid-cursor")]
    [InlineData("cursor=%00", "invalid-cursor")]
    [InlineData("status=exploded", "validation")]
    public async Task List_IsRefused_WhenAParameterIsNone(string query, string type)
    {
        using HttpResponseMessage response = await service.GetAsync($"/api/batches?{query}");

        await ServiceHost.ProblemAsync(response, 400, type);
    }

    [Theory]
    [InlineData("limit=0", "validation")]
    [InlineData("limit=abc", "validation")]
    [InlineData("limit=99999999999", "validation")]
    [InlineData("cursor=tampered!", "invalid-cursor")]
    [InlineData("cursor=LTE", "invalid-cursor")]
    [InlineData("cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "invalid-cursor")]
    public async Task Documents_AreRefused_WhenAParameterIsNone(string query, string type)
    {
        JsonNode batch = await service.EndedAsync(ServiceHost.Csv("text\nx\n"));

        using HttpResponseMessage response = await service.GetAsync($"/api/batches/{batch["id"]}/documents?{query}");

        await ServiceHost.ProblemAsync(response, 400, type);
    }

    [Theory]
    [InlineData("not-a-guid")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("'%20OR%201=1--")]
    public async Task Batch_IsNotFound_WhenItsIdIsNone(string id)
    {
        using HttpResponseMessage response = await service.GetAsync($"/api/batches/{id}");

        await ServiceHost.ProblemAsync(response, 404, "not-found");
    }

    [Fact]
    public async Task Upload_IsMismatch_WhenItsKeyWasUsedForAnother()
    {
        string key = $"key-{Guid.NewGuid()}";
        using HttpResponseMessage first = await UploadAsync(key, "text\none\n");

        using HttpResponseMessage second = await UploadAsync(key, "text\ntwo\n");

        Assert.Equal(202, (int)first.StatusCode);
        await ServiceHost.ProblemAsync(second, 422, "idempotency-mismatch");
    }

    [Fact]
    public async Task Upload_IsRefused_WhenItsKeyIsTooLong()
    {
        using HttpResponseMessage response = await UploadAsync(new string('k', 256), "text\none\n");

        await ServiceHost.ProblemAsync(response, 400, "validation");
    }

    [Fact]
    public async Task Cancel_IsInvalidState_WhenTheBatchIsCompleted()
    {
        JsonNode batch = await service.EndedAsync(ServiceHost.Csv("text\nx\n"));

        using HttpResponseMessage response = await service.PostAsync($"/api/batches/{batch["id"]}/cancel");

        await ServiceHost.ProblemAsync(response, 409, "invalid-state");
    }

    [Theory]
    [InlineData("[", 400, "validation")]
    [InlineData("{\"text\":\"no array\"}", 400, "validation")]
    [InlineData("nested", 400, "validation")]
    [InlineData("1,001 texts", 413, "too-many-documents")]
    public async Task Analysis_IsRefused_WhenItsBodyIsNoArray(string what, int status, string type)
    {
        string body = what switch
        {
            "nested" => new string('[', 100) + new string(']', 100),
            "1,001 texts" => "[" + string.Join(',', Enumerable.Repeat("\"x\"", 1_001)) + "]",
            _ => what,
        };

        using HttpResponseMessage response = await service.Client.PostAsync(
            new Uri("/api/documents/batch", UriKind.Relative), ServiceHost.Body(body, "application/json"));

        await ServiceHost.ProblemAsync(response, status, type);
    }

    [Theory]
    [InlineData("text/csv", "text\na row")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=f; filename=a.txt\r\n\r\nslow")]
    [InlineData("application/zip", "PK")]
    public async Task Upload_IsRequestTimeout_WhenItsBodyComesTooSlowly(string type, string start)
    {
        string answer = await AnswerAsync(type, start);

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"request-timeout\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_LeavesTheServiceAlive_WhenItIsCutOff()
    {
        using (var socket = new TcpClient(service.Client.BaseAddress!.Host, service.Client.BaseAddress.Port))
            await socket.GetStream().WriteAsync(Head("application/zip", 1_000_000));

        Assert.Null(await service.CodeAsync(ServiceHost.Csv("text\nstill here\n")));
    }

    private async Task<HttpResponseMessage> UploadAsync(string key, string table)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/documents/bulk-upload") { Content = ServiceHost.Csv(table) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await service.Client.SendAsync(request);
    }

    /// <summary>Sends the beginning of a body and no more, and reads what the service says to that.</summary>
    private async Task<string> AnswerAsync(string type, string start)
    {
        using var socket = new TcpClient(service.Client.BaseAddress!.Host, service.Client.BaseAddress.Port);
        NetworkStream stream = socket.GetStream();
        await stream.WriteAsync(Head(type, 1_000_000));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(start));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static byte[] Head(string type, int length) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST /api/documents/bulk-upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n\r\n"));
}
