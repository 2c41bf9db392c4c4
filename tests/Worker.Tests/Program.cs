using ExtensibleWebhooks.Worker.Tests;
using ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// What xunit's generated entry point does, but for the processes that crash tests start and kill.
return args switch
{
    [AppendingChild.Command, var folder, var run] => await AppendingChild.RunAsync(folder, int.Parse(run, null)),
    _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
        await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};
