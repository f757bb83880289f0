using BatchProcessing.Analyses;

namespace BatchProcessing.Tests.Analyses;

public sealed class AnalysisCatalogTests(ShippedModels shipped) : IClassFixture<ShippedModels>
{
    [Fact]
    public void Pin_NamesTheModelsOfEachAnalysis_Once()
    {
        Assert.Equal(["topics@1"], shipped.Analyses.Pin(["classification"]));
        Assert.Equal(["language@1", "sentiment-en@1", "sentiment-es@1"], shipped.Analyses.Pin(["sentiment"]));
        Assert.Equal(4, shipped.Analyses.Pin(AnalysisCatalog.Names).Count);
    }

    [Fact]
    public void Plan_IsTheSame_ForTheSameArguments()
    {
        IReadOnlyList<string> pinned = shipped.Analyses.Pin(AnalysisCatalog.Names);

        Assert.Same(shipped.Analyses.Plan(AnalysisCatalog.Names, pinned), shipped.Analyses.Plan([.. AnalysisCatalog.Names], [.. pinned]));
    }

    [Fact]
    public void Pin_Throws_WhenAnalysisIsUnknown() =>
        Assert.Throws<ArgumentException>(() => shipped.Analyses.Pin(["astrology"]));

    [Theory]
    [InlineData("I love this phone, it is wonderful and I would buy it again!", "positive")]
    [InlineData("Terrible service, I hate it and I want my money back.", "negative")]
    [InlineData("Un servicio horrible, lo odio y quiero que me devuelvan el dinero.", "negative")]
    public void Sentiment_UsesTheModelOfTheLanguage(string text, string label) =>
        Assert.Equal(label, Predict("sentiment", text).Label);

    [Theory]
    [InlineData("I love this phone, it is wonderful and I would buy it again!", "sentiment-en@1")]
    [InlineData("Me encanta este producto, es maravilloso y lo recomiendo.", "sentiment-es@1")]
    [InlineData("ok", "sentiment-")]
    public void Sentiment_NamesTheModel_ThatItUsed(string text, string model) =>
        Assert.StartsWith(model, Predict("sentiment", text).Model, StringComparison.Ordinal);

    [Theory]
    [InlineData("Ich bin mit diesem Gerät überhaupt nicht zufrieden und möchte mein Geld zurück.")]
    [InlineData("この製品は本当に素晴らしいので、もう一度買いたいと思います。")]
    public void Sentiment_GivesAReason_WhenLanguageHasNoModel(string text)
    {
        (string? label, string? model, string? reason) = Predict("sentiment", text);

        Assert.Null(label);
        Assert.Null(model);
        Assert.StartsWith("no sentiment model for language '", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_SumToOne_ForEveryAnalysis()
    {
        AnalysisPlan plan = shipped.Analyses.Plan(AnalysisCatalog.Names, shipped.Analyses.Pin(AnalysisCatalog.Names));
        DocumentScorer scorer = plan.Rent();
        scorer.Read("The shares of the company rose after a good quarter."u8);

        foreach (IAnalysis analysis in plan.Analyses)
        {
            var scores = new float[analysis.MaxLabels];
            Prediction prediction = analysis.Predict(scorer, scores);

            Assert.Equal(1, scores.Sum(), 3);
            Assert.Equal(scores.Max(), scores[prediction.Label]);
        }
    }

    private (string? Label, string? Model, string? Reason) Predict(string analysis, string text)
    {
        AnalysisPlan plan = shipped.Analyses.Plan([analysis], shipped.Analyses.Pin([analysis]));
        DocumentScorer scorer = plan.Rent();
        scorer.Read(System.Text.Encoding.UTF8.GetBytes(text));
        Prediction p = plan.Analyses[0].Predict(scorer, new float[plan.Analyses[0].MaxLabels]);
        return p.HasLabel
            ? (plan.Models.Models[p.Model].Labels[p.Label], plan.References[p.Model], null)
            : (null, null, plan.Analyses[0].ReasonFor(p.Label));
    }
}
