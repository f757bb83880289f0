namespace BatchProcessing.Server.Hosting;

/// <summary>Short environment variables for what people change most, on top of the usual <c>Section__Key</c> ones.</summary>
internal static class EnvironmentOverrides
{
    private static readonly (string Variable, string Key)[] Known =
    [
        ("BATCH_MAX_FILE_SIZE", "Uploads:MaxFileBytes"),
        ("BATCH_MAX_BATCH_SIZE", "Uploads:MaxDocuments"),
        ("BATCH_MAX_RETRIES", "ML:BatchProcessing:MaxRetries"),
        ("BATCH_CHUNK_SIZE", "Chunks:MaxDocuments"),
        ("BATCH_MEMORY_THRESHOLD_MB", "Chunks:MemoryThresholdMb"),
    ];

    public static void AddBatchEnvironmentVariables(this IConfigurationBuilder configuration)
    {
        Dictionary<string, string?> values = [];
        foreach ((string variable, string key) in Known)
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value) values[key] = value;
        }

        configuration.AddInMemoryCollection(values);
    }
}
