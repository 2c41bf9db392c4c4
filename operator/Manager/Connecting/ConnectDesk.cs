using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Connect;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;
using ExtensibleWebhooks.Manager.Connecting.Pages;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using static ExtensibleWebhooks.Manager.Connecting.ConnectAnswer;

namespace ExtensibleWebhooks.Manager.Connecting;

/// <summary>What a person at the connect pages wants, and what comes of it. On every replica; whatever fails is an answer.</summary>
internal sealed class ConnectDesk(
    SigningKeys keys, ILister<WebhookDestination> destinations, SpecChecks checks, ClientOpener clients, ITokenStore store, ConnectServices services)
{
    /// <summary>How it stands, behind a link.</summary>
    public Task<ConnectAnswer> LookAsync(string? link, CancellationToken cancellationToken) => WithLinkAsync(
        link,
        async (destination, opened, _) => await store.ReadAsync(OpenClient.KeyOf(destination), cancellationToken) switch
        {
            TokenReading.Unavailable unavailable => Later(unavailable.Message),
            var reading => new Status(ViewOf(destination, opened, (reading as TokenReading.Found)?.Stored, link ?? "")),
        },
        cancellationToken);

    /// <summary>Connect was pressed.</summary>
    public Task<ConnectAnswer> StartAsync(string? link, CancellationToken cancellationToken) => WithLinkAsync(
        link,
        (destination, opened, kit) =>
        {
            var beginning = kit.Flow.Begin(OpenClient.KeyOf(destination), opened.Client);
            services.Logger.ConnectBegan(KeyTextOf(destination));
            return Task.FromResult<ConnectAnswer>(new ToProvider(beginning));
        },
        cancellationToken);

    /// <summary>Disconnect was pressed: the tokens are forgotten here, and revoked at the provider where that is declared and works.</summary>
    public Task<ConnectAnswer> DisconnectAsync(string? link, CancellationToken cancellationToken) => WithLinkAsync(
        link,
        async (destination, opened, _) =>
        {
            var request = opened.RequestFor(destination);
            var answer = await services.Keeper.RevokeAsync(request, cancellationToken);

            // What may come further later is not waited for here: a person is told instead.
            if (answer.MayTryAgain && await store.DeleteAsync(request.Key, cancellationToken) is { } problem)
            {
                return Later(problem);
            }

            await services.TellDisconnectedAsync(destination, answer, cancellationToken);
            var rest = answer.IsClean || answer is RevokeAnswer.Revoked ? "" : ": end the access there, too";
            var text = $"Webhooks of {KeyTextOf(destination)} wait from now on until somebody connects it again. Nothing is lost meanwhile. {answer.Sentence}{rest}.";
            return new Told(200, new MessageView(true, "Disconnected", text, link));
        },
        cancellationToken);

    /// <summary>The provider sent the browser back.</summary>
    /// <param name="query">As it came.</param>
    /// <param name="nonce">The cookie; null: there is none.</param>
    /// <param name="cancellationToken">Not looked at once the code is on its way.</param>
    public Task<ConnectAnswer> CallBackAsync(ConnectQuery query, string? nonce, CancellationToken cancellationToken) => AnswerAsync(
        async () =>
        {
            if (await keys.GetAsync(cancellationToken) is not { } kit)
            {
                return NoKey();
            }

            switch (kit.Flow.Read(query, nonce))
            {
                case ConnectCallback.Accepted accepted:
                    return await WithDestinationAsync(
                        accepted.Key, (destination, opened) => CompleteAsync(accepted, destination, opened, kit, cancellationToken), cancellationToken);
                case ConnectCallback.Rejected rejected:
                    services.Logger.ConnectRejected(rejected.Key?.ToString() ?? "unknown", rejected.Reason.ToString());
                    return new Told(400, new MessageView(false, "Not connected", Sentence(rejected.Message), rejected.Key is { } key ? LinkOf(key, kit) : null));
                default:
                    throw new InvalidOperationException("A callback of no known kind.");
            }
        });

    private async Task<ConnectAnswer> CompleteAsync(
        ConnectCallback.Accepted callback, WebhookDestination destination, OpenClient opened, ConnectKit kit, CancellationToken cancellationToken)
    {
        var link = LinkOf(callback.Key, kit);
        switch (await kit.Flow.CompleteAsync(callback, opened.Client, opened.Endpoint, store, cancellationToken))
        {
            case ConnectResult.Connected:
                await services.TellConnectedAsync(destination, cancellationToken);
                return new Done(link);
            case ConnectResult.Failed failed:
                services.Logger.ConnectFailed(callback.Key.ToString(), failed.Message);
                // Not 502, whose page some proxies replace by their own.
                return new Told(400, new MessageView(false, "Not connected", Sentence(failed.Message), link));
            default:
                throw new InvalidOperationException("A result of no known kind.");
        }
    }

    private Task<ConnectAnswer> WithLinkAsync(
        string? link, Func<WebhookDestination, OpenClient, ConnectKit, Task<ConnectAnswer>> then, CancellationToken cancellationToken) => AnswerAsync(
        async () =>
        {
            if (await keys.GetAsync(cancellationToken) is not { } kit)
            {
                return NoKey();
            }

            return kit.Link.Read(link, services.Time.GetUtcNow(), out var problem) is { } key
                ? await WithDestinationAsync(key, (destination, opened) => then(destination, opened, kit), cancellationToken)
                : new Told(400, new MessageView(false, "This link does not work", Sentence(problem ?? "")));
        });

    private async Task<ConnectAnswer> WithDestinationAsync(CredentialKey key, Func<WebhookDestination, OpenClient, Task<ConnectAnswer>> then, CancellationToken cancellationToken)
    {
        var destination = destinations.Get(new NamespacedName(key.Namespace, key.Name));
        if (destination is null || destination.Metadata.Uid != key.Uid || destination.Metadata.DeletionTimestamp is not null)
        {
            return new Told(404, new MessageView(false, "It is gone", $"The destination {key} that this link was made for does not exist any more."));
        }

        if (destination.Spec.Authentication?.OAuth2?.Flow != OAuth2Flow.AuthorizationCode)
        {
            return new Told(409, new MessageView(false, "Nothing to connect", $"The destination {key} does not use the authorization code flow of OAuth 2.0."));
        }

        if (!checks.MaySend(destination))
        {
            return new Told(409, new MessageView(false, "Not yet", $"The spec of {key} is not valid: its condition SpecValid says where."));
        }

        using var opening = await clients.OpenAsync(destination, cancellationToken);
        return opening.Open is { } opened ? await then(destination, opened) : new Told(409, new MessageView(false, "Not yet", Sentence(string.Join("; ", opening.Problems))));
    }

    private async Task<ConnectAnswer> AnswerAsync(Func<Task<ConnectAnswer>> answer)
    {
        try
        {
            return await answer();
        }
        catch (KubeApiException exception)
        {
            services.Logger.ConnectUnanswered(exception.Message);
            return Later("the API server did not answer as it should");
        }
    }

    private ConnectionView ViewOf(WebhookDestination destination, OpenClient opened, StoredTokens? stored, string link)
    {
        var isConnected = stored?.ClientFingerprint == opened.Client.Fingerprint
            && stored.Ended is null && (stored.Tokens.RefreshToken is not null || stored.Tokens.IsAliveAt(services.Time.GetUtcNow()));
        return new ConnectionView
        {
            Destination = KeyTextOf(destination),
            Title = destination.Spec.DisplayName ?? destination.Metadata.Name,
            Provider = opened.Client.AuthorizeUrl?.Authority ?? "",
            Scopes = opened.Client.Scopes,
            IsConnected = isConnected,
            ExpiresAt = isConnected ? stored?.Tokens.ExpiresAt : null,
            Link = link,
        };
    }

    private string LinkOf(CredentialKey key, ConnectKit kit) => kit.Link.Make(key, services.Time.GetUtcNow());

    private static string KeyTextOf(WebhookDestination destination) => OpenClient.KeyOf(destination).ToString();

    private static string Sentence(string text) => text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..]}{(text[^1] is '.' or '!' or '?' ? "" : ".")}";

    private static Told Later(string why) => new(503, new MessageView(false, "Not now", Sentence($"{why}: try again in a while")));

    private static Told NoKey() =>
        new(503, new MessageView(false, "Not now", "The Secret of the key that signs these pages has no good key in it: its owner has to delete it, and it is made anew."));
}
