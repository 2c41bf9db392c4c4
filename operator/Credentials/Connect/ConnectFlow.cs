using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ExtensibleWebhooks.Credentials.Clients;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Connect;

/// <summary>
/// The authorization code flow with PKCE (RFC 6749 §4.1, RFC 7636), without a memory: what the browser carries (the signed state and a cookie) and the key are enough, so any
/// replica finishes what another began.
/// 1. <see cref="Begin"/>: to the provider, with a state that names the destination, its uid, its client and the cookie;
/// 2. <see cref="Read"/>: the callback is ours, in time and of the same browser, or it is rejected;
/// 3. <see cref="CompleteAsync"/>: the code becomes tokens, and they are stored.
/// </summary>
/// <param name="signer">Of states; the verifier is made with its key, too.</param>
/// <param name="redirectUri">The callback's own address, as it is registered at the provider.</param>
/// <param name="time">Of the states' ends.</param>
/// <param name="newNonce">Makes a text that nobody can guess, at least 128 bits.</param>
public sealed class ConnectFlow(ConnectSigner signer, Uri redirectUri, TimeProvider time, Func<string> newNonce)
{
    /// <summary>From the press of Connect to the callback.</summary>
    public static readonly TimeSpan StateLife = TimeSpan.FromMinutes(10);

    private const string Purpose = "connect-state";
    private const string NoncePurpose = "connect-nonce";
    private const string VerifierPurpose = "connect-verifier";

    /// <summary>So often may somebody else write while the tokens are being stored.</summary>
    private const int MaxWrites = 4;

    private readonly UsedStates _used = new();

