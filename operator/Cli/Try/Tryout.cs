using ExtensibleWebhooks.Cli.Declarations;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Cli.Try;

/// <summary>One event with all mappings of some files.</summary>
/// <param name="Trials">None if anything is wrong with the files.</param>
/// <param name="Problems">What is wrong with the files or with the event.</param>
internal sealed record Tryout(IReadOnlyList<Trial> Trials, IReadOnlyList<string> Problems)
{
    /// <summary>Nothing was wrong, and what matched gave a request.</summary>
    public bool IsWhole => Trials.Count > 0 && Trials.All(trial => trial.IsWhole);

    public static Tryout Of(ManifestReading reading, EventFile file, TimeProvider time)
    {
        var set = ManifestSet.From(reading);
        var mappings = set.Mappings.Select(mapping => (Mapping: mapping, Result: MappingCompiler.Compile(MappingSource.From(mapping.Object.Spec)))).ToList();
        var functions = set.Destinations.ToDictionary(destination => destination, destination => DestinationFunction.Of(destination, set, time));
        ManifestProblem[] problems = [.. set.Problems, .. LanguageChecks.CheckMisshapen(set), .. functions.Values.SelectMany(function => function?.Problems ?? []), .. mappings.SelectMany(pair => pair.Result.Diagnostics.Select(pair.Mapping.Document.Problem))];
        List<string> sentences = [.. problems.Where(problem => !problem.IsWarning).Select(problem => problem.ToString())];
        if (sentences.Count == 0 && mappings.Count == 0)
        {
            sentences.Add("error: there is no WebhookMapping in these files");
        }

        if (file.Problem is not null)
        {
            sentences.Add(file.Problem);
        }

        if (sentences.Count > 0 || file.Event is not { } document)
        {
            return new Tryout([], sentences);
        }

        var trials =
            from pair in mappings
            let compiled = pair.Result.Mapping
            where compiled is not null
            let destination = DestinationOf(set, pair.Mapping.Namespace, pair.Mapping.Object.Spec.DestinationRef.Name)
            let trial = MappingTrial.Run(pair.Mapping, compiled, destination, destination is null ? null : functions[destination], document)
            select file.Note is null ? trial : trial with { Notes = [.. trial.Notes, file.Note] };
        return new Tryout([.. trials], []);
    }

    private static Declared<WebhookDestination>? DestinationOf(ManifestSet set, string namespaceName, string name) =>
        set.Destinations.Find(destination => destination.Namespace == namespaceName && destination.Name == name);
}
