using System.CommandLine;
using System.Text;
using BatchProcessing.Cli.Training;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Cli.Evaluation;

/// <summary><c>evaluate</c>: measures a text model on a labelled CSV file.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string> Model = new("--model") { Required = true, Description = "Model file." };
    private static readonly Option<string> Data = new("--data") { Required = true, Description = "Labelled CSV file, may be .gz." };
    private static readonly Option<string> Text = new("--text") { DefaultValueFactory = _ => "text", Description = "Name of the column with the texts." };
    private static readonly Option<string> Label = new("--label") { DefaultValueFactory = _ => "label", Description = "Name of the column with the labels." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    public static Command Create()
    {
        var command = new Command("evaluate", "Measures a text model on a labelled CSV file.") { Model, Data, Text, Label, Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        try
        {
            ITextModel model = ModelRuntimes.Reader.Load(arguments.GetRequiredValue(Model));
            List<LabeledText> rows = [.. LabeledCsvFile.Read(
                arguments.GetRequiredValue(Data), arguments.GetRequiredValue(Text), arguments.GetRequiredValue(Label))];
            ClassificationReport report = ModelEvaluator.Evaluate(model, rows);
            double documentsPerSecond = ScoringSpeed.MeasureOneThread(model, [.. rows.Select(row => Encoding.UTF8.GetBytes(row.Text))]);
            if (arguments.GetValue(Json))
                EvaluationJson.Write(report, documentsPerSecond, Console.Out);
            else
                EvaluationText.Write(report, documentsPerSecond, Console.Out);
            return 0;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidModelFileException or IOException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