    /// <param name="key">The destination.</param>
    /// <param name="client">Of flow AuthorizationCode.</param>
    public ConnectBeginning Begin(CredentialKey key, OAuthClient client)
    {
        var nonce = newNonce();
        var state = signer.Sign(Purpose, new ConnectState
        {
            Namespace = key.Namespace,
            Name = key.Name,
            Uid = key.Uid,
            Client = client.Fingerprint,
            Ends = (time.GetUtcNow() + StateLife).ToUnixTimeSeconds(),
            Nonce = Base64Url.EncodeToString(signer.Derive(NoncePurpose, nonce)),
        });
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(VerifierOf(nonce))));
        (string Name, string Value)[] parameters =
        [
            ("response_type", "code"),
            ("client_id", client.Id),
            ("redirect_uri", redirectUri.OriginalString),
            ("scope", string.Join(' ', client.Scopes)),
            ("state", state),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
        ];
        return new ConnectBeginning(WithQuery(client.AuthorizeUrl ?? throw new ArgumentException("The client has no authorizeUrl.", nameof(client)), parameters), state, nonce);
    }

    /// <summary>Nothing of the query is believed before the state is known to be ours and the browser's.</summary>
    /// <param name="query">As it came.</param>
    /// <param name="nonce">The cookie's value; null: the browser sent none.</param>
    public ConnectCallback Read(ConnectQuery query, string? nonce)
    {
        if (signer.Read<ConnectState>(Purpose, query.State) is not { } state)
        {
            return new ConnectCallback.Rejected(ConnectRefusal.NotOurs, "this is not the end of something that began here: press Connect again", null);
        }

        var key = new CredentialKey(state.Namespace, state.Name, state.Uid);
        ConnectCallback.Rejected Rejected(ConnectRefusal reason, string message) => new(reason, message, key);
        var now = time.GetUtcNow();
        if (now.ToUnixTimeSeconds() >= state.Ends)
        {
            return Rejected(ConnectRefusal.Expired, $"it took longer than {StateLife.TotalMinutes:0} minutes: press Connect again");
        }

        if (nonce is null || !CryptographicOperations.FixedTimeEquals(signer.Derive(NoncePurpose, nonce), Base64Url.DecodeFromChars(state.Nonce)))
        {
            return Rejected(ConnectRefusal.OtherBrowser, "this began in another browser, or the browser keeps no cookies: press Connect again, and stay in one browser");
        }

        if (!_used.TryUse(state.Nonce, DateTimeOffset.FromUnixTimeSeconds(state.Ends), now))
        {
            return Rejected(ConnectRefusal.Replayed, "this page has been used: look at the destination's conditions, or press Connect again");
        }

        if (!string.IsNullOrEmpty(query.Error))
        {
            var description = ProviderText.Clean(query.ErrorDescription, ProviderText.Longest);
            return Rejected(ConnectRefusal.Denied, $"the provider answered {ProviderText.Clean(query.Error, ProviderText.LongestCode)}{(description.Length == 0 ? "" : $": {description}")}");
        }

        return string.IsNullOrEmpty(query.Code)
            ? Rejected(ConnectRefusal.NoCode, "the provider sent no code: check authorizeUrl")
            : new ConnectCallback.Accepted { Key = key, Code = query.Code, Verifier = VerifierOf(nonce), ClientFingerprint = state.Client };
    }

    /// <summary>The code is used up by it, whatever comes of it.</summary>
    /// <param name="callback">Accepted by <see cref="Read"/>.</param>
    /// <param name="client">The destination's, as it is now.</param>
    /// <param name="endpoint">Over the destination's own TLS and egress policy.</param>
    /// <param name="store">What was there is replaced, a refresh that is under way included: these tokens are newer.</param>
    /// <param name="cancellationToken">Not looked at once the code is sent: the answer may be the only copy of the tokens.</param>
    public async Task<ConnectResult> CompleteAsync(ConnectCallback.Accepted callback, OAuthClient client, TokenEndpoint endpoint, ITokenStore store, CancellationToken cancellationToken)
    {
        if (client.Fingerprint != callback.ClientFingerprint)
        {
            return new ConnectResult.Failed("the destination's client was changed meanwhile: press Connect again");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await endpoint.ExchangeAsync(client, callback.Code, callback.Verifier, redirectUri, CancellationToken.None) switch
        {
            TokenAnswer.Granted granted => await StoreAsync(callback.Key, new StoredTokens { Tokens = granted.Tokens, ClientFingerprint = client.Fingerprint }, store),
            TokenAnswer.Refused refused => new ConnectResult.Failed(refused.Message),
            TokenAnswer.Unavailable unavailable => new ConnectResult.Failed($"{unavailable.Message}: press Connect again"),
            _ => throw new InvalidOperationException("A token answer of no known kind."),
        };
    }

    private static async Task<ConnectResult> StoreAsync(CredentialKey key, StoredTokens content, ITokenStore store)
    {
        var problem = "others keep changing them";
        for (var count = 0; count < MaxWrites; count++)
        {
            var reading = await store.ReadAsync(key, CancellationToken.None);
            var version = (reading as TokenReading.Found)?.Version ?? (reading as TokenReading.Nothing)?.Version;
            var writing = reading is TokenReading.Unavailable unread ? new TokenWriting.Unavailable(unread.Message) : await store.WriteAsync(key, content, version, CancellationToken.None);
            switch (writing)
            {
                case TokenWriting.Stored:
                    return new ConnectResult.Connected(content.Tokens);
                case TokenWriting.Unavailable unavailable:
                    problem = unavailable.Message;
                    break;
            }
        }

        return new ConnectResult.Failed($"the tokens were granted and could not be stored ({problem}): press Connect again");
    }

    /// <summary>43 characters of base64url, as RFC 7636 §4.1 recommends. Whoever has only the cookie or only the key cannot make it.</summary>
    private string VerifierOf(string nonce) => Base64Url.EncodeToString(signer.Derive(VerifierPurpose, nonce));

    private static Uri WithQuery(Uri url, IEnumerable<(string Name, string Value)> parameters)
    {
        var added = string.Join('&', parameters.Where(parameter => parameter.Value.Length > 0).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        var query = url.Query.TrimStart('?');
        return new UriBuilder(url) { Query = query.Length == 0 ? added : $"{query}&{added}", Fragment = "" }.Uri;
    }
}
