using BatchProcessing.Cli.Evaluation;
using BatchProcessing.Cli.Training;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Tests.TextModels;

public sealed class ModelCommandsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("model-commands-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Train_WritesAModelThatEvaluateReads_WhenTheDataIsGood()
    {
        string model = Path.Combine(_folder, "comments.btm");
        string data = WriteRows(TrainingSamples.ThreeLabels(90));

        int trained = TrainCommand.Create().Parse(["--data", data, "--out", model, "--char-ngrams", "2-3", "--buckets", "2^12"]).Invoke();
        int evaluated = EvaluateCommand.Create().Parse(["--model", model, "--data", data, "--json"]).Invoke();

        Assert.Equal((0, 0), (trained, evaluated));
        LinearTextModel loaded = LinearTextModel.Load(model);
        Assert.Equal("comments", loaded.Name);
        Assert.Equal(3, loaded.Features.CharacterNgramMax);
    }

    [Fact]
    public void Train_FailsAndWritesNothing_WhenAColumnIsMissing()
    {
        string model = Path.Combine(_folder, "none.btm");
        string data = WriteRows(TrainingSamples.ThreeLabels(9));

        int exitCode = TrainCommand.Create().Parse(["--data", data, "--out", model, "--label", "topic"]).Invoke();

        Assert.NotEqual(0, exitCode);
        Assert.False(File.Exists(model));
    }

    [Fact]
    public void Evaluate_Fails_WhenTheModelIsForeign()
    {
        string data = WriteRows(TrainingSamples.ThreeLabels(9));

        Assert.NotEqual(0, EvaluateCommand.Create().Parse(["--model", data, "--data", data]).Invoke());
    }

    private string WriteRows(IEnumerable<LabeledText> rows)
    {
        string path = Path.Combine(_folder, "rows.csv");
        File.WriteAllLines(path, rows.Select(row => $"{row.Text},{row.Label}").Prepend("text,label"));
        return path;
    }
}
