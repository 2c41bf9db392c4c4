using System.Text;
using ExtensibleWebhooks.Cli.Declarations;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary>The files with what insert functions have in ConfigMaps and Secrets of the manifests.</summary>
internal static class FunctionFiles
{
    /// <summary>Adds the files; what is missing becomes a problem of its destination.</summary>
    public static void Add(WorkerConfigPlan plan, string namespaceName, List<Declared<WebhookDestination>> destinations, ManifestSet set, Dictionary<string, byte[]> files)
    {
        foreach (var file in plan.Sources)
        {
            var (source, complaint) = set.ConfigMaps.Find(namespaceName, file.From);
            files[file.File] = Encoding.UTF8.GetBytes(source ?? "");
            if (complaint is not null && destinations.Find(destination => destination.Object.Spec.InsertFunction?.ConfigMapKeyRef == file.From) is { } destination)
            {
                set.Problems.Add(destination.Document.Problem("spec.insertFunction.configMapKeyRef", complaint));
            }
        }

        foreach (var file in plan.Settings)
        {
            if (set.Secrets.FindAll(namespaceName, file.From.Name) is { } settings)
            {
                files[file.File] = SecretSettings.Write(settings);
            }
            else if (destinations.Find(destination => destination.Object.Spec.InsertFunction?.SecretSettingsRef == file.From) is { } destination)
            {
                set.Problems.Add(destination.Document.Problem("spec.insertFunction.secretSettingsRef", $"there is no Secret {file.From.Name} in these files: add it"));
            }
        }
    }
}
