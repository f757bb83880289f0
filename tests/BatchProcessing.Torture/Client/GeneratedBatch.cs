using System.Globalization;
using System.Text;

namespace BatchProcessing.Torture.Client;

/// <summary>An upload of JSON Lines made from a number: the same number makes the same upload.</summary>
internal sealed class GeneratedBatch
{
    private const int BadRowsPerHundred = 5;

    private static readonly string[] Texts =
    [
        "The parcel came late, and the box was open.",
        "Great service, the app works like a charm now.",
        "No me funciona la tarjeta desde ayer, estoy harto.",
        "I was charged twice for the same order, please refund me.",
        "When does the next train to the airport leave?",
    ];

    // A bad line and the error that its document must end with.
    private static readonly (string Line, string Error)[] BadRows =
    [
        ("{\"text\":\"\"}", "empty"),
        ("{\"text\":\"cut", "invalid-json"),
        ("[1,2]", "not-object"),
        ("{\"text\":7}", "invalid-type"),
    ];

    private GeneratedBatch(IReadOnlyList<ExpectedDocument> documents, byte[] body) => (Documents, Body) = (documents, body);

    /// <summary>What must become of each document, by ordinal.</summary>
    public IReadOnlyList<ExpectedDocument> Documents { get; }

    /// <summary>The body of the upload.</summary>
    public byte[] Body { get; }

    /// <summary>Makes an upload.</summary>
    /// <param name="number">Chooses size and content.</param>
    /// <param name="size">Its bounds.</param>
    public static GeneratedBatch Make(int number, UploadSize size)
    {
        var random = new Random(number);
        // Squared: many small batches, a few large ones.
        int count = size.Min + (int)((size.Max - size.Min + 1) * Math.Pow(random.NextDouble(), 2));
        var documents = new List<ExpectedDocument>(count);
        var body = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            if (random.Next(100) < BadRowsPerHundred)
            {
                (string line, string error) = BadRows[random.Next(BadRows.Length)];
                body.Append(line).Append('\n');
                documents.Add(new ExpectedDocument(string.Create(CultureInfo.InvariantCulture, $"doc-{i}"), error));
                continue;
            }

            string id = string.Create(CultureInfo.InvariantCulture, $"b{number}-{i}");
            body.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{id}\",\"text\":\"{Texts[random.Next(Texts.Length)]} ({i})\"}}\n");
            documents.Add(new ExpectedDocument(id, null));
        }

        return new GeneratedBatch(documents, Encoding.UTF8.GetBytes(body.ToString()));
    }
}
