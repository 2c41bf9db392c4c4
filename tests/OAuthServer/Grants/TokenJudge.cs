using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ExtensibleWebhooks.OAuthServer.Grants;

/// <summary>What the server's store says of tokens.</summary>
internal sealed class TokenJudge(IServiceProvider services)
{
    public async Task<bool> IsActiveAsync(string token, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var tokens = scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>();
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        return await tokens.FindByReferenceIdAsync(token, cancellationToken) is { } found
            && await tokens.HasStatusAsync(found, Statuses.Valid, cancellationToken)
            && (await tokens.GetExpirationDateAsync(found, cancellationToken) is not { } end || now < end);
    }

    public async Task RevokeAsync(string clientId, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var applications = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        if (await applications.FindByClientIdAsync(clientId, cancellationToken) is { } client
            && await applications.GetIdAsync(client, cancellationToken) is { } id)
        {
            await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().RevokeByApplicationIdAsync(id, cancellationToken);
        }
    }
}
