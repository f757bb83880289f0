using System.Buffers;
using System.Text.Json;

namespace BatchProcessing.Manifests;

/// <summary>What a check needs of a result line.</summary>
/// <param name="Ordinal">The document's place in the input.</param>
/// <param name="Status"><c>succeeded</c>, <c>failed</c> or <c>not-processed</c>.</param>
internal readonly record struct ResultLine(long Ordinal, string Status)
{
    /// <summary>Reads a line without its line feed.</summary>
    /// <returns>Null when it is not a JSON object with an ordinal and a status.</returns>
    public static ResultLine? Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            long? ordinal = null;
            string? status = null;
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                bool isOrdinal = json.ValueTextEquals("ordinal"u8);
                bool isStatus = json.ValueTextEquals("status"u8);
                json.Read();
                if (isOrdinal) ordinal = json.GetInt64();
                else if (isStatus) status = WordOf(ref json);
                else json.Skip();
            }

            return ordinal is { } place && status is not null ? new ResultLine(place, status) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    // No string a line: there are three words.
    private static string? WordOf(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("succeeded"u8)) return "succeeded";
        if (json.ValueTextEquals("failed"u8)) return "failed";
        return json.GetString();
    }
}
