using System.Text.Json.Nodes;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Jobs;
using BatchProcessing.Server.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BatchProcessing.Server.Tests.Hangfire.Browser;

/// <summary>
/// The dashboard in a browser, wide and narrow, light and dark. With DASHBOARD_PICTURES it leaves pictures in that folder.
/// </summary>
[RequiresChromium]
[Collection(HangfireService.Name)]
public sealed class DashboardBrowserTests(HangfireService service, BrowserSession browser) : IClassFixture<BrowserSession>
{
    private static readonly string LongName = $"Reviews of {new string('x', 120)} <b>and more</b>";

    public static TheoryData<int, ColorScheme> Looks => new()
    {
        { 1280, ColorScheme.Light }, { 1280, ColorScheme.Dark }, { 400, ColorScheme.Light }, { 400, ColorScheme.Dark },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Pages_FitTheirWidth_AndCanBeRead(int width, ColorScheme scheme)
    {
        Batch running = await RunningAsync();
        JsonNode failed = await service.EndedAsync(
            ServiceHost.Csv("id,text\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"row-{i},{(i % 9 == 0 ? "" : "A fine day.")}\n"))),
            $"?name={Uri.EscapeDataString(LongName)}");
        (string Name, string Path)[] pages =
        [
            ("home", "/hangfire"), ("batches", "/hangfire/batches"), ("filter", "/hangfire/batches?filter=open&state=completed"),
            ("put-back", "/hangfire/batches/put-back"), ("running", $"/hangfire/batches/{running.Id}"),
            ("failures", $"/hangfire/batches/{failed["id"]}"), ("confirm", $"/hangfire/batches/{failed["id"]}/confirm/delete"),
            ("slice", $"/hangfire/jobs/details/{await JobOfAsync(failed)}"),
        ];

        foreach ((string name, string path) in pages)
        {
            IPage page = await browser.OpenAsync(new Uri(service.Client.BaseAddress!, path), width, scheme);
            await PictureAsync(page, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png");
            // Hangfire's own page about a job is as wide as its call is long.
            if (name != "slice") Assert.True(await AskAsync<int>(page, "() => document.documentElement.scrollWidth") <= width, $"{path} scrolls sideways at {width}");
            await page.Context.CloseAsync();
        }

        await service.Services.GetRequiredService<IBatchStore>().CancelAsync(running.Id, CancellationToken.None);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Colours_StandOutFromThePage_InBothSchemes(ColorScheme scheme)
    {
        Batch running = await RunningAsync();
        IPage page = await browser.OpenAsync(new Uri(service.Client.BaseAddress!, $"/hangfire/batches/{running.Id}"), 1280, scheme);

        foreach (string state in new[] { "queued", "back", "running", "done", "partly", "given", "cancelled" })
        {
            double contrast = await AskAsync<double>(page, Contrast, $".bp-legend .bp-{state}");
            Assert.True(contrast >= 1.25, $"{state} in {scheme}: {contrast}");
        }

        Assert.True(await AskAsync<double>(page, TextContrast, ".bp-progress > span") >= 3, $"the bar's text in {scheme}");
        await page.Context.CloseAsync();
        await service.Services.GetRequiredService<IBatchStore>().CancelAsync(running.Id, CancellationToken.None);
    }

    [Fact]
    public async Task Buttons_MoveTheBatch_AndTheCellsSayMore()
    {
        Batch running = await RunningAsync();
        IPage page = await browser.OpenAsync(new Uri(service.Client.BaseAddress!, $"/hangfire/batches/{running.Id}"), 1280, ColorScheme.Light);

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Pause" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Resume" }).WaitForAsync();
        // Hangfire's scripts make tooltips of titles. A batch that is paused does not load its page again.
        await page.Locator(".bp-map i").Nth(1).HoverAsync();
        string said = await page.Locator(".tooltip-inner").InnerTextAsync();
        await PictureAsync(page, "hover-1280-light.png");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Cancel…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel" }).ClickAsync();
        await page.WaitForURLAsync($"**/hangfire/batches/{running.Id}");

        Assert.Equal("Documents 10–19\nwas put back\n1 attempt\nnode node-x:1\njob #12345\nlast error: the disk said no", said);
        Assert.Equal(BatchStatus.Cancelling, (await service.Services.GetRequiredService<IBatchStore>().ReadAsync(running.Id)).Status);
        await page.Context.CloseAsync();
    }

    // The contrast of an element's background, or of its text, with what is behind it, as WCAG counts it.
    private const string Contrast = """
        selector => {
            const light = c => { const [r, g, b] = c.match(/\d+/g).slice(0, 3).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
            const a = light(getComputedStyle(document.querySelector(selector)).backgroundColor), b = light(getComputedStyle(document.body).backgroundColor);
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        }
        """;

    private const string TextContrast = """
        selector => {
            const light = c => { const [r, g, b] = c.match(/\d+/g).slice(0, 3).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
            const e = document.querySelector(selector);
            const a = light(getComputedStyle(e).color), b = light(getComputedStyle(e.parentElement).backgroundColor);
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        }
        """;

    /// <summary>A batch whose first chunk has failed documents, whose second was put back, whose third is in hand.</summary>
    private async Task<Batch> RunningAsync()
    {
        var store = service.Services.GetRequiredService<IBatchStore>();
        Batch batch = await store.SealBatchAsync(TimeProvider.System, chunks: 300, tenant: $"browser-{Guid.NewGuid():N}"[..20], name: "half way");
        var owner = new ChunkOwner("test", new WorkPlace("node-x:1", "12345"));
        async Task<ChunkLease> ClaimAsync() => (await store.ClaimChunkAsync(batch.Id, owner, StoredBatches.Minute, CancellationToken.None))!;
        await store.CompleteAsync(await ClaimAsync(), failed: 2);
        await store.RetryChunkAsync(await ClaimAsync(), StoredBatches.Minute, "the disk said no", CancellationToken.None);
        await ClaimAsync();
        for (int i = 0; i < 100; i++) await store.CompleteAsync(await ClaimAsync());
        return batch;
    }

    private async Task<string> JobOfAsync(JsonNode batch) => (await service.Services.GetRequiredService<Overview.IOverviewStore>()
        .ListJobsAsync((Guid)batch["id"]!, 1, CancellationToken.None))[0].Place.JobId!;

    /// <summary>Asks a page that may be loading itself again at this moment.</summary>
    private static async Task<T> AskAsync<T>(IPage page, string script, string? argument = null)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                await page.WaitForSelectorAsync("#footer");
                return await page.EvaluateAsync<T>(script, argument);
            }
            catch (PlaywrightException e) when (tries < 10 && e.Message.Contains("navigation", StringComparison.Ordinal))
            {
                await page.WaitForLoadStateAsync();
            }
        }
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("DASHBOARD_PICTURES") is { } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name), FullPage = true });
    }
}
