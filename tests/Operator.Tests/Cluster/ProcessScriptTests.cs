using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Commands;

namespace ExtensibleWebhooks.Operator.Tests.Cluster;

/// <summary>tests/Cluster/debian/lib/process.sh, by which the API server of the tests is started and watched.</summary>
public sealed class ProcessScriptTests
{
    /// <summary>As the kernel shows a program whose file is still being read: a process with a program and without arguments.</summary>
    [Fact]
    public async Task Process_ThatIsStillBeingLoaded_Runs()
    {
        Assert.Equal("runs\nended", await RunAsync("""
            mkfifo "$dir/input"
            exec 3<>"$dir/input"
            bash -c 'exec -a "" cat' <&3 &
            until [[ -z $(tr -d '\0' <"/proc/$!/cmdline") ]]; do sleep 0.05; done
            echo $! >"$dir/server.pid"
            process_id "$dir" server >/dev/null && echo runs
            kill $!
            wait $! || true
            process_id "$dir" server >/dev/null || echo ended
            """));
    }

    [Theory]
    [InlineData("$PPID")] // Another program.
    [InlineData("2")] // A thread of the kernel has no arguments either.
    [InlineData("4194305")] // Above the largest there can be.
    public async Task ProcessId_OfSomethingElse_DoesNotRun(string id) =>
        Assert.Equal("does not", await RunAsync($"""echo {id} >"$dir/server.pid"; process_id "$dir" server || echo 'does not'"""));

    private static async Task<string> RunAsync(string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the script is for Linux");
        using var folder = new TemporaryFolder();
        var library = RepositoryRoot.At("tests", "Cluster", "debian", "lib", "process.sh");
        return await new Command("bash", "-c", $"set -euo pipefail; source '{library}'; dir={folder.Path}\n{script}").RunAsync(TestContext.Current.CancellationToken);
    }
}
