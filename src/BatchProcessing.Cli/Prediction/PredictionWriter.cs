using System.Text.Encodings.Web;
using System.Text.Json;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Cli.Prediction;

/// <summary>Scores texts and writes one JSON object a text; a property a model when there are several.</summary>
internal sealed class PredictionWriter : IDisposable
{
    private readonly TextModelSet _set;
    private readonly TextScorer _scorer;
    private readonly BufferedStream _output;
    private readonly Utf8JsonWriter _json;
    private readonly bool _withScores;

    public PredictionWriter(TextModelSet set, Stream output, bool withScores)
    {
        (_set, _scorer, _withScores) = (set, set.CreateScorer(), withScores);
        _output = new BufferedStream(output, 64 * 1024);
        _json = new Utf8JsonWriter(_output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public void Write(InputText text)
    {
        _scorer.Read(text.Text);
        _json.WriteStartObject();
        if (text.Id is not null)
            _json.WriteString("id", text.Id);
        for (int model = 0; model < _set.Models.Count; model++)
        {
            if (_set.Models.Count > 1)
                _json.WriteStartObject(_set.Models[model].Name);
            WritePrediction(model);
            if (_set.Models.Count > 1)
                _json.WriteEndObject();
        }
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _output.WriteByte((byte)'\n');
    }

    public void Dispose()
    {
        _json.Dispose();
        _output.Dispose();
    }

    private void WritePrediction(int index)
    {
        ITextModel model = _set.Models[index];
        var probabilities = new float[model.Labels.Count];
        int best = _scorer.Score(index, probabilities);
        if (model.IsMultiLabel)
        {
            _json.WriteStartArray("labels");
            for (int i = 0; i < probabilities.Length; i++)
                if (probabilities[i] > 0.5f)
                    _json.WriteStringValue(model.Labels[i]);
            _json.WriteEndArray();
        }
        else
        {
            _json.WriteString("label", model.Labels[best]);
            _json.WriteNumber("confidence", Round(probabilities[best]));
        }
        if (_withScores)
            WriteScores(model, probabilities);
    }

    private void WriteScores(ITextModel model, float[] probabilities)
    {
        _json.WriteStartObject("scores");
        for (int i = 0; i < probabilities.Length; i++)
            _json.WriteNumber(model.Labels[i], Round(probabilities[i]));
        _json.WriteEndObject();
    }

    private static double Round(float probability) => Math.Round(probability, 4);
}
