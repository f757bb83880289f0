using System.Text.Json.Nodes;
using BatchProcessing.Batches;
using BatchProcessing.Server.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>A batch does not end while its ledger disagrees.</summary>
public sealed class LedgerTests(HeldService service) : IClassFixture<HeldService>
{
    [Theory]
    [InlineData("UPDATE chunks SET result_lines = 19 WHERE batch_id = @id AND first_ordinal = 20")]
    [InlineData("UPDATE batches SET succeeded = succeeded - 1 WHERE id = @id")]
    [InlineData("UPDATE sources SET documents = 51 WHERE batch_id = @id")]
    public async Task Batch_StaysFinalizing_WhenASumIsWrong(string damage)
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(HeldService.FiftyRows));
        for (int i = 0; i < 3; i++) await service.WorkAsync(receipt);
        var id = (Guid)receipt["batchId"]!;
        Assert.Equal(1, await service.Services.GetRequiredService<ISqlDatabase>().WriteAsync(
            t => t.Connection!.ExecuteAsync(damage, new { id = id.ToString() }, t), CancellationToken.None));

        await Assert.ThrowsAsync<LedgerException>(
            () => service.Services.GetRequiredService<BatchFinalizer>().RunAsync(id, place: null, CancellationToken.None));

        Assert.Equal("finalizing", (string?)(await service.JsonAsync(HeldService.Self(receipt)))["status"]);
    }
}
