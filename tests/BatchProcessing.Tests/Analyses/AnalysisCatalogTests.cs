using BatchProcessing.Analyses;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Analyses;

public sealed class AnalysisCatalogTests(ShippedModels shipped) : IClassFixture<ShippedModels>
{
    [Fact]
    public async Task Pin_NamesTheModels_OfEachAnalysis()
    {
        Assert.Equal("classification=topics@1", (await shipped.PinAsync("classification")).ToString());
        Assert.Equal(
            "sentiment=language@1,sentiment-en@1,sentiment-es@1;emotion=language@1,emotion@1;language=language@1",
            (await shipped.PinAsync("sentiment", "emotion", "language")).ToString());
    }

    [Fact]
    public async Task Pin_TakesTheModel_ThatTheCallerNames()
    {
        var chosen = new Dictionary<string, string> { ["classification"] = "emotion" };

        ModelPins pins = await shipped.Analyses.PinAsync("t", ["classification"], chosen, CancellationToken.None);

        Assert.Equal("classification=emotion@1", pins.ToString());
    }

    [Fact]
    public async Task Pin_Throws_WhenTheNamedModelIsMissing()
    {
        var chosen = new Dictionary<string, string> { ["classification"] = "nothing" };

        await Assert.ThrowsAsync<UploadRejectedException>(
            () => shipped.Analyses.PinAsync("t", ["classification"], chosen, CancellationToken.None));
    }

    [Fact]
    public async Task PlanAsync_ForgetsPlans_ThatNobodyAskedForLately()
    {
        ModelPins pins = await shipped.PinAsync("language");
        AnalysisPlan used = await shipped.Analyses.PlanAsync("used", pins), left = await shipped.Analyses.PlanAsync("left", pins);

        for (int i = 0; i < 64; i++)
        {
            await shipped.Analyses.PlanAsync($"other-{i}", pins);
            Assert.Same(used, await shipped.Analyses.PlanAsync("used", pins));
        }

        Assert.NotSame(left, await shipped.Analyses.PlanAsync("left", pins));
    }

    [Fact]
    public async Task Pins_AreReadAsTheyWereWritten()
    {
        ModelPins pins = await shipped.PinAsync([.. AnalysisCatalog.Names]);

        Assert.Equal(pins.ToString(), ModelPins.Parse(pins.ToString()).ToString());
        Assert.Equal(AnalysisCatalog.Names, pins.ByAnalysis.Keys);
    }

    [Fact]
    public async Task Plan_IsTheSame_ForTheSameArguments() =>
        Assert.Same(await shipped.PlanAsync("classification"), await shipped.PlanAsync("classification"));

    [Fact]
    public async Task Pin_Throws_WhenAnalysisIsUnknown() =>
        await Assert.ThrowsAsync<ArgumentException>(() => shipped.PinAsync("astrology"));

    [Theory]
    [InlineData("I love this phone, it is wonderful and I would buy it again!", "positive")]
    [InlineData("Terrible service, I hate it and I want my money back.", "negative")]
    [InlineData("Muy mala experiencia, pésimo servicio, no lo recomiendo a nadie.", "negative")]
    public async Task Sentiment_UsesTheModelOfTheLanguage(string text, string label) =>
        Assert.Equal(label, (await PredictAsync("sentiment", text)).Label);

    [Theory]
    [InlineData("I love this phone, it is wonderful and I would buy it again!", "sentiment-en@1")]
    [InlineData("Me encanta este producto, es maravilloso y lo recomiendo.", "sentiment-es@1")]
    [InlineData("ok", "sentiment-")]
    public async Task Sentiment_NamesTheModel_ThatItUsed(string text, string model) =>
        Assert.StartsWith(model, (await PredictAsync("sentiment", text)).Model, StringComparison.Ordinal);

    [Theory]
    [InlineData("Ich bin mit diesem Gerät überhaupt nicht zufrieden und möchte mein Geld zurück.")]
    [InlineData("この製品は本当に素晴らしいので、もう一度買いたいと思います。")]
    public async Task Sentiment_GivesAReason_WhenLanguageHasNoModel(string text)
    {
        (string? label, string? model, string? reason) = await PredictAsync("sentiment", text);

        Assert.Null(label);
        Assert.Null(model);
        Assert.StartsWith("no sentiment model for language '", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scores_SumToOne_ForEveryAnalysis()
    {
        AnalysisPlan plan = await shipped.PlanAsync([.. AnalysisCatalog.Names]);
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

    [Theory]
    [InlineData("Ich bin mit diesem Gerät überhaupt nicht zufrieden.", "de")]
    [InlineData("Me encanta este producto, es maravilloso.", "es")]
    public async Task Language_IsTheCodeOfTheText(string text, string code) =>
        Assert.Equal(code, (await PredictAsync("language", text)).Label);

    private async Task<(string? Label, string? Model, string? Reason)> PredictAsync(string analysis, string text)
    {
        AnalysisPlan plan = await shipped.PlanAsync(analysis);
        DocumentScorer scorer = plan.Rent();
        scorer.Read(System.Text.Encoding.UTF8.GetBytes(text));
        Prediction p = plan.Analyses[0].Predict(scorer, new float[plan.Analyses[0].MaxLabels]);
        return p.HasLabel
            ? (plan.Models.Models[p.Model].Labels[p.Label], plan.References[p.Model], null)
            : (null, null, plan.Analyses[0].ReasonFor(p.Label));
    }
}
