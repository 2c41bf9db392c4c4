using System.CommandLine;
using ExtensibleWebhooks.Cli.Arguments;
using ExtensibleWebhooks.Cli.Manifests;

namespace ExtensibleWebhooks.Cli.Lint;

/// <summary><c>webhooks lint</c>: what is wrong with manifests, before a cluster says so.</summary>
internal static class LintCommand
{
    /// <param name="standardInput">What <c>-f -</c> reads.</param>
    public static Command Create(Func<Stream> standardInput)
    {
        var files = FilesOption.Create("Manifests, or folders of manifests (.yaml, .yml, .json); - is the standard input");
        var recursive = new Option<bool>("--recursive", "-R") { Description = "Take the folders inside a folder too" };
        var output = OutputOption.Create();
        var command = new Command("lint", "Check manifests as a cluster would, without one: webhooks lint -f crds/samples/quickstart\nEnds with 1 if there are errors, with 0 if there are none or only warnings.")
        {
            files, recursive, output,
        };
        command.SetAction(result => Run(
            new ManifestFiles(result.GetRequiredValue(files), result.GetValue(recursive), standardInput), result.GetValue(output), result.InvocationConfiguration));
        return command;
    }

    private static int Run(ManifestFiles files, OutputFormat format, InvocationConfiguration invocation)
    {
        var report = Linter.Check(files.Read());
        if (format == OutputFormat.Json)
        {
            invocation.Output.Write(LintWriter.ToJson(report));
        }
        else
        {
            invocation.Output.Write(LintWriter.ToText(report));
            invocation.Error.WriteLine(LintWriter.Summary(report));
        }

        return report.Errors > 0 ? 1 : 0;
    }
}
