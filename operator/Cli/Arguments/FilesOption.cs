using System.CommandLine;

namespace ExtensibleWebhooks.Cli.Arguments;

/// <summary>The option that names manifests, as kubectl has it; several after one <c>-f</c> too, as a shell gives them for <c>*.yaml</c>.</summary>
internal static class FilesOption
{
    public static Option<string[]> Create(string description)
    {
        var option = new Option<string[]>("--filename", "-f") { Description = description, HelpName = "PATH...", Required = true, AllowMultipleArgumentsPerToken = true };
        option.Validators.Add(result =>
        {
            // Taking several, it would take a misspelt option for a path.
            foreach (var token in result.Tokens.Where(token => token.Value.Length > 1 && token.Value.StartsWith('-')))
            {
                result.AddError($"There is no option {token.Value}. A path that starts with a dash is written ./{token.Value}.");
            }
        });
        return option;
    }
}
