using BatchProcessing.MLNet.Training;
using BatchProcessing.Server.Tests;
using BatchProcessing.TextModels.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Tests;

/// <summary>Small models, trained once for a class of tests and saved as ML.NET saves them.</summary>
public sealed class TrainedModels : IDisposable
{
    private static readonly (string Label, string[] Words)[] Topics =
    [
        ("sports", ["ball", "goal", "team"]),
        ("tech", ["chip", "code", "cpu"]),
        ("world", ["war", "president", "vote"]),
    ];

    private readonly TempFolder _folder = new();

    public TrainedModels()
    {
        ThreeLabels = Write("three labels.zip", new MLNetTrainer().Train([.. Rows(300, 3)], seed: 1));
        TwoLabels = Write("two.zip", new MLNetTrainer().Train([.. Rows(200, 2)], seed: 1));
    }

    /// <summary>Labels sports, tech, world.</summary>
    public string ThreeLabels { get; }

    /// <summary>Labels sports and tech, by logistic regression.</summary>
    public string TwoLabels { get; }

    /// <summary>Rows whose label is the topic of their words.</summary>
    public static IEnumerable<LabeledText> Rows(int count, int labels) => Enumerable.Range(0, count).Select(i =>
    {
        (string label, string[] words) = Topics[i % labels];
        return new LabeledText($"a {words[i % 3]} and {words[i / 3 % 3]} in the {words[i / 9 % 3]} no{i % 11}", label);
    });

    public static IEnumerable<string> Texts(int count) => Rows(count, 3).Select(r => r.Text);

    /// <summary>Trains a pipeline of a test's own on rows with Text, Label (text), Number and IsTech, and saves it.</summary>
    public string Train(string name, Func<MLContext, IEstimator<ITransformer>> pipeline, int labels = 3, bool withSchema = true)
    {
        var context = new MLContext(1);
        IDataView data = context.Data.LoadFromEnumerable(Rows(60, labels).Select((r, i) => new Row
        {
            Text = r.Text,
            Label = r.Label,
            Number = i % labels,
            IsTech = r.Label == "tech",
        }));
        context.Model.Save(pipeline(context).Fit(data), withSchema ? data.Schema : null, _folder[name]);
        return _folder[name];
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string name, byte[] file)
    {
        File.WriteAllBytes(_folder[name], file);
        return _folder[name];
    }

    public sealed class Row
    {
        public string Text { get; set; } = "";

        public string Label { get; set; } = "";

        public float Number { get; set; }

        public bool IsTech { get; set; }
    }
}
