using System.CommandLine;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Cli.CustomResources;

/// <summary><c>webhooks crds</c>: the CustomResourceDefinitions of this version, printed or written as one file a kind.</summary>
internal static class CrdsCommand
{
    public static Command Create()
    {
        var output = new Option<DirectoryInfo?>("--output", "-o") { Description = "Write one file a kind into this folder instead of printing", HelpName = "DIR" };
        var command = new Command("crds", "Print the CustomResourceDefinitions of this version: webhooks crds | kubectl apply -f -") { output };
        command.SetAction(result => Run(result.GetValue(output), result.InvocationConfiguration));
        return command;
    }

    private static int Run(DirectoryInfo? folder, InvocationConfiguration invocation)
    {
        var descriptions = XmlDescriptions.Load();
        foreach (var kind in Kinds.All)
        {
            var yaml = CustomResourceDefinition.Render(kind, descriptions);
            if (folder is null)
            {
                invocation.Output.Write($"---\n{yaml}");
                continue;
            }

            folder.Create();
            File.WriteAllText(Path.Combine(folder.FullName, CustomResourceDefinition.FileNameOf(kind)), yaml);
        }

        return 0;
    }
}
