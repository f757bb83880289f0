using System.Net;
using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>The memory that synchronous analyses may take at a time.</summary>
[Collection(SharedService.Name)]
public sealed class AnalysisBudgetTests(ServiceHost service)
{
    private const int Mib = 1 << 20;

    private readonly AnalysisBudget _budget = new(Options.Create(new UploadOptions
    {
        MaxTextBytes = Mib,
        MaxAnalysisBytes = 4 * Mib,
        AnalysisBytesInFlight = 12 * Mib,
    }));

    [Fact]
    public void Take_LeavesRoomForOneBodyOfAnother_WhenATenantTakesAllItCan()
    {
        _budget.Take("greedy", 4 * Mib);
        IDisposable second = _budget.Take("greedy", 4 * Mib);

        Assert.Equal("queue-full", Assert.Throws<UploadRejectedException>(() => _budget.Take("greedy", 1)).Type);
        _budget.Take("other", 4 * Mib);
        Assert.Throws<UploadRejectedException>(() => _budget.Take("third", 1));
        second.Dispose();
        second.Dispose();
        Assert.NotNull(_budget.Take("greedy", 4 * Mib));
        Assert.Throws<UploadRejectedException>(() => _budget.Take("third", 1));
    }

    [Fact]
    public void Take_CountsTheLargestBody_WhenNoLengthIsDeclared()
    {
        _budget.Take("a", null);
        _budget.Take("b", null);
        _budget.Take("c", null);

        Assert.Throws<UploadRejectedException>(() => _budget.Take("d", 1));
    }

    [Fact]
    public async Task Batch_Is503_WhileOthersHoldAllTheMemory()
    {
        AnalysisBudget budget = service.Services.GetRequiredService<AnalysisBudget>();
        List<IDisposable> rooms = [];
        try
        {
            for (int i = 0; ; i++) rooms.Add(budget.Take($"tenant-{i}", null));
        }
        catch (UploadRejectedException)
        {
            // all of it is taken
        }

        using HttpResponseMessage refused = await AnalyseAsync();
        rooms.ForEach(r => r.Dispose());
        using HttpResponseMessage taken = await AnalyseAsync();

        await ProblemAsync(refused, 503, "queue-full");
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task Batch_ReadsTheArray_HoweverItIsCut()
    {
        using var array = new MemoryStream("\uFEFF [ \"a\" , {\n \"text\" : \"b\" },[1]]"u8.ToArray());
        await using DocumentArray lines = await DocumentArray.ReadAsync(array, 0, 3, CancellationToken.None);
        List<byte> read = [];
        var one = new byte[1];

        while (await lines.ReadAsync(one) > 0) read.Add(one[0]);

        Assert.Equal("{\"text\":\"a\"}\n{  \"text\" : \"b\" }\n[1]\n"u8.ToArray(), read);
    }

    private Task<HttpResponseMessage> AnalyseAsync() =>
        service.Client.PostAsync(new Uri("/api/documents/batch", UriKind.Relative), Body("[\"fine\"]", "application/json"));
}
