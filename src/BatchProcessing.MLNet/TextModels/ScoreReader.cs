using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.TextModels;

/// <summary>Reads the scores of a row as probabilities.</summary>
internal abstract class ScoreReader
{
    private const string ScoreValueKind = "ScoreValueKind";
    private const string ProbabilityKind = "Probability";

    /// <summary>How far a sum of probabilities may be from 1.</summary>
    private const float SumTolerance = 0.01f;

    /// <summary>Writes a probability for each label.</summary>
    /// <exception cref="InvalidOperationException">A score is not a number.</exception>
    public abstract void Read(Span<float> probabilities);

    public static ScoreReader Of(DataViewRow row, DataViewSchema.Column score) => score.Type is VectorDataViewType
        ? new ManyScores(row.GetGetter<VBuffer<float>>(score))
        : new OneScore(row.GetGetter<float>(score), IsProbability(score));

    private static bool IsProbability(DataViewSchema.Column score)
    {
        ReadOnlyMemory<char> kind = default;
        if (score.Annotations.Schema.GetColumnOrNull(ScoreValueKind) is not null) score.Annotations.GetValue(ScoreValueKind, ref kind);
        return kind.Span.SequenceEqual(ProbabilityKind);
    }

    private static float Checked(float score) =>
        float.IsNaN(score) ? throw new InvalidOperationException("The model's score is not a number.") : score;

    /// <summary>A score for each label: taken as they are where they are probabilities, else their softmax.</summary>
    private sealed class ManyScores(ValueGetter<VBuffer<float>> getter) : ScoreReader
    {
        private VBuffer<float> _buffer;

        public override void Read(Span<float> probabilities)
        {
            getter(ref _buffer);
            _buffer.CopyTo(probabilities);
            (float sum, float least, float most) = (0, float.MaxValue, float.MinValue);
            foreach (float score in probabilities)
            {
                sum += Checked(score);
                (least, most) = (Math.Min(least, score), Math.Max(most, score));
            }

            if (least < 0 || most > 1 || Math.Abs(sum - 1) > SumTolerance) Softmax(probabilities, most);
        }

        private static void Softmax(Span<float> scores, float most)
        {
            float sum = 0;
            foreach (ref float score in scores) sum += score = score == most ? 1 : MathF.Exp(score - most);
            foreach (ref float score in scores) score /= sum;
        }
    }

    /// <summary>The score of the second of two labels: a probability, or log-odds.</summary>
    private sealed class OneScore(ValueGetter<float> getter, bool isProbability) : ScoreReader
    {
        public override void Read(Span<float> probabilities)
        {
            float score = 0;
            getter(ref score);
            float positive = isProbability ? Math.Clamp(Checked(score), 0, 1) : 1 / (1 + MathF.Exp(-Checked(score)));
            (probabilities[0], probabilities[1]) = (1 - positive, positive);
        }
    }
}
