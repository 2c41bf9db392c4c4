using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Commands;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.Operator.Tests.Chart;

/// <summary>The real Helm, 3 or 4, on the chart of this repository.</summary>
internal static class Helm
{
    public const string Namespace = "webhooks-system";

    public const string Release = "extensible-webhooks";

    /// <summary>Names of the cluster script's tools: Helm 3, and Helm 4.</summary>
    public static readonly string[] Majors = ["helm3", "helm"];

    public static readonly string ChartFolder = RepositoryRoot.At("charts", "extensible-webhooks");

    private static readonly Lazy<Task<CommandResult>> Tools = new(() =>
        (ClusterScript.Verb("tools") with { ShowsProgress = false }).TryRunAsync(CancellationToken.None));

    /// <summary>helm template with <c>--set</c> for each setting; it must succeed.</summary>
    public static Task<RenderedChart> RenderAsync(params string[] settings) => RenderAsync("helm", [], settings);

    public static async Task<RenderedChart> RenderAsync(string major, string[] arguments, params string[] settings)
    {
        var result = await TemplateAsync(major, arguments, settings);
        Assert.True(result.Succeeded, result.Error);
        return new RenderedChart(result.Output);
    }

    /// <summary>helm template, for a rendering that may be refused.</summary>
    public static Task<CommandResult> TemplateAsync(string major, string[] arguments, params string[] settings) =>
        RunAsync(major, ["template", Release, ChartFolder, "--namespace", Namespace, .. arguments, .. Set(settings)]);

    /// <summary>The notes that `helm install` shows.</summary>
    public static async Task<string> NotesAsync(params string[] settings)
    {
        var result = await RunAsync("helm", ["install", Release, ChartFolder, "--namespace", Namespace, "--dry-run=client", .. Set(settings)]);
        Assert.True(result.Succeeded, result.Error);
        return result.Output[result.Output.IndexOf("NOTES:", StringComparison.Ordinal)..];
    }

    /// <summary>Skips the test where this machine can have no Helm.</summary>
    public static async Task<CommandResult> RunAsync(string major, IReadOnlyList<string> arguments)
    {
        var tools = await Tools.Value;
        Assert.SkipUnless(tools.Succeeded, $"no Helm here: {tools.Error}");
        var program = tools.Output.Split('\n').Select(line => line.Split(' ', 2)).First(parts => parts[0] == major)[1];

        // No cluster must be asked, whatever the person who runs this has set up.
        var command = new Command(program, arguments) { Environment = new Dictionary<string, string> { ["KUBECONFIG"] = "/dev/null" } };
        return await command.TryRunAsync(TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> Set(string[] settings) => settings.SelectMany(setting => new[] { "--set", setting });
}
