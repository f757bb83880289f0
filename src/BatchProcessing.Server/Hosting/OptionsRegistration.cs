using System.ComponentModel.DataAnnotations;
using System.Reflection;
using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Files;
using BatchProcessing.Jobs;
using BatchProcessing.Live;
using BatchProcessing.Models;
using BatchProcessing.Retention;
using BatchProcessing.Server.Files;
using BatchProcessing.Server.Storage;
using BatchProcessing.Server.Storage.S3;
using BatchProcessing.Telemetry;
using BatchProcessing.Tenants;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.Webhooks;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Hosting;

/// <summary>Binds every option to its section and checks it at start.</summary>
internal static class OptionsRegistration
{
    public static IServiceCollection AddServiceOptions(this IServiceCollection services)
    {
        services.AddSection<StorageOptions>(StorageOptions.Section);
        services.AddOptions<S3Options>().BindConfiguration(S3Options.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<S3Options>, S3OptionsValidator>();
        services.AddOptions<StorageOptions>().Validate(
            o => o.Provider != StorageOptions.PostgreSql || !string.IsNullOrWhiteSpace(o.ConnectionString),
            "Storage:ConnectionString must be set when Storage:Provider is PostgreSql.");
        services.AddSection<HttpOptions>(HttpOptions.Section);
        services.AddSection<UploadOptions>(UploadOptions.Section);
        services.AddSection<ChunkOptions>(ChunkOptions.Section);
        services.AddSection<JobOptions>(JobOptions.Section);
        services.AddSection<LiveOptions>(LiveOptions.Section);
        services.AddSection<TelemetryOptions>(TelemetryOptions.Section);
        services.AddSection<RetentionOptions>(RetentionOptions.Section);
        services.AddSection<WebhookOptions>(WebhookOptions.Section);
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddSection<TenantOptions>(TenantOptions.Section);
        services.AddSection<FileProcessingOptions>(FileProcessingOptions.Section);
        services.AddOptions<FilesOptions>().BindConfiguration(FilesOptions.Section).ValidateOnStart();
        services.AddOptions<FilesOptions>().Validate(
            o => string.IsNullOrWhiteSpace(o.Root) || Directory.Exists(o.Root), "Files:Root must name an existing folder, or nothing.");
        services.AddOptions<ConfiguredModels>().BindConfiguration(ConfiguredModels.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConfiguredModels>>(s =>
            new ConfiguredModelsValidator(s.GetRequiredService<TextModelReader>(), ServiceRegistration.ShippedModels));
        return services;
    }

    private static void AddSection<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new RangeValidator<T>(section));
    }

    /// <summary>Checks the annotated properties; a message names the key, the value and what is allowed.</summary>
    private sealed class RangeValidator<T>(string section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            List<string> faults = [];
            foreach (PropertyInfo property in typeof(T).GetProperties().Where(p => p.CanWrite))
            {
                object? value = property.GetValue(options);
                foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>())
                {
                    if (!rule.IsValid(value)) faults.Add($"{section}:{property.Name} is '{value}' but must be {Allowed(rule)}.");
                }
            }

            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }

        private static string Allowed(ValidationAttribute rule) => rule switch
        {
            RangeAttribute range => $"{range.Minimum} to {range.Maximum}",
            AllowedValuesAttribute values => string.Join(" or ", values.Values),
            _ => "set",
        };
    }
}
