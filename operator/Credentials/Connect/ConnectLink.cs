using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Connect;

/// <summary>What makes a connect URL one: a text that names the destination, is bound to its uid, and ends. Not single use: it only leads to the provider.</summary>
public sealed class ConnectLink(ConnectSigner signer)
{
    /// <summary>The longest that a link lives; at least half of it.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private const string Purpose = "connect-link";

    /// <summary>The text for a URL's query. Within half a <see cref="Life"/> it is the same, so that a status that shows it is not written each time.</summary>
    public string Make(CredentialKey key, DateTimeOffset now)
    {
        var half = Life / 2;
        var ends = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % half.Ticks), TimeSpan.Zero) + Life;
        return signer.Sign(Purpose, new Content(key.Namespace, key.Name, key.Uid, ends.ToUnixTimeSeconds()));
    }

    /// <summary>The destination; or null, with why not in <paramref name="problem"/>, for a person.</summary>
    public CredentialKey? Read(string? text, DateTimeOffset now, out string? problem)
    {
        var content = signer.Read<Content>(Purpose, text);
        problem = content is null ? "this link is not one of ours: take it anew from the destination's status.credentials.connectUrl"
            : now.ToUnixTimeSeconds() >= content.Ends ? "this link has ended: take a fresh one from the destination's status.credentials.connectUrl"
            : null;
        return content is null || problem is not null ? null : new CredentialKey(content.Namespace, content.Name, content.Uid);
    }

    private sealed record Content(string Namespace, string Name, string Uid, long Ends);
}
