using System.CommandLine;
using ExtensibleWebhooks.Cli.Arguments;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Cli.Tokens;
using ExtensibleWebhooks.Worker.Hosting;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary><c>webhooks run</c>: the manifests of a cluster, on this machine.</summary>
internal sealed class RunCommand
{
    private readonly Option<string[]> _files = FilesOption.Create("Manifests, or folders of manifests (.yaml, .yml, .json)");

    private readonly Option<bool> _recursive = new("--recursive", "-R") { Description = "Take the folders inside a folder too" };

    private readonly Option<string?> _source = new("--source") { Description = "Which EventSource to run, if there are several", HelpName = "NAME" };

    private readonly Option<string> _data = new("--data")
    {
        Description = "Where the event log, the generated write key and OAuth 2.0 tokens are kept",
        HelpName = "DIR",
        DefaultValueFactory = _ => LocalState.DefaultFolder(),
    };

    private readonly Option<Uri> _ingest = ListenOption.Create("--ingest", "Where events are accepted", "http://127.0.0.1:8080");

    private readonly Option<Uri> _management = ListenOption.Create("--management", "Where metrics, health and inspect are", "http://127.0.0.1:9090");

    private readonly Option<Uri?> _echo = ListenOption.CreateSwitch(
        "--echo", $"Receive webhooks here too and print them; mappings reach the receiver as http://{LocalRun.EchoHost} [default URL: http://127.0.0.1:8081]", "http://127.0.0.1:8081");

    private readonly Option<Uri> _connect = ListenOption.Create(
        "--connect", $"Where a browser connects destinations with an OAuth 2.0 authorization code; the provider must know its {ConnectServer.CallbackPath} as a redirect URI", "http://127.0.0.1:8082");

    private readonly Option<bool> _allowLoopback = new("--allow-loopback") { Description = "Let webhooks and token requests go to loopback and private addresses; needless for the receiver of --echo" };

    private readonly Option<LogLevel> _logLevel = new("--log-level")
    {
        Description = "How much of the worker's log goes to the error output: trace, debug, information, warning, error, critical or none",
        HelpName = "LEVEL",
        DefaultValueFactory = _ => LogLevel.Warning,
    };

    private readonly Option<LogFormat> _logFormat = new("--log-format") { Description = "text for people, json for programs", HelpName = "text|json" };

    private readonly Func<ILoggerFactory, WorkerEnvironment> _environment;

    private RunCommand(Func<ILoggerFactory, WorkerEnvironment> environment) => _environment = environment;

    /// <param name="environment">Clock, randomness and ids, around the logs.</param>
    public static Command Create(Func<ILoggerFactory, WorkerEnvironment> environment)
    {
        var run = new RunCommand(environment);
        var command = new Command("run", "Run manifests on this machine, without a cluster: webhooks run -f crds/samples/quickstart --echo")
        {
            run._files, run._recursive, run._source, run._data, run._ingest, run._management, run._echo, run._connect, run._allowLoopback, run._logLevel, run._logFormat,
        };
        run._data.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError("--data is empty: a folder is needed");
            }
        });
        command.SetAction(run.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var settings = new RunSettings
        {
            Files = new ManifestFiles(result.GetRequiredValue(_files), result.GetValue(_recursive)),
            Source = result.GetValue(_source),
            DataFolder = Path.GetFullPath(result.GetRequiredValue(_data)),
            IngestUrl = result.GetRequiredValue(_ingest),
            ManagementUrl = result.GetRequiredValue(_management),
            ConnectUrl = result.GetRequiredValue(_connect),
            EchoUrl = result.GetValue(_echo),
            AllowLoopback = result.GetValue(_allowLoopback),
        };
        using var loggers = WorkerLogging.Create(result.GetValue(_logLevel), result.GetValue(_logFormat) == LogFormat.Json, toStandardError: true);
        var environment = _environment(loggers);
        var report = new RunReport(result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, environment.Time);
        using var run = new LocalRun(settings, environment, report);
        return await run.RunAsync(cancellationToken);
    }
}
