using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Hosting;
using k8s;

if (Arguments.ConfigPathOf(args) is not { } path)
{
    await Console.Error.WriteLineAsync("usage: dotnet Manager.dll [--config FILE]");
    return ExitCodes.BadConfiguration;
}

var (options, problems) = OptionsReader.Read(path);
if (options is null)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, problems));
    return ExitCodes.BadConfiguration;
}

await using var app = ManagerApplication.CreateBuilder(options, PodIdentity.FromEnvironment(), KubernetesClientConfiguration.BuildDefaultConfig()).Build().MapManagement();
await app.RunAsync();

// The runtime says by it why it ended.
return Environment.ExitCode;
