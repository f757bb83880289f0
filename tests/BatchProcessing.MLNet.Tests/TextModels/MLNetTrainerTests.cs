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
}
