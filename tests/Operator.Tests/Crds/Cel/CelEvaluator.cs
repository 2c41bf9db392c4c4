using System.Text.Json;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Commands;

namespace ExtensibleWebhooks.Operator.Tests.Crds.Cel;

/// <summary>A CEL implementation that is not ours, from npm: installed once beside the build's output.</summary>
internal static class CelEvaluator
{
    private static readonly string Folder = RepositoryRoot.At("artifacts", "cel");

    /// <summary>What CEL answers for each rule on its object: true, false, or a text that says why it could not.</summary>
    public static async Task<IReadOnlyList<JsonElement>> EvaluateAsync(IReadOnlyList<CelQuestion> questions, CancellationToken cancellationToken)
    {
        await InstallAsync(cancellationToken);
        var command = new Command("node", Path.Combine(Folder, "evaluate.mjs")) { Input = JsonSerializer.Serialize(questions, JsonSerializerOptions.Web) };
        return JsonSerializer.Deserialize<List<JsonElement>>(await command.RunAsync(cancellationToken)) ?? [];
    }

    /// <summary>Why this machine cannot run it; null where it can.</summary>
    public static async Task<string?> WhyNotHereAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new Command("npm", "--version").RunAsync(cancellationToken);
            return null;
        }
        catch (InvalidOperationException error)
        {
            return $"node and npm run the CEL rules: {error.Message}";
        }
    }

    private static async Task InstallAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        foreach (var file in new[] { "package.json", "evaluate.mjs" })
        {
            File.Copy(RepositoryRoot.At("tests", "Operator.Tests", "Crds", "Cel", file), Path.Combine(Folder, file), overwrite: true);
        }

        await new Command("npm", "install", "--prefix", Folder, "--no-package-lock", "--no-audit", "--no-fund", "--prefer-offline").RunAsync(cancellationToken);
    }
}
