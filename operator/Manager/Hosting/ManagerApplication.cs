using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Connecting;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Hosting;
using k8s;

namespace ExtensibleWebhooks.Manager.Hosting;

/// <summary>The operator as a web application: its management port, its logs, and the runtime as a hosted service.</summary>
internal static class ManagerApplication
{
    public static WebApplicationBuilder CreateBuilder(ManagerOptions options, PodIdentity identity, KubernetesClientConfiguration cluster)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenAnyIP(options.ManagementPort);
            if (options.Admission.Enabled)
            {
                kestrel.ListenForAdmission(options.Admission.Port);
            }

            if (options.OAuth.Enabled)
            {
                ConnectPort.Listen(kestrel, options.OAuth.Port);
            }

            kestrel.AddServerHeader = false;
        });
        AddLogging(builder.Logging, options.Log);
        builder.Services.AddSingleton(KubernetesConnection.Create(cluster));
        builder.Services.AddSingleton(TimeProvider.System);
#pragma warning disable RS0030 // The program composes the one source of randomness; this one is safe for several threads.
        builder.Services.AddSingleton(Random.Shared);
#pragma warning restore RS0030
        builder.Services.AddManager(options, identity);
        return builder;
    }

    private static void AddLogging(ILoggingBuilder logging, LogOptions options)
    {
        logging.ClearProviders().SetMinimumLevel(options.Level).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        if (options.Format == LogFormat.Json)
        {
            logging.AddJsonConsole(console => console.UseUtcTimestamp = true).Services
                .Configure<Microsoft.Extensions.Logging.Console.JsonConsoleFormatterOptions>(console => console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ");
        }
        else
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
        }
    }
}
