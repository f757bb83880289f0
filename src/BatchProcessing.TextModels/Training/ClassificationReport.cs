namespace BatchProcessing.TextModels.Training;

/// <summary>Measures of a model on labelled rows.</summary>
public sealed record ClassificationReport
{
    /// <summary>Rows measured.</summary>
    public required int Rows { get; init; }

    /// <summary>Share of rows that got exactly the right label or labels, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean F1 over the labels that occur in the rows, 0 to 1.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>F1 over all decisions together, 0 to 1; equals accuracy when labels are exclusive.</summary>
    public required double MicroF1 { get; init; }

    /// <summary>Mean negative natural logarithm of the probability given to the truth.</summary>
    public required double LogLoss { get; init; }

    /// <summary>Expected calibration error over 15 equal bins of confidence, 0 to 1.</summary>
    public required double ExpectedCalibrationError { get; init; }

    /// <summary>Measures of each label of the model.</summary>
    public required IReadOnlyList<LabelReport> Labels { get; init; }

    /// <summary>Rows by true label (outer) and given label (inner); empty when labels are not exclusive.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix { get; init; }

    /// <summary>Rows whose label the model does not have; they count as errors.</summary>
    public required int UnknownLabels { get; init; }
}
