using System.Text;
using ExtensibleWebhooks.Cluster.Installation;
using ExtensibleWebhooks.Cluster.Providers;
using ExtensibleWebhooks.Support.Commands;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.Cluster.Demo;

/// <summary>The quickstart on a cluster, from `helm install` to the webhook, each command shown before it runs.</summary>
internal sealed class DemoRun(ICluster cluster, TextWriter output)
{
    public const string Namespace = "webhooks-demo";

    private const string Samples = "crds/samples/quickstart";
    private const string Event = $"{Samples}/events/order-completed.json";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await TellAsync("both images, from this tree");
        var images = await ProductImages.BuildAsync(cluster, cancellationToken);
        await output.WriteLineAsync($"{images.Operator}\n{images.Worker}");

        var install = ProductRelease.InstallArguments(images);
        await TellAsync($"helm {string.Join(' ', install)}");
        await output.WriteLineAsync(await cluster.Helm.RunAsync(install, cancellationToken));

        await ApplyQuickstartAsync(images, cancellationToken);
        await SendEventAsync(cancellationToken);
        await ShowKubectlAsync(["-n", Namespace, "get", "webhooks"], cancellationToken);
        await TellAsync("more: this cluster stays until `make demo-down`");
        await output.WriteLineAsync($"alias kubectl='{cluster.Kubectl.Program} --kubeconfig {cluster.KubeconfigPath}'");
    }

    private async Task ApplyQuickstartAsync(ProductImages images, CancellationToken cancellationToken)
    {
        await TellAsync($"the namespace {Namespace}, with a receiver http://echo:8081 that prints what it gets");
        if (await cluster.Kubectl.GetAsync(["namespace", Namespace], cancellationToken) is null)
        {
            await cluster.Kubectl.RunAsync(["create", "namespace", Namespace], cancellationToken);
        }

        await EchoDeployment.ApplyAsync(cluster, Namespace, images.Operator, "text", cancellationToken);
        await ShowKubectlAsync(["-n", Namespace, "apply", "-f", Samples], cancellationToken);
        await EchoDeployment.WaitAsync(cluster, Namespace, cancellationToken);
        await ShowKubectlAsync(["-n", Namespace, "wait", "--for=condition=Ready", "--timeout=180s", "eventsource/shop", "webhookdestination/crm", "webhookmapping/orders"], cancellationToken);
    }

    private async Task SendEventAsync(CancellationToken cancellationToken)
    {
        var secret = await cluster.Kubectl.GetAsync(["-n", Namespace, "secret", "shop-write-key"], cancellationToken);
        var writeKey = Convert.FromBase64String(secret?["data"]?["writeKey"]?.GetValue<string>() ?? "");
        var before = await EchoLogAsync(cancellationToken);
        await using var ingest = await PortForward.StartAsync(cluster.Kubectl, Namespace, "service/shop-ingest", 80, cancellationToken);

        var curl = new Command(
            "curl", "--silent", "--show-error", "--fail-with-body", "--user", $"{Encoding.UTF8.GetString(writeKey)}:",
            "--header", "Content-Type: application/json", "--data", $"@{Event}", $"{ingest.Address}v1/track");
        await TellAsync($"kubectl -n {Namespace} port-forward service/shop-ingest {ingest.Address.Port}:80 &\n==> curl {string.Join(' ', curl.Arguments.Select(Quoted))}");
        await output.WriteLineAsync(await curl.RunAsync(cancellationToken));

        await TellAsync("the webhook, as the receiver got it");
        await output.WriteLineAsync(await NewWebhookAsync(before, cancellationToken));
    }

    /// <summary>What the receiver printed after the text that it had printed before.</summary>
    private async Task<string> NewWebhookAsync(string before, CancellationToken cancellationToken)
    {
        using var impatient = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(impatient.Token, cancellationToken);
        using var poll = new PeriodicTimer(Poll, TimeProvider.System);
        try
        {
            // The container's log grows line by line: a webhook is whole when nothing came since the last look.
            string last, log = before;
            do
            {
                last = log;
                log = await EchoLogAsync(either.Token);
            }
            while ((log.Length <= before.Length || log != last) && await poll.WaitForNextTickAsync(either.Token));
            return log[before.Length..].Trim('\n');
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"No webhook came in {Patience.TotalSeconds:N0} s: kubectl -n {Namespace} logs shop-worker-0 says why");
        }
    }

    private Task<string> EchoLogAsync(CancellationToken cancellationToken) =>
        cluster.Kubectl.RunAsync(["-n", Namespace, "logs", "deployment/echo"], cancellationToken);

    private async Task ShowKubectlAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        await TellAsync($"kubectl {string.Join(' ', arguments)}");
        await output.WriteLineAsync(await cluster.Kubectl.RunAsync(arguments, cancellationToken));
    }

    private static string Quoted(string argument) => argument.Contains(' ', StringComparison.Ordinal) ? $"'{argument}'" : argument;

    private Task TellAsync(string step) => output.WriteLineAsync($"\n==> {step}");
}
