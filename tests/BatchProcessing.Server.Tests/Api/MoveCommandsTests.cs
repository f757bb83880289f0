using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using BatchProcessing.Cli.Service;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

[Collection(HeldService.Name)]
public sealed class MoveCommandsTests(HeldService service)
{
    [Fact]
    public async Task Commands_TakeABatchThroughItsLife()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(HeldService.FiftyRows));

        Assert.Equal(0, await RunAsync(MoveCommands.Pause(), receipt));
        Assert.Equal("paused", await StatusAsync(receipt));
        Assert.Equal(0, await RunAsync(MoveCommands.Resume(), receipt));
        Assert.Equal("queued", await StatusAsync(receipt));
        Assert.Equal(1, await RunAsync(MoveCommands.Delete(), receipt));
        Assert.Equal(0, await RunAsync(MoveCommands.Cancel(), receipt, "--wait"));
        Assert.Equal("cancelled", await StatusAsync(receipt));
        Assert.Equal(1, await RunAsync(MoveCommands.Pause(), receipt));
        Assert.Equal(0, await RunAsync(MoveCommands.Retry(), receipt));
        Assert.Equal("queued", await StatusAsync(receipt));
        Assert.Equal(0, await RunAsync(MoveCommands.Cancel(), receipt, "--wait"));
        Assert.Equal(0, await RunAsync(MoveCommands.Delete(), receipt));
        using HttpResponseMessage gone = await service.GetAsync(HeldService.Self(receipt));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private Task<int> RunAsync(Command command, JsonNode receipt, params string[] options) =>
        command.Parse([HeldService.IdOf(receipt).ToString(), "--url", service.Client.BaseAddress!.ToString(), .. options]).InvokeAsync();

    private async Task<string?> StatusAsync(JsonNode receipt) => (string?)(await service.JsonAsync(HeldService.Self(receipt)))["status"];
}
