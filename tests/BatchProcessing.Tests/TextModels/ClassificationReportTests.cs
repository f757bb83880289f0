using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Tests.TextModels;

public class ClassificationReportTests
{
    [Fact]
    public void ToReport_GivesTheKnownMeasures_WhenLabelsAreExclusive()
    {
        var tally = new ClassificationTally(["a", "b"], isMultiLabel: false);
        tally.Add([0], [0.8f, 0.2f], 0);
        tally.Add([0], [0.4f, 0.6f], 1);
        tally.Add([1], [0.1f, 0.9f], 1);
        tally.Add([], [0.3f, 0.7f], 1);

        ClassificationReport report = tally.ToReport();

        Assert.Equal(0.5, report.Accuracy, 6);
        Assert.Equal(1, report.UnknownLabels);
        Assert.Equal([[1, 1], [0, 1]], report.ConfusionMatrix);
        Assert.Equal(2.0 / 3, report.Labels[0].F1, 6);
        Assert.Equal(0.5, report.Labels[1].F1, 6);
        Assert.Equal((2.0 / 3 + 0.5) / 2, report.MacroF1, 6);
        Assert.Equal(new[] { 2, 1 }, report.Labels.Select(label => label.Support));
    }

    [Fact]
    public void ToReport_GivesZeroCalibrationError_WhenConfidenceIsAccuracy()
    {
        var tally = new ClassificationTally(["a", "b"], isMultiLabel: false);
        for (int i = 0; i < 4; i++)
            tally.Add([i < 3 ? 0 : 1], [0.75f, 0.25f], 0);

        ClassificationReport report = tally.ToReport();

        Assert.Equal(0, report.ExpectedCalibrationError, 6);
        Assert.Equal(-(3 * Math.Log(0.75) + Math.Log(0.25)) / 4, report.LogLoss, 6);
    }

    [Fact]
    public void ToReport_CountsRowsWithAllLabelsRight_WhenLabelsAreIndependent()
    {
        var tally = new ClassificationTally(["a", "b"], isMultiLabel: true);
        tally.Add([0, 1], [0.9f, 0.9f], 0);
        tally.Add([0], [0.9f, 0.9f], 0);

        ClassificationReport report = tally.ToReport();

        Assert.Equal(0.5, report.Accuracy, 6);
        Assert.Equal(2.0 * 3 / 7, report.MicroF1, 6);
        Assert.Empty(report.ConfusionMatrix);
    }

    [Fact]
    public void Split_KeepsTheShareOfEveryLabel_WhenSomeAreRare()
    {
        List<LabeledText> rows = [.. Enumerable.Range(0, 110).Select(i => new LabeledText($"{i}", i < 100 ? "many" : "few"))];

        (List<LabeledText> train, List<LabeledText> heldBack) = StratifiedSplit.Split(rows, row => row.Label, 0.1, seed: 5);

        Assert.Equal(10, heldBack.Count(row => row.Label == "many"));
        Assert.Equal(1, heldBack.Count(row => row.Label == "few"));
        Assert.Equal(rows.OrderBy(row => row.Text), train.Concat(heldBack).OrderBy(row => row.Text));
    }
}
