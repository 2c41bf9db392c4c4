using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Credentials.Connect;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Connecting;

/// <summary>
/// The key of links and states, in a Secret that all replicas share and the first of them makes. It is read again now and then: deleting the Secret ends what was signed by it.
/// </summary>
/// <param name="client">Not fenced: every replica serves the pages.</param>
/// <param name="options">Which Secret, and the callback's address.</param>
/// <param name="identity">The Secret's namespace.</param>
/// <param name="time">Of the reading, and of what is signed.</param>
internal sealed class SigningKeys(IResourceClient client, OAuthOptions options, PodIdentity identity, TimeProvider time) : IDisposable
{
    private const string KeyName = "key";

    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _gate = new(1);
    private (byte[] Key, ConnectKit Kit)? _current;
    private DateTimeOffset _readAt;

    /// <summary>Null where the Secret has no good key; then somebody has to delete it.</summary>
    /// <exception cref="KubeApiException">The Secret could not be read or made.</exception>
    public async Task<ConnectKit?> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_current is null || time.GetUtcNow() - _readAt > ReadAgainAfter)
            {
                var key = await ReadAsync(cancellationToken) ?? await MakeAsync(cancellationToken);
                _current = key.Length < ConnectSigner.MinKeyBytes ? null : _current is { } known && known.Key.AsSpan().SequenceEqual(key) ? known : (key, KitOf(key));
                _readAt = time.GetUtcNow();
            }

            return _current?.Kit;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<byte[]?> ReadAsync(CancellationToken cancellationToken) =>
        await client.GetAsync<V1Secret>(identity.Namespace, options.SigningSecretName, cancellationToken) is { } secret
            ? secret.Data?.TryGetValue(KeyName, out var key) == true ? key : []
            : null;

    private async Task<byte[]> MakeAsync(CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(ConnectSigner.MinKeyBytes);
        var document = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["namespace"] = identity.Namespace,
                ["name"] = options.SigningSecretName,
                ["labels"] = new JsonObject { [Labels.PartOf] = Labels.Product, [Labels.ManagedBy] = Labels.Product, [Labels.Component] = Labels.OperatorComponent },
            },
            ["type"] = "Opaque",
            ["data"] = new JsonObject { [KeyName] = Convert.ToBase64String(key) },
        };
        try
        {
            await client.CreateAsync<JsonObject>(Resources.Secrets, document, cancellationToken);
            return key;
        }
        catch (KubeApiException exception) when (exception.Error.IsConflict)
        {
            // Another replica was first.
            return await ReadAsync(cancellationToken) ?? [];
        }
    }

    private ConnectKit KitOf(byte[] key)
    {
        var signer = new ConnectSigner(key);
        return new ConnectKit(new ConnectLink(signer), new ConnectFlow(signer, ConnectPaths.CallbackOf(options), time, () => RandomNumberGenerator.GetHexString(64, lowercase: true)));
    }
}
