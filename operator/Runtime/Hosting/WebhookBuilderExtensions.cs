using System.Security.Authentication;
using ExtensibleWebhooks.Runtime.Admission;
using ExtensibleWebhooks.Runtime.Certificates;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace ExtensibleWebhooks.Runtime.Hosting;

/// <summary>Registers admission webhooks, and the certificates that they are served with.</summary>
public static class WebhookBuilderExtensions
{
    /// <summary>
    /// The leader keeps the certificates and <c>caBundle</c>; every replica reads them. A replica is ready when it has looked for them, whether or not there are any yet:
    /// in an upgrade the leader may be a version that makes none, and leads until the new ones are ready.
    /// </summary>
    public static OperatorBuilder AddWebhookCertificates(this OperatorBuilder builder, CertificateOptions options)
    {
        var services = builder.Services;
        services.TryAddSingleton(options);
        services.TryAddSingleton<CertificateMetrics>();
        services.TryAddSingleton(provider => new ServingCertificate(provider.GetRequiredService<CertificateMetrics>(), provider.GetRequiredService<ILogger<ServingCertificate>>()));
        services.TryAddSingleton(provider => new CertificateController(
            OperatorServiceCollectionExtensions.ClientAs(provider, options.FieldManager),
            options,
            new CertificateIssuer(provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CertificateController>>()));
        builder.Caches<CertificateSecret>(cache => cache.Named("certificates").InNamespaces(options.Namespace).WithFields($"metadata.name={options.SecretName}"));

        // After the cache is described: asking for an informer makes it.
        services.AddSingleton(provider => new CacheSetup(informers => informers.Informer<CertificateSecret>().AddHandler(provider.GetRequiredService<ServingCertificate>())));
        return builder
            .Caches<V1ValidatingWebhookConfiguration>(cache => cache.InNamespaces().WithFields($"metadata.name={options.ConfigurationName}"))
            .AddController<CertificateController, V1ValidatingWebhookConfiguration>(controller => controller
                .Named("webhookcertificates")
                .Watches<CertificateSecret>((_, _) => [new NamespacedName("", options.ConfigurationName)]));
    }

    /// <summary>Adds what answers for a kind at <see cref="AdmissionEndpoint.Path"/>.</summary>
    public static OperatorBuilder AddValidationWebhook<TWebhook, TEntity>(this OperatorBuilder builder)
        where TWebhook : ValidationWebhook<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        builder.Services.TryAddSingleton<TWebhook>();
        builder.Services.AddSingleton<IAdmissionHandler>(provider => new AdmissionHandler<TEntity>(
            provider.GetRequiredService<TWebhook>(), provider.GetRequiredService<OperatorOptions>().Json));
        builder.Services.TryAddSingleton(provider => new WebhookMetrics(provider.GetRequiredService<CollectorRegistry>()));
        builder.Services.TryAddSingleton(provider => new AdmissionEndpoint(
            provider.GetServices<IAdmissionHandler>(),
            provider.GetRequiredService<WebhookMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AdmissionEndpoint>>()));
        return builder;
    }

    /// <summary>Opens the webhooks' port: HTTPS with whatever certificate is there at the time of a connection; without one, the handshake fails.</summary>
    public static void ListenForAdmission(this KestrelServerOptions kestrel, int port)
    {
        var certificate = kestrel.ApplicationServices.GetRequiredService<ServingCertificate>();
        kestrel.ListenAnyIP(port, listen =>
        {
            // As controller-runtime: one long-lived HTTP/2 connection would stay with a replica that went away, and with an old certificate.
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(https =>
            {
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                https.ServerCertificateSelector = (_, _) => certificate.Current;
            });
        });
    }

    /// <summary>Gives everything that comes over HTTPS to the webhooks, and nothing else to them: the other endpoints are on ports of their own.</summary>
    public static IApplicationBuilder UseAdmission(this IApplicationBuilder app) => app.MapWhen(
        context => context.Request.IsHttps,
        branch => branch.Run(branch.ApplicationServices.GetRequiredService<AdmissionEndpoint>().HandleAsync));
}
