namespace BatchProcessing.TextModels.Training;

/// <summary>Adds up predictions into a <see cref="ClassificationReport"/>.</summary>
internal sealed class ClassificationTally(IReadOnlyList<string> labels, bool isMultiLabel)
{
    private const int Bins = 15;
    private const double LeastProbability = 1e-9;
    private readonly int[] _truePositives = new int[labels.Count];
    private readonly int[] _falsePositives = new int[labels.Count];
    private readonly int[] _support = new int[labels.Count];
    private readonly int[][] _confusion = [.. labels.Select(_ => new int[labels.Count])];
    private readonly double[] _binConfidence = new double[Bins];
    private readonly double[] _binCorrect = new double[Bins];
    private int _rows;
    private int _exact;
    private int _unknown;
    private double _logLoss;

    /// <summary>Counts one row.</summary>
    /// <param name="truth">Indexes of its labels, ascending; empty when exclusive and unknown to the model.</param>
    /// <param name="probabilities">What the model gives each label.</param>
    /// <param name="best">Index of the most probable label.</param>
    public void Add(int[] truth, ReadOnlySpan<float> probabilities, int best)
    {
        _rows++;
        foreach (int label in truth)
            _support[label]++;
        if (isMultiLabel)
            AddIndependent(truth, probabilities);
        else
            AddExclusive(truth, probabilities, best);
    }

    public ClassificationReport ToReport()
    {
        int truePositives = _truePositives.Sum();
        double rows = Math.Max(1, _rows);
        LabelReport[] reports = [.. labels.Select((_, i) => ReportLabel(i))];
        return new ClassificationReport
        {
            Rows = _rows,
            Accuracy = _exact / rows,
            MacroF1 = reports.Where(report => report.Support > 0).Select(report => report.F1).DefaultIfEmpty().Average(),
            MicroF1 = Ratio(2.0 * truePositives, truePositives + _falsePositives.Sum() + _support.Sum() + _unknown),
            LogLoss = _logLoss / rows,
            ExpectedCalibrationError = CalibrationError(),
            Labels = reports,
            ConfusionMatrix = isMultiLabel ? [] : _confusion,
            UnknownLabels = _unknown,
        };
    }

    private void AddExclusive(int[] truth, ReadOnlySpan<float> probabilities, int best)
    {
        bool isCorrect = truth.Length == 1 && truth[0] == best;
        AddToBin(probabilities[best], isCorrect);
        (isCorrect ? _truePositives : _falsePositives)[best]++;
        _exact += isCorrect ? 1 : 0;
        if (truth.Length == 1)
        {
            _confusion[truth[0]][best]++;
            _logLoss -= Math.Log(Math.Max(LeastProbability, probabilities[truth[0]]));
        }
        else
        {
            _unknown++;
            _logLoss -= Math.Log(LeastProbability);
        }
    }

    private void AddIndependent(int[] truth, ReadOnlySpan<float> probabilities)
    {
        bool isExact = true;
        double loss = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            bool isTrue = Array.BinarySearch(truth, i) >= 0;
            bool isGiven = probabilities[i] > 0.5f;
            isExact &= isTrue == isGiven;
            if (isGiven)
                (isTrue ? _truePositives : _falsePositives)[i]++;
            AddToBin(isGiven ? probabilities[i] : 1 - probabilities[i], isTrue == isGiven);
            loss -= Math.Log(Math.Max(LeastProbability, isTrue ? probabilities[i] : 1 - probabilities[i]));
        }
        _exact += isExact ? 1 : 0;
        _logLoss += loss / probabilities.Length;
    }

    private void AddToBin(float confidence, bool isCorrect)
    {
        int bin = Math.Min(Bins - 1, (int)(confidence * Bins));
        _binConfidence[bin] += confidence;
        _binCorrect[bin] += isCorrect ? 1 : 0;
    }

    private double CalibrationError()
    {
        double decisions = Math.Max(1, isMultiLabel ? _rows * (double)labels.Count : _rows);
        return _binConfidence.Zip(_binCorrect, (confidence, correct) => Math.Abs(confidence - correct)).Sum() / decisions;
    }

    private LabelReport ReportLabel(int i)
    {
        int hits = _truePositives[i];
        return new LabelReport(labels[i], Ratio(hits, hits + _falsePositives[i]), Ratio(hits, _support[i]),
            Ratio(2.0 * hits, hits + _falsePositives[i] + _support[i]), _support[i]);
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
