using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Live;

/// <summary>An open stream of server-sent events, read one event at a time.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _events;
    private readonly CancellationTokenSource _late = new(Limit);

    private EventStream(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _events = SseParser.Create(body).EnumerateAsync(_late.Token).GetAsyncEnumerator();
    }

    public static async Task<EventStream> OpenAsync(ServiceHost service, string path, string? lastEventId = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        HttpResponseMessage response = await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventStream(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event that has data; null at the end of the stream.</summary>
    public async Task<(string Type, string Id, JsonNode Data)?> NextAsync()
    {
        while (await _events.MoveNextAsync())
        {
            if (_events.Current.Data.Length > 0)
                return (_events.Current.EventType, _events.Current.EventId!, JsonNode.Parse(_events.Current.Data)!);
        }

        return null;
    }

    /// <summary>The type of the next event, with data or without; null at the end of the stream.</summary>
    public async Task<string?> NextTypeAsync() => await _events.MoveNextAsync() ? _events.Current.EventType : null;

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _response.Dispose();
        _late.Dispose();
    }
}
