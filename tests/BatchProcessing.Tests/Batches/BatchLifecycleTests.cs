using System.Reflection;
using BatchProcessing.Batches;

namespace BatchProcessing.Tests.Batches;

public sealed class BatchLifecycleTests
{
    private static readonly Dictionary<string, Func<BatchStatus, BatchStatus>> Moves = new()
    {
        [nameof(BatchLifecycle.Start)] = s => s.Start(),
        [nameof(BatchLifecycle.BeginFinalizing)] = s => s.BeginFinalizing(),
        [nameof(BatchLifecycle.Complete)] = s => s.Complete(),
        [nameof(BatchLifecycle.Fail)] = s => s.Fail(),
        [nameof(BatchLifecycle.Promote)] = s => s.Promote(isEmpty: false),
        [nameof(BatchLifecycle.Pause)] = s => s.Pause(),
        [nameof(BatchLifecycle.Resume)] = s => s.Resume(hasStarted: true),
        [nameof(BatchLifecycle.Cancel)] = s => s.Cancel(),
        [nameof(BatchLifecycle.FinishCancelling)] = s => s.FinishCancelling(),
        [nameof(BatchLifecycle.Retry)] = s => s.Retry(),
        [nameof(BatchLifecycle.Delete)] = s =>
        {
            s.Delete();
            return s;
        },
    };

    public static TheoryData<string, BatchStatus, BatchStatus> LegalMoves => new()
    {
        { nameof(BatchLifecycle.Start), BatchStatus.Queued, BatchStatus.Running },
        { nameof(BatchLifecycle.BeginFinalizing), BatchStatus.Running, BatchStatus.Finalizing },
        { nameof(BatchLifecycle.BeginFinalizing), BatchStatus.Paused, BatchStatus.Finalizing },
        { nameof(BatchLifecycle.Complete), BatchStatus.Finalizing, BatchStatus.Completed },
        { nameof(BatchLifecycle.Fail), BatchStatus.Finalizing, BatchStatus.Failed },
        { nameof(BatchLifecycle.Promote), BatchStatus.Awaiting, BatchStatus.Queued },
        { nameof(BatchLifecycle.Pause), BatchStatus.Queued, BatchStatus.Paused },
        { nameof(BatchLifecycle.Pause), BatchStatus.Running, BatchStatus.Paused },
        { nameof(BatchLifecycle.Resume), BatchStatus.Paused, BatchStatus.Running },
        { nameof(BatchLifecycle.Cancel), BatchStatus.Awaiting, BatchStatus.Cancelling },
        { nameof(BatchLifecycle.Cancel), BatchStatus.Queued, BatchStatus.Cancelling },
        { nameof(BatchLifecycle.Cancel), BatchStatus.Running, BatchStatus.Cancelling },
        { nameof(BatchLifecycle.Cancel), BatchStatus.Paused, BatchStatus.Cancelling },
        { nameof(BatchLifecycle.Cancel), BatchStatus.Finalizing, BatchStatus.Cancelling },
        { nameof(BatchLifecycle.FinishCancelling), BatchStatus.Cancelling, BatchStatus.Cancelled },
        { nameof(BatchLifecycle.Retry), BatchStatus.Completed, BatchStatus.Queued },
        { nameof(BatchLifecycle.Retry), BatchStatus.Cancelled, BatchStatus.Queued },
        { nameof(BatchLifecycle.Retry), BatchStatus.Failed, BatchStatus.Queued },
        { nameof(BatchLifecycle.Delete), BatchStatus.Completed, BatchStatus.Completed },
        { nameof(BatchLifecycle.Delete), BatchStatus.Cancelled, BatchStatus.Cancelled },
        { nameof(BatchLifecycle.Delete), BatchStatus.Failed, BatchStatus.Failed },
    };

    public static TheoryData<string, BatchStatus> IllegalMoves
    {
        get
        {
            var legal = LegalMoves.Select(d => ((string)d[0], (BatchStatus)d[1])).ToHashSet();
            var illegal = new TheoryData<string, BatchStatus>();
            foreach (string move in Moves.Keys)
            {
                foreach (BatchStatus from in Enum.GetValues<BatchStatus>().Where(s => !legal.Contains((move, s)))) illegal.Add(move, from);
            }

            return illegal;
        }
    }

    public static TheoryData<BatchStatus> Statuses => [.. Enum.GetValues<BatchStatus>()];

    [Theory]
    [MemberData(nameof(LegalMoves))]
    public void Move_GivesTheNextStatus_WhenItIsLegal(string move, BatchStatus from, BatchStatus to) =>
        Assert.Equal(to, Moves[move](from));

    [Fact]
    public void Moves_AreAllTried() => Assert.Equal(
        typeof(BatchLifecycle).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => m.Name is not (nameof(BatchLifecycle.IsTerminal) or nameof(BatchLifecycle.ToWire) or nameof(BatchLifecycle.TryParse) or nameof(BatchLifecycle.Parse)))
            .Select(m => m.Name).Order(),
        Moves.Keys.Order());

    [Fact]
    public void Promote_GoesToTheEnd_WhenThereIsNoChunk() =>
        Assert.Equal(BatchStatus.Finalizing, BatchStatus.Awaiting.Promote(isEmpty: true));

    [Fact]
    public void Retry_Waits_WhenThePredecessorHasNotEnded() =>
        Assert.Equal(BatchStatus.Awaiting, BatchStatus.Cancelled.Retry(hasToWait: true));

    [Fact]
    public void Resume_GoesBackToTheQueue_WhenNoChunkWasEverClaimed() =>
        Assert.Equal(BatchStatus.Queued, BatchStatus.Paused.Resume(hasStarted: false));

    [Theory]
    [MemberData(nameof(IllegalMoves))]
    public void Move_Throws_WhenItIsIllegal(string move, BatchStatus from)
    {
        var thrown = Assert.Throws<IllegalBatchMoveException>(() => Moves[move](from));

        Assert.Contains(move, thrown.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(from.ToWire(), thrown.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Parse_ReadsWhatToWireWrote_ForEveryStatus(BatchStatus status) =>
        Assert.Equal(status, BatchLifecycle.Parse(status.ToWire()));

    [Theory]
    [InlineData("Queued")]
    [InlineData("done")]
    [InlineData("")]
    public void Parse_Throws_WhenTextNamesNoStatus(string text)
    {
        Assert.Throws<FormatException>(() => BatchLifecycle.Parse(text));
        Assert.False(BatchLifecycle.TryParse(text, out _));
    }

    [Fact]
    public void IsTerminal_IsTrue_ForTheThreeEndsOnly() => Assert.Equal(
        [BatchStatus.Completed, BatchStatus.Cancelled, BatchStatus.Failed],
        Enum.GetValues<BatchStatus>().Where(s => s.IsTerminal()));
}
