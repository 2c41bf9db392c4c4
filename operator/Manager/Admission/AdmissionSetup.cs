using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WebhookReplays;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Runtime.Certificates;
using ExtensibleWebhooks.Runtime.Hosting;

namespace ExtensibleWebhooks.Manager.Admission;

/// <summary>Which kinds are answered for, and with whose certificates.</summary>
internal static class AdmissionSetup
{
    /// <summary>Owner of <c>caBundle</c> and of the certificates. Another name would leave the fields with the old one.</summary>
    public const string FieldManager = "extensible-webhooks-certificates";

    public static OperatorBuilder AddAdmission(this OperatorBuilder runtime, AdmissionOptions options, PodIdentity identity)
    {
        runtime.Services.AddSingleton<ReferenceLookup>();
        return runtime
            .AddWebhookCertificates(new CertificateOptions
            {
                Namespace = identity.Namespace,
                SecretName = options.SecretName,
                ConfigurationName = options.ConfigurationName,
                ServerNames = [$"{options.ServiceName}.{identity.Namespace}.svc", .. options.ServerNames],
                FieldManager = FieldManager,
            })
            .AddValidationWebhook<SourceWebhook, EventSource>()
            .AddValidationWebhook<DestinationWebhook, WebhookDestination>()
            .AddValidationWebhook<MappingWebhook, WebhookMapping>()
            .AddValidationWebhook<ReplayWebhook, WebhookReplay>();
    }
}
