using System.Text;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Manager.Sources;

namespace ExtensibleWebhooks.Manager.Planning;

/// <summary>The worker's Secret, or why it stays as it is.</summary>
/// <param name="Object">Null when it stays as it is.</param>
/// <param name="TooLarge">By how much it grew too large, and what to do; null when that is not the cause.</param>
internal sealed record WorkerSecretPlan(DesiredObject? Object, Diagnostic? TooLarge)
{
    /// <summary>It stays as it is, because there is no write key: the worker would refuse a document without one.</summary>
    public static WorkerSecretPlan Unchanged { get; } = new(null, null);

    /// <param name="inputs">The Secrets, and the inspect token where there is one.</param>
    /// <param name="config">The document, and the files that it names.</param>
    /// <param name="writeKey">The value of the write key's file.</param>
    public static WorkerSecretPlan Of(SourceInputs inputs, WorkerConfigPlan config, byte[] writeKey)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [WorkerConfig.FileName] = WorkerConfigDocument.Write(config.Config),
            [WorkerConfigBuilder.InspectTokenFile] = inputs.WorkerSecret?[WorkerConfigBuilder.InspectTokenFile] ?? Encoding.UTF8.GetBytes(inputs.Fresh.InspectToken),
            [WorkerConfigBuilder.WriteKeyFile] = writeKey,
        };
        foreach (var file in config.Files.Where(file => file.File != WorkerConfigBuilder.WriteKeyFile && (file.Path != OAuthSecret.Path || AccessTokens.MayGo(file, inputs))))
        {
            // A file that is missing holds its lane: nothing is sent without credentials, and nothing is lost.
            if (inputs.Secrets.GetValueOrDefault(file.From.Name)?[file.From.Key] is { } value)
            {
                files[file.File] = value;
            }
        }

        foreach (var file in config.Sources)
        {
            if (inputs.ConfigMaps.GetValueOrDefault(file.From.Name)?[file.From.Key] is { } source)
            {
                files[file.File] = source;
            }
        }

        foreach (var file in config.Settings)
        {
            if (inputs.Secrets.GetValueOrDefault(file.From.Name) is { } settings)
            {
                files[file.File] = SecretSettings.Write(settings.Data);
            }
        }

        return WorkerConfigDocument.CheckSize(files) is { } tooLarge
            ? new WorkerSecretPlan(null, tooLarge)
            : new WorkerSecretPlan(SourceSecrets.Worker(inputs.Source, files), null);
    }
}
