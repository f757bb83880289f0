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
    };

    public static TheoryData<string, BatchStatus, BatchStatus> LegalMoves => new()
    {
        { nameof(BatchLifecycle.Start), BatchStatus.Queued, BatchStatus.Running },
        { nameof(BatchLifecycle.BeginFinalizing), BatchStatus.Running, BatchStatus.Finalizing },
        { nameof(BatchLifecycle.BeginFinalizing), BatchStatus.Paused, BatchStatus.Finalizing },
        { nameof(BatchLifecycle.Complete), BatchStatus.Finalizing, BatchStatus.Completed },
        { nameof(BatchLifecycle.Fail), BatchStatus.Finalizing, BatchStatus.Failed },
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
