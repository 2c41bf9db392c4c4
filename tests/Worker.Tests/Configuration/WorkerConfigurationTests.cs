using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Tests.Configuration;

public sealed class WorkerConfigurationTests : IDisposable
{
    private readonly ConfigFolder _folder = new();
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly WorkerConfiguration _configuration;

    public WorkerConfigurationTests() => _configuration = Create(_folder.Path);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_ThatIsEmptyOrMissing_IsWaitedFor()
    {
        _configuration.Reload();
        Create(Path.Combine(_folder.Path, "missing")).Reload();

        Assert.Null(_configuration.Current);
    }

    [Fact]
    public async Task Document_ThatIsBad_ChangesNothingAndIsCountedOnce()
    {
        _folder.Write(ConfigFolder.Config(ConfigFolder.Destination("crm")));
        _configuration.Reload();
        var good = _configuration.Current;

        foreach (var bad in new[] { "{", "null", "[]", "{}", "{\"version\":2}", """{"version":1,"source":{}}""" })
        {
            _folder.WriteFile("config.json", bad);
            _configuration.Reload();
            _configuration.Reload();
            Assert.Same(good, _configuration.Current);
        }

        Assert.Contains("extensible_webhooks_config_reloads_total{result=\"refused\"} 6", await ExportAsync(), StringComparison.Ordinal);
        Assert.Contains("extensible_webhooks_config_reloads_total{result=\"ok\"} 1", await ExportAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Destination_ThatDidNotChange_KeepsItsInstance()
    {
        _folder.Write(ConfigFolder.Config(ConfigFolder.Destination("a", ConfigFolder.Mapping("m", "http://x/1")), ConfigFolder.Destination("b")));
        _configuration.Reload();
        var before = _configuration.Current?.Destinations;

        _folder.Write(ConfigFolder.Config(ConfigFolder.Destination("a", ConfigFolder.Mapping("m", "http://x/2")), ConfigFolder.Destination("b")));
        _configuration.Reload();
        var after = _configuration.Current?.Destinations;

        Assert.NotNull(before);
        Assert.NotNull(after);
        Assert.NotSame(before[0], after[0]);
        Assert.Same(before[1], after[1]);
    }

    [Fact]
    public void Mapping_ThatDoesNotCompile_IsLeftOutAndTheRestGoesOn()
    {
        _folder.Write(ConfigFolder.Config(ConfigFolder.Destination(
            "crm", ConfigFolder.Mapping("bad", "http://x/", trigger: "type = "), ConfigFolder.Mapping("good", "http://x/"))));

        _configuration.Reload();

        var snapshot = _configuration.Current;
        Assert.NotNull(snapshot);
        Assert.Equal(["good"], snapshot.Destinations[0].Mappings.Select(mapping => mapping.Name));
        var problem = Assert.Single(snapshot.Problems);
        Assert.Equal(("crm", "bad", "spec.trigger"), (problem.Destination, problem.Mapping, problem.Diagnostics[0].Path));
    }

    [Fact]
    public void Credentials_AreReadFromTheFilesThatTheConfigNames()
    {
        _folder.WriteFile("token.crm", "t-1\n");
        _folder.WriteFile("other", "not named");
        _folder.Write(ConfigFolder.Config(ConfigFolder.WithToken(ConfigFolder.Destination("crm"), "token.crm")));
        _configuration.Reload();
        var before = _configuration.Current;

        _folder.WriteFile("token.crm", "t-2");
        _configuration.Reload();
        var after = _configuration.Current;

        Assert.Equal("t-1", before?.Credentials.ValueOf("token.crm"));
        Assert.Equal("t-2", after?.Credentials.ValueOf("token.crm"));
        Assert.Null(after?.Credentials.ValueOf("other"));
        Assert.Same(before?.Destinations, after?.Destinations);
        Assert.DoesNotContain("t-2", after?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_OfAPlainFile_IsNoticed()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var running = _configuration.RunAsync(ending.Token);

        await ChangeAsync(() => _folder.Write(ConfigFolder.Config()), snapshot => snapshot.Destinations.Count == 0);
        await ChangeAsync(() => _folder.Write(ConfigFolder.Config(ConfigFolder.Destination("crm"))), snapshot => snapshot.Destinations.Count == 1);

        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Change_AsAKubeletMakesIt_IsNoticed()
    {
        using var mount = new TemporaryFolder();
        Publish(mount.Path, "1", ConfigFolder.Config());
        foreach (var name in new[] { WorkerConfig.FileName, "write-key" })
        {
            File.CreateSymbolicLink(mount.At(name), Path.Combine("..data", name));
        }

        var configuration = Create(mount.Path);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var running = configuration.RunAsync(ending.Token);
        await ChangeAsync(configuration, () => { }, snapshot => snapshot.Destinations.Count == 0);

        await ChangeAsync(configuration, () => Publish(mount.Path, "2", ConfigFolder.Config(ConfigFolder.Destination("crm"))), snapshot => snapshot.Destinations.Count == 1);

        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>A new folder with all files, then one rename of the ..data link, as the kubelet's atomic writer does.</summary>
    private static void Publish(string mount, string version, WorkerConfig config)
    {
        var folder = Path.Combine(mount, $"..{version}");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "write-key"), "wk");
        File.WriteAllText(Path.Combine(folder, WorkerConfig.FileName), System.Text.Json.JsonSerializer.Serialize(config, Crds.Json.Options));
        var next = Path.Combine(mount, "..data_tmp");
        File.CreateSymbolicLink(next, $"..{version}");

        // .NET cannot rename a link to a folder onto another one.
        using var rename = System.Diagnostics.Process.Start("mv", ["-T", next, Path.Combine(mount, "..data")]);
        rename.WaitForExit();
        Assert.Equal(0, rename.ExitCode);
    }

    private WorkerConfiguration Create(string folder) => new(
        new ConfigurationOptions { Folder = folder, Poll = TimeSpan.FromMinutes(10) },
        new ConfigurationMetrics(Metrics.WithCustomRegistry(_registry)),
        TimeProvider.System,
        NullLogger<WorkerConfiguration>.Instance);

    private Task ChangeAsync(Action change, Func<WorkerSnapshot, bool> expected) => ChangeAsync(_configuration, change, expected);

    private static async Task ChangeAsync(WorkerConfiguration configuration, Action change, Func<WorkerSnapshot, bool> expected)
    {
        change();
        while (true)
        {
            var changed = configuration.Changed;
            if (configuration.Current is { } snapshot && expected(snapshot))
            {
                return;
            }

            await changed.WaitAsync(TimeSpan.FromMinutes(1), Ending);
        }
    }

    private async Task<string> ExportAsync()
    {
        using var stream = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(stream, Ending);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
