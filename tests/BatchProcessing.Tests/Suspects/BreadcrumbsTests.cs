using BatchProcessing.Suspects;

namespace BatchProcessing.Tests.Suspects;

public sealed class BreadcrumbsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => _folder["breadcrumbs"];

    [Fact]
    public void Earlier_IsEmpty_WhenThereIsNoFileOrAnotherOne()
    {
        using (var first = new Breadcrumbs(File)) Assert.Null(first.EarlierOwner);
        System.IO.File.WriteAllBytes(File, [.. Enumerable.Repeat((byte)7, 70_000)]);

        using var second = new Breadcrumbs(File);

        Assert.Null(second.EarlierOwner);
        Assert.Empty(second.Earlier);
    }

    [Fact]
    public void Earlier_TellsWhereEachWorkerWas_WhenTheProcessEndedWithoutAWord()
    {
        Guid batch = Guid.CreateVersion7();
        using var dying = new Breadcrumbs(File);
        dying.Begin();
        using Breadcrumb analysing = dying.Follow(batch, 1000, 7);
        analysing.AtLine(23);
        using Breadcrumb writing = dying.Follow(batch, 2000, 1);
        dying.Follow(batch, 3000, 1).Dispose();

        using var next = new Breadcrumbs(File);

        Assert.Equal(dying.Owner, next.EarlierOwner);
        Assert.NotEqual(next.Owner, next.EarlierOwner);
        Assert.Equal(
            [new Crumb(batch, 1000, 7, 1023), new Crumb(batch, 2000, 1, Breadcrumb.Outside)],
            next.Earlier.OrderBy(c => c.FirstOrdinal));
    }

    [Fact]
    public void Begin_ForgetsTheEarlierProcess()
    {
        using (var dying = new Breadcrumbs(File))
        {
            dying.Begin();
            dying.Follow(Guid.CreateVersion7(), 0, 1);
            using var next = new Breadcrumbs(File);
            next.Begin();
        }

        using var last = new Breadcrumbs(File);

        Assert.Empty(last.Earlier);
    }

    [Fact]
    public void Follow_UsesTracesAgain_WhenTheirChunksAreDone()
    {
        using var crumbs = new Breadcrumbs(File);
        crumbs.Begin();
        for (int i = 0; i < 5_000; i++) crumbs.Follow(Guid.CreateVersion7(), i, 1).Dispose();

        using var next = new Breadcrumbs(File);

        Assert.Empty(next.Earlier);
    }

    [Fact]
    public void Follow_Throws_WhenDisposed()
    {
        var crumbs = new Breadcrumbs(File);
        crumbs.Begin();
        crumbs.Dispose();

        Assert.Throws<ObjectDisposedException>(() => crumbs.Follow(Guid.CreateVersion7(), 0, 1));
    }

    [Fact]
    public void At_IsKept_WhenAWorkerOutlivesTheOthers()
    {
        Guid batch = Guid.CreateVersion7();
        var crumbs = new Breadcrumbs(File);
        crumbs.Begin();
        using Breadcrumb stuck = crumbs.Follow(batch, 1000, 7);
        crumbs.Dispose();
        stuck.AtLine(1);

        using var next = new Breadcrumbs(File);

        Assert.Equal([new Crumb(batch, 1000, 7, 1001)], next.Earlier);
    }

    public void Dispose() => _folder.Dispose();
}
