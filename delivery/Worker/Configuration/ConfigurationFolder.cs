using System.Collections.Immutable;
using System.Text;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>Reads the mounted folder. Kubernetes swaps all of a Secret's files at once (by the <c>..data</c> link); a read in the middle of a swap is followed by another.</summary>
internal sealed class ConfigurationFolder(ConfigurationOptions options)
{
    /// <summary>Four times what a Secret can hold.</summary>
    private const int MaxConfigBytes = 4 * WorkerConfigDocument.MaxSecretBytes;

    /// <summary>Above the public authorities of the world in PEM, the longest of all; what is longer is no credential and no function's source.</summary>
    private const int MaxCredentialBytes = 512 << 10;

    /// <summary>The document's bytes; null with a reason when there is none that can be read.</summary>
    public byte[]? ReadConfig(out string? problem)
    {
        var path = Path.Combine(options.Folder, WorkerConfig.FileName);
        try
        {
            var file = new FileInfo(path);
            var length = file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : file.Length;
            problem = length > MaxConfigBytes ? $"{path} has {length} bytes, at most {MaxConfigBytes}" : null;
            return problem is null ? File.ReadAllBytes(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"{path} cannot be read: {exception.Message}";
            return null;
        }
    }

    /// <summary>The files that the config names. One that is missing or cannot be read is left out: its destination waits.</summary>
    public CredentialSet ReadCredentials(WorkerConfig config)
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var file in FilesOf(config).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (ReadCredential(file) is { } value)
            {
                values[file] = value;
            }
        }

        return new CredentialSet(values.ToImmutable());
    }

    private static IEnumerable<string?> FilesOf(WorkerConfig config) =>
        [config.Ingest.WriteKeyFile, config.InspectTokenFile, .. config.Destinations.SelectMany(FilesOf)];

    private static IEnumerable<string?> FilesOf(DestinationConfig destination) =>
    [
        destination.Authentication.TokenFile, destination.Authentication.UsernameFile, destination.Authentication.PasswordFile,
        .. destination.Signing?.SecretFiles ?? [],
        destination.Tls?.AuthoritiesFile, destination.Tls?.CertificateFile, destination.Tls?.PrivateKeyFile,
        destination.InsertFunction?.SourceFile, destination.InsertFunction?.SecretSettingsFile,
    ];

    private string? ReadCredential(string file)
    {
        try
        {
            var bytes = File.ReadAllBytes(Path.Combine(options.Folder, file));
            return bytes.Length <= MaxCredentialBytes ? Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n') : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
