using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ExtensibleWebhooks.Manager.Connecting;

/// <summary>Marks the connections of the connect pages' port. By the connection and not by the Host header, which a caller chooses: what is exposed there is those pages only.</summary>
internal sealed class ConnectPort
{
    public static void Listen(KestrelServerOptions kestrel, int port) => kestrel.ListenAnyIP(port, listen =>
        listen.Use(next => connection =>
        {
            connection.Features.Set(new ConnectPort());
            return next(connection);
        }));

    public static void Map(WebApplication app) => app.MapWhen(
        context => context.Features.Get<ConnectPort>() is not null,
        branch => branch.Run(branch.ApplicationServices.GetRequiredService<ConnectEndpoints>().HandleAsync));
}
