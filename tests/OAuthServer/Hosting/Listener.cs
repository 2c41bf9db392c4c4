using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ExtensibleWebhooks.OAuthServer.Hosting;

/// <summary>The port, with TLS where there is an authority.</summary>
internal static class Listener
{
    /// <param name="builder">Of the server.</param>
    /// <param name="options">Where to listen.</param>
    /// <param name="certificates">Null: plain http.</param>
    /// <param name="connections">Filled.</param>
    public static void Add(WebApplicationBuilder builder, AuthorizationServerOptions options, Certificates? certificates, ConnectionTable connections) =>
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(options.Address, 0, listen =>
        {
            // One request, one answer, one connection: a lost answer is a closed connection.
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection => connections.TrackAsync(connection, next));
            if (certificates is not null)
            {
                listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificates.Current);
            }
        }));
}
