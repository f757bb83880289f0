using BatchProcessing.Analyses;
using BatchProcessing.TextModels.Runtimes;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Models;

/// <summary>Refuses configured models that cannot be meant, with messages that name the key and the value.</summary>
/// <param name="reader">Knows the runtimes of this build.</param>
/// <param name="shippedFolder">The folder of the models that came with the service, whose names are taken.</param>
public sealed class ConfiguredModelsValidator(TextModelReader reader, string shippedFolder) : IValidateOptions<ConfiguredModels>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ConfiguredModels options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> faults = [.. options.SelectMany(o => Faults($"{ConfiguredModels.Section}:{o.Key}", o.Key, o.Value))];
        faults.AddRange(options.Values.GroupBy(m => m.NameOrDefault).Where(g => g.Count() > 1)
            .Select(g => $"{ConfiguredModels.Section}: {g.Count()} models have the name '{g.Key}'; give each a Name of its own."));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(string key, string analysis, ConfiguredModel model)
    {
        if (!AnalysisCatalog.Names.Contains(analysis, StringComparer.OrdinalIgnoreCase))
            yield return $"{key} is for no analysis; the analyses are {string.Join(", ", AnalysisCatalog.Names)}.";
        if (!File.Exists(model.Path))
            yield return $"{key}:Path is '{model.Path}', but there is no such file.";
        if (model.Runtime is { } runtime && reader.Find(runtime) is null)
            yield return $"{key}:Runtime is '{runtime}', but this build has only {string.Join(", ", reader.Runtimes)}.";
        if (!ModelName.IsValid(model.NameOrDefault))
            yield return $"{key}:Name is '{model.NameOrDefault}' but must be {ModelName.Rule}.";
        else if (File.Exists(Path.Combine(shippedFolder, model.NameOrDefault + ".btm")))
            yield return $"{key}:Name is '{model.NameOrDefault}', which is a model that comes with the service; give it another Name.";
    }
}
