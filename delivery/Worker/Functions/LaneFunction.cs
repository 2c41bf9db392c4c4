using System.Text.Json;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Engine.Functions;
using ExtensibleWebhooks.Worker.Configuration;

namespace ExtensibleWebhooks.Worker.Functions;

/// <summary>
/// A destination's insert function as it is now: ready to run, or the reason why it is not, which may be that it is still to be compiled. With a reason the lane waits: an event
/// that the function has not seen may hold what must not leave.
/// </summary>
internal sealed class LaneFunction
{
    private readonly FunctionConfig _config;
    private readonly string? _source;
    private readonly string? _secrets;

    private LaneFunction(FunctionConfig config, string? source, string? secrets)
    {
        _config = config;
        _source = source;
        _secrets = secrets;
    }

    /// <summary>Null with a <see cref="Problem"/>.</summary>
    public FunctionPool? Pool { get; private init; }

    /// <summary>Why no event is sent; null when the function runs.</summary>
    public string? Problem { get; private init; }

    /// <summary>It is there, and <see cref="Compile"/> says whether it runs.</summary>
    public bool IsToCompile { get; private init; }

    /// <summary>Null for a destination without a function. Compiles nothing.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="credentials">The files beside the config.</param>
    /// <param name="last">Taken over, with its engines, where nothing changed; null for none.</param>
    public static LaneFunction? Of(DestinationConfig destination, CredentialSet credentials, LaneFunction? last)
    {
        if (destination.InsertFunction is not { } config)
        {
            return null;
        }

        var source = config.Source ?? credentials.ValueOf(config.SourceFile);
        var secrets = credentials.ValueOf(config.SecretSettingsFile);
        return last is not null && last.IsOf(config, source, secrets) ? last : Make(config, source, secrets);
    }

    /// <summary>The same, ready to run, or with the reason why it cannot. The source's top level runs, which may take 20 s: not where others wait.</summary>
    /// <param name="time">Of the function's timeout, and of its Date.</param>
    public LaneFunction Compile(TimeProvider time)
    {
        var compiled = FunctionCompiler.Compile(_source ?? "", "spec.insertFunction", time);
        return compiled.IsCompiled
            ? new LaneFunction(_config, _source, _secrets) { Pool = new FunctionPool(compiled.Function, SettingsOf(_config, _secrets), _config.Timeout.Value, time) }
            : new LaneFunction(_config, _source, _secrets) { Problem = $"the insert function does not compile: {compiled.Diagnostics[0]}" };
    }

    private static LaneFunction Make(FunctionConfig config, string? source, string? secrets)
    {
        if (source is null)
        {
            return new LaneFunction(config, source, secrets) { Problem = "the insert function's source is not there: its ConfigMap, or the key in it, is missing" };
        }

        if (config.SecretSettingsFile is not null && secrets is null)
        {
            return new LaneFunction(config, source, secrets) { Problem = "the insert function's secret settings are not there: their Secret is missing" };
        }

        return new LaneFunction(config, source, secrets) { IsToCompile = true, Problem = "the insert function is being compiled" };
    }

    private static FunctionSettings SettingsOf(FunctionConfig config, string? secrets) =>
        FunctionSettings.Merge(config.Settings, (secrets is null ? null : SecretSettings.Read(secrets)) ?? new Dictionary<string, string>());

    private bool IsOf(FunctionConfig config, string? source, string? secrets) =>
        source == _source && secrets == _secrets && config.Timeout == _config.Timeout && TextOf(config.Settings) == TextOf(_config.Settings)
        && config.SecretSettingsFile == _config.SecretSettingsFile;

    private static string? TextOf(JsonElement? settings) => settings?.GetRawText();
}
