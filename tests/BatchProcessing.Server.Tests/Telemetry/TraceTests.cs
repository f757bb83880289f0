using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using BatchProcessing.Telemetry;
using BatchProcessing.Tenants;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Telemetry;

public sealed class TraceTests : IClassFixture<ServiceHost>, IDisposable
{
    private readonly ServiceHost _service;
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ActivityListener _listener;

    public TraceTests(ServiceHost service)
    {
        _service = service;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is BatchTrace.Name or "Microsoft.AspNetCore",
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Spans_OfChunksAndEnd_BelongToTheTraceOfTheUpload()
    {
        var trace = ActivityTraceId.CreateRandom();
        using HttpContent body = Csv("text\n" + string.Concat(Enumerable.Repeat("fine\n", 50)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/documents/bulk-upload") { Content = body };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using HttpResponseMessage response = await _service.Client.SendAsync(request);
        Guid batch = (Guid)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["batchId"]!;
        await _service.WaitForEndAsync(batch);

        Activity[] Spans(string name) => [.. _spans.Where(s => s.OperationName == name && batch.Equals(s.GetTagItem("batch.id")))];
        await UntilAsync(() => Task.FromResult(Spans("finalize").Length == 1 && Spans("chunk").Length == 3));
        Assert.All(Spans("chunk"), s => Assert.Equal(trace, s.TraceId));
        Assert.Equal([0L, 20L, 40L], Spans("chunk").Select(s => (long)s.GetTagItem("chunk.first_ordinal")!).Order());
        Assert.Equal(trace, Spans("finalize").Single().TraceId);
        Assert.Equal("completed", Spans("finalize").Single().GetTagItem("batch.status"));
    }

    [Fact]
    public async Task Spans_HoldNoKey_WhenOneIsWrittenIntoAPath()
    {
        string key = ApiKey.Create().Text;
        var trace = ActivityTraceId.CreateRandom();
        foreach (string path in new[] { $"/api/tenants/default/keys/{key}", $"/none/{key}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, $"{path}?again={key}");
            request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
            using HttpResponseMessage response = await _service.Client.SendAsync(request);
        }

        Activity[] Spans() => [.. _spans.Where(s => s.TraceId == trace && s.Source.Name == "Microsoft.AspNetCore")];
        await UntilAsync(() => Task.FromResult(Spans().Length == 2));
        string told = string.Join('\n', Spans().SelectMany(s => s.TagObjects.Select(t => $"{t.Key}={t.Value}").Append(s.DisplayName)));
        Assert.DoesNotContain(key, told, StringComparison.Ordinal);
    }
}
