using System.Collections.Concurrent;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Controllers;

namespace ExtensibleWebhooks.Manager.Tokens;

/// <summary>The last token of each destination that its receiver refused, by its fingerprint. A new one wakes the controller, once, and so does one that is taken back.</summary>
internal sealed class RejectedTokens
{
    /// <summary>By the destination's uid.</summary>
    private readonly ConcurrentDictionary<string, string> _fingerprints = new();

    /// <summary>Wakes the controller of credentials.</summary>
    public WakeupCalls Calls { get; } = new();

    public string? Of(WebhookDestination destination) => _fingerprints.GetValueOrDefault(destination.Metadata.Uid);

    /// <param name="destination">Whose token.</param>
    /// <param name="fingerprint">As the worker reports it; null: its receiver refuses none.</param>
    public void Report(WebhookDestination destination, string? fingerprint)
    {
        var uid = destination.Metadata.Uid;
        if (fingerprint is null)
        {
            if (_fingerprints.TryRemove(uid, out _))
            {
                Calls.Wake(NamespacedName.Of(destination));
            }
        }
        else if (_fingerprints.GetValueOrDefault(uid) != fingerprint)
        {
            _fingerprints[uid] = fingerprint;
            Calls.Wake(NamespacedName.Of(destination));
        }
    }

    /// <summary>The destination is gone.</summary>
    public void Forget(WebhookDestination destination) => _fingerprints.TryRemove(destination.Metadata.Uid, out _);
}
