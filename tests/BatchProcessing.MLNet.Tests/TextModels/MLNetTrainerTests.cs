using BatchProcessing.MLNet.Training;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.MLNet.Tests.TextModels;

public sealed class MLNetTrainerTests
{
    [Theory]
    [InlineData("a", "a", "1 label(s); two labels are needed")]
    [InlineData("a", "b|c", "\"b|c\" is several labels")]
    public void Train_IsRefused_WhenTheRowsCannotBeLearnedFrom(string first, string second, string reason)
    {
        LabeledText[] rows = [new("one text", first), new("another", second)];

        string message = Assert.Throws<TrainingDataException>(() => new MLNetTrainer().Train(rows, seed: 1)).Message;

        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_IsRefused_WhenItWouldTakeMoreMemoryThanItMay()
    {
        LabeledText[] rows = [.. TrainedModels.Rows(300, 3)];
        byte[] learned = new MLNetTrainer().Train(rows, seed: 1, maxMemory: 1 << 20);

        string message = Assert.Throws<TrainingDataException>(() => new MLNetTrainer().Train(rows, seed: 1, maxMemory: 20_000)).Message;

        Assert.NotEmpty(learned);
        Assert.Contains("more than 20000 bytes of memory", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Ends_WhenItIsStopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => new MLNetTrainer().Train([.. TrainedModels.Rows(300, 3)], 1, long.MaxValue, stop.Token));
    }
}
