using System.Text;
using System.Text.Json;
using BatchProcessing.Analyses;

namespace BatchProcessing.Chunks;

/// <summary>The pieces of result lines that are the same for every document of a plan, encoded once.</summary>
internal sealed class ResultFragments
{
    /// <summary>Models with more labels than this list only scores of at least <see cref="LeastListed"/>.</summary>
    public const int AllListed = 8;

    /// <summary>The least score that is listed when not all are.</summary>
    public const float LeastListed = 0.001f;

    /// <summary>The bytes one score takes: <c>0.1234</c>.</summary>
    public const int ScoreLength = 6;

    public ResultFragments(AnalysisPlan plan)
    {
        Openings = [.. plan.Analyses.Select(a => Utf8($",{Json(a.Name)}:{{\"label\":"))];
        Labels = [.. plan.Models.Models.Select(m => m.Labels.Select(l => Utf8(Json(l))).ToArray())];
        ScoreNames = [.. plan.Models.Models.Select(m => m.Labels.Select(l => Utf8($",{Json(l)}:")).ToArray())];
        ModelNames = [.. plan.References.Select(r => Utf8($"}},\"model\":{Json(r)}}}"))];
        int widest = Labels.Zip(ScoreNames, (labels, names) =>
            labels.Max(l => l.Length) + names.Sum(n => n.Length + ScoreLength)).Max();
        MaxBytes = checked(plan.Analyses.Sum(a => a.Name.Length + 256) + (plan.Analyses.Count * (widest + ModelNames.Max(n => n.Length))));
    }

    /// <summary>For each analysis: <c>,"sentiment":{"label":</c>.</summary>
    public byte[][] Openings { get; }

    /// <summary>For each model and label: <c>"positive"</c>.</summary>
    public byte[][][] Labels { get; }

    /// <summary>For each model and label: <c>,"positive":</c>.</summary>
    public byte[][][] ScoreNames { get; }

    /// <summary>For each model: <c>},"model":"topics@1"}</c>.</summary>
    public byte[][] ModelNames { get; }

    /// <summary>The most bytes that the analyses of one document take.</summary>
    public int MaxBytes { get; }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Json(string text) =>
        $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
