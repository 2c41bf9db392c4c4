using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>From configured to runnable destinations. What did not change since the last time is taken over as it is.</summary>
internal sealed class DestinationCompiler
{
    private Dictionary<string, Compiled> _last = new(StringComparer.Ordinal);

    /// <returns>All destinations, and the mappings that do not compile.</returns>
    public (IReadOnlyList<DestinationSettings> Destinations, IReadOnlyList<MappingProblem> Problems) Compile(WorkerConfig config)
    {
        var compiled = config.Destinations.Select(Compile).ToList();
        _last = compiled.ToDictionary(destination => destination.Text, StringComparer.Ordinal);
        return ([.. compiled.Select(destination => destination.Settings)], [.. compiled.SelectMany(destination => destination.Problems)]);
    }

    private Compiled Compile(DestinationConfig config)
    {
        var text = DestinationSettings.TextOf(config);
        if (_last.TryGetValue(text, out var same))
        {
            return same;
        }

        var mappings = new List<MappingSettings>();
        var problems = new List<MappingProblem>();
        foreach (var mapping in config.Mappings)
        {
            var result = MappingCompiler.Compile(MappingSource.From(mapping));
            if (result.IsCompiled)
            {
                mappings.Add(new MappingSettings(mapping.Name, result.Mapping, BatchRules.Of(mapping.Batching)));
            }
            else
            {
                problems.Add(new MappingProblem(config.Name, mapping.Name, result.Diagnostics));
            }
        }

        return new Compiled(text, new DestinationSettings { Config = config, Mappings = mappings, Fingerprint = DestinationSettings.FingerprintOf(text) }, problems);
    }

    private sealed record Compiled(string Text, DestinationSettings Settings, IReadOnlyList<MappingProblem> Problems);
}
