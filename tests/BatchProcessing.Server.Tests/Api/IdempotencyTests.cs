using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using BatchProcessing.Server.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

[Collection(SharedService.Name)]
public sealed class IdempotencyTests(ServiceHost service) : IDisposable
{
    private const string Table = "id,text\na,first\n,second\nc,\n";

    private readonly string _key = Guid.NewGuid().ToString();

    // The service's own client buffers a body before it sends it, to follow redirects.
    private readonly HttpClient _client = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 })
    {
        BaseAddress = service.Client.BaseAddress,
    };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task SameUpload_GivesTheSameReceipt_WhateverItsFraming()
    {
        string first = await AcceptedAsync(FormOf("boundary-1", Table));

        Assert.Equal(first, await AcceptedAsync(FormOf("another boundary", Table)));
        Assert.Equal(first, await AcceptedAsync(await PackedAsync(FormOf("b", Table))));
        Assert.Contains("[\"a\",\"doc-1\",\"c\"]", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SameUpload_GivesTheSameBatch_WhenOptionsStandElsewhere()
    {
        MultipartFormDataContent form = FormOf("b", Table, ("name", "n"), ("onInvalid", "skip"));
        string first = await AcceptedAsync(form);

        Assert.Equal(first, await AcceptedAsync(FormOf("b", Table), "?onInvalid=skip&NAME=n&analyses="));
    }

    [Fact]
    public async Task SameUpload_GivesTheSameBatch_AfterItsEnd_AndWhenRaw()
    {
        var receipt = JsonNode.Parse(await AcceptedAsync(Csv(Table)))!;
        await service.WaitForEndAsync((Guid)receipt["batchId"]!);

        Assert.Equal(receipt.ToJsonString(), await AcceptedAsync(await PackedAsync(Csv(Table))));
    }

    [Fact]
    public async Task OtherContent_IsRefused()
    {
        await AcceptedAsync(FormOf("b", Table));
        MultipartFormDataContent renamed = Form(("b.csv", Table));
        MultipartFormDataContent two = FormOf("b", Table);
        two.Add(new StringContent(Table), "files", "b.csv");

        await RefusedAsync(FormOf("b", Table + "d,fourth\n"));
        await RefusedAsync(renamed);
        await RefusedAsync(two);
        await RefusedAsync(Csv(Table));
    }

    [Fact]
    public async Task OtherOptions_AreRefused()
    {
        await AcceptedAsync(Csv(Table), "?name=a");

        await RefusedAsync(Csv(Table));
        await RefusedAsync(Csv(Table), "?name=b");
        await RefusedAsync(Csv(Table), "?name=a&analyses=sentiment");
        await RefusedAsync(JsonLines(Table), "?name=a");
    }

    [Fact]
    public async Task RefusedUpload_FreesItsKey()
    {
        using HttpResponseMessage bad = await PostAsync(Csv("id,comment\na,b\n"));
        await ProblemAsync(bad, 422, "missing-column");

        await AcceptedAsync(Csv(Table));
    }

    [Fact]
    public async Task Upload_IsToldToWait_WhileAnotherUnderItsKeyIsInProgress()
    {
        var slow = new SlowTable(Table);
        Task<HttpResponseMessage> first = PostAsync(slow);
        while (await ReservedAsync() == 0) await Task.Delay(10);

        using HttpResponseMessage second = await PostAsync(Csv(Table));
        await ProblemAsync(second, 409, "idempotency-in-progress");
        Assert.Equal(TimeSpan.FromSeconds(1), second.Headers.RetryAfter!.Delta);
        slow.Finish();
        using HttpResponseMessage accepted = await first;

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal(await accepted.Content.ReadAsStringAsync(), await AcceptedAsync(Csv(Table)));
    }

    [Fact]
    public async Task BrokenUpload_FreesItsKey()
    {
        var slow = new SlowTable(Table);
        using var broken = new CancellationTokenSource();
        Task<HttpResponseMessage> first = PostAsync(slow, cancellationToken: broken.Token);
        while (await ReservedAsync() == 0) await Task.Delay(10);
        await broken.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        while (await ReservedAsync() != 0) await Task.Delay(10);

        await AcceptedAsync(Csv(Table));
    }

    [Fact]
    public async Task FiftyUploads_BecomeOneBatch_WhenTheyComeAtATime()
    {
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => PostAsync(Csv(Table), $"?name={_key}")));

        JsonNode[] batches = [.. (await service.JsonAsync($"/api/batches?name={_key}"))["items"]!.AsArray().Select(b => b!)];
        JsonNode batch = Assert.Single(batches);
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.Accepted);
        foreach (HttpResponseMessage answer in answers)
        {
            if (answer.StatusCode == HttpStatusCode.Accepted)
                Assert.Equal((Guid)batch["id"]!, (Guid)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["batchId"]!);
            else
                await ProblemAsync(answer, 409, "idempotency-in-progress");
            answer.Dispose();
        }
    }

    public static TheoryData<string> BadKeys => ["", "a\tb", "kl\u00fc", new string('k', 256)];

    [Theory]
    [MemberData(nameof(BadKeys))]
    public async Task Key_IsRefused_WhenItIsNoKey(string key)
    {
        using HttpResponseMessage response = await PostAsync(Csv(Table), key: key);

        await ProblemAsync(response, 400, "validation");
    }

    [Fact]
    public async Task Key_MayHave255PrintableCharacters()
    {
        using HttpResponseMessage response = await PostAsync(Csv(Table), key: "\"~ key" + new string('k', 249));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    private async Task<string> AcceptedAsync(HttpContent body, string query = "")
    {
        using HttpResponseMessage response = await PostAsync(body, query);
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, answer);
        Assert.Equal((string)JsonNode.Parse(answer)!["links"]!["self"]!, response.Headers.Location!.OriginalString);
        return answer;
    }

    private async Task RefusedAsync(HttpContent body, string query = "")
    {
        using HttpResponseMessage response = await PostAsync(body, query);
        await ProblemAsync(response, 422, "idempotency-mismatch");
    }

    private async Task<HttpResponseMessage> PostAsync(
        HttpContent body, string query = "", string? key = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/documents/bulk-upload{query}") { Content = body };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key ?? _key);
        return await _client.SendAsync(request, cancellationToken);
    }

    private Task<long> ReservedAsync() => service.Services.GetRequiredService<ISqlDatabase>().ReadAsync(
        c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM idempotency_keys WHERE key = @_key AND lease_until > 0", new { _key }),
        CancellationToken.None);

    private static MultipartFormDataContent FormOf(string boundary, string table, params (string Name, string Value)[] options)
    {
        var form = new MultipartFormDataContent(boundary);
        foreach ((string name, string value) in options) form.Add(new StringContent(value), name);
        form.Add(new StringContent(table), "files", "a.csv");
        return form;
    }

    private static async Task<ByteArrayContent> PackedAsync(HttpContent content)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) await content.CopyToAsync(gzip);
        var body = new ByteArrayContent(packed.ToArray());
        body.Headers.ContentType = content.Headers.ContentType;
        body.Headers.ContentEncoding.Add("gzip");
        return body;
    }
}
