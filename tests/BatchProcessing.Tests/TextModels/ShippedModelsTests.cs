using BatchProcessing.TextModels.Linear;
using static BatchProcessing.Tests.TextModels.TrainingSamples;

namespace BatchProcessing.Tests.TextModels;

public class ShippedModelsTests
{
    [Theory]
    [InlineData("language", "The parcel arrived late and nobody answers my calls.", "en")]
    [InlineData("language", "El paquete llegó tarde y nadie contesta al teléfono.", "es")]
    [InlineData("language", "Das Paket kam zu spät an und niemand geht ans Telefon.", "de")]
    [InlineData("language", "Le colis est arrivé en retard et personne ne répond.", "fr")]
    [InlineData("language", "O pacote chegou tarde e ninguém atende o telefone.", "pt")]
    [InlineData("language", "Il pacco è arrivato in ritardo e nessuno risponde.", "it")]
    [InlineData("language", "荷物が遅れて届きました。", "ja")]
    [InlineData("sentiment-en", "I love it, thank you, this is awesome!", "positive")]
    [InlineData("sentiment-en", "This is terrible and I hate it.", "negative")]
    [InlineData("emotion", "I am so scared, this is terrifying.", "fear")]
    [InlineData("emotion", "I love it, congratulations!", "joy")]
    [InlineData("topics", "My card payment was declined at the shop", "banking")]
    [InlineData("topics", "where is my order, I want to track it", "orders")]
    public void Score_GivesTheExpectedLabel_ForPlainTexts(string model, string text, string label)
        => Assert.Equal(label, Label(Load(model), text));

    [Fact]
    public void Models_HaveTheLabelsTheServiceCountsOn()
    {
        Assert.Equal(["negative", "neutral", "positive"], Load("sentiment-en").Labels);
        Assert.Equal(["negative", "neutral", "positive"], Load("sentiment-es").Labels);
        Assert.Equal(["anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise"], Load("emotion").Labels);
        Assert.Contains("out-of-scope", Load("topics").Labels);
        Assert.True(Load("language").Labels.Count >= 17);
    }

    private static LinearTextModel Load(string name)
        => LinearTextModel.Load(Path.Combine(AppContext.BaseDirectory, "models", name + ".btm"));
}
