using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Certificates;

/// <summary>Ids 1700 to 1799.</summary>
internal static partial class Log
{
    [LoggerMessage(1700, LogLevel.Information, "Certificates: {Step}", EventName = "CertificateStep")]
    public static partial void Steps(ILogger logger, CertificateStep step);

    [LoggerMessage(1701, LogLevel.Information, "Certificates written to Secret {Namespace}/{Name}: serving until {ServingEnds:u}, authority until {AuthorityEnds:u}", EventName = "CertificatesWritten")]
    public static partial void Written(ILogger logger, string @namespace, string name, DateTime servingEnds, DateTime authorityEnds);

    [LoggerMessage(1702, LogLevel.Information, "caBundle written to ValidatingWebhookConfiguration {Name}", EventName = "CaBundleInjected")]
    public static partial void Injected(ILogger logger, string name);

    [LoggerMessage(1703, LogLevel.Information, "Serving the certificate {Thumbprint}, until {Ends:u}", EventName = "CertificateServed")]
    public static partial void Served(ILogger logger, string thumbprint, DateTime ends);

    [LoggerMessage(1704, LogLevel.Warning, "Secret {Namespace}/{Name} holds no readable certificates; the leader makes new ones, and what was served stays until then", EventName = "CertificatesUnreadable")]
    public static partial void Unreadable(ILogger logger, string @namespace, string name);
}
