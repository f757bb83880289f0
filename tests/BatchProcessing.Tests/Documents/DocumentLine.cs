using System.Text.Json;

namespace BatchProcessing.Tests.Documents;

/// <summary>What tests ask of one line of a chunk.</summary>
internal static class DocumentLine
{
    public static string? Text(this JsonElement line) => Member(line, "text");

    public static string? Id(this JsonElement line) => Member(line, "id");

    public static string? Source(this JsonElement line) => Member(line, "source");

    public static string? File(this JsonElement line) => Member(line, "file");

    public static string? Timestamp(this JsonElement line) => Member(line, "timestamp");

    public static long LineNumber(this JsonElement line) => line.GetProperty("line").GetInt64();

    public static string? ErrorCode(this JsonElement line) =>
        line.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetString() : null;

    public static string? ErrorMessage(this JsonElement line) =>
        line.TryGetProperty("error", out JsonElement error) ? error.GetProperty("message").GetString() : null;

    private static string? Member(JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
