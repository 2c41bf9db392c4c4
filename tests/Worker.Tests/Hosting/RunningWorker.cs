using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Hosting;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>A whole worker inside the test: real ports, a real store, a configuration folder.</summary>
internal sealed class RunningWorker : IInspected, IAsyncDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly HttpClient _client = new();
    private CancellationTokenSource _stopping = new();
    private Task<string?> _running = Task.FromResult<string?>(null);
    private WorkerAddresses _addresses = new("", "");

    public ConfigFolder Config { get; } = new();

    /// <summary>Long where a test waits for deliveries to end, short where it leaves them behind.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock of the next start.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What it says.</summary>
    public LogLines Log { get; } = new();

    public string DataFolder => _data.Path;

    public WorkerAddresses Addresses => _addresses;

    public HttpClient Client => _client;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public async Task StartAsync()
    {
        _stopping = new CancellationTokenSource();
        var started = new TaskCompletionSource<WorkerAddresses>(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new WorkerOptions
        {
            ConfigFolder = Config.Path,
            DataFolder = _data.Path,
            IngestUrl = "http://127.0.0.1:0",
            ManagementUrl = "http://127.0.0.1:0",
            Egress = new EgressOptions { AllowLoopback = true },
            StopTimeout = StopTimeout,
        };
        _running = WorkerHost.RunAsync(options, Environment() with { Time = Time, Loggers = Log }, started.SetResult, _stopping.Token);
        await Task.WhenAny(started.Task, _running);
        Assert.True(started.Task.IsCompleted, _running.IsCompletedSuccessfully ? _running.Result : "The worker failed.");
        _addresses = await started.Task;
    }

    public static WorkerEnvironment Environment() => new()
    {
        Time = TimeProvider.System,
#pragma warning disable RS0030 // A composition root: jitter from many threads.
        Random = Random.Shared,
#pragma warning restore RS0030
        NewId = new MessageIds().Next,
        Loggers = NullLoggerFactory.Instance,
    };

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        Assert.Null(await _running);
    }

    /// <summary>Posts a batch; returns the status.</summary>
    public async Task<int> PostAsync(params object[] events)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_addresses.IngestUrl}/v1/batch") { Content = JsonContent.Create(new { batch = events }) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ConfigFolder.WriteKey}:")));
        using var response = await _client.SendAsync(request, Ending);
        return (int)response.StatusCode;
    }

    public static object Track(string messageId, object? properties = null, object? integrations = null) =>
        new { type = "track", @event = "Order Completed", userId = "u", messageId, properties = properties ?? new { }, integrations = integrations ?? new { } };

    public Task WaitUntilReadyAsync() => Eventually.TrueAsync(
        async () =>
        {
            using var response = await _client.GetAsync($"{_addresses.ManagementUrl}/readyz", Ending);
            return response.IsSuccessStatusCode;
        },
        "the worker is ready",
        Ending);

    public Task<string> GetAsync(string path, CancellationToken cancellationToken) => _client.GetStringAsync(_addresses.ManagementUrl + path, cancellationToken);

    public Task<JsonElement> GetStatusAsync() => _client.GetFromJsonAsync<JsonElement>($"{_addresses.ManagementUrl}/inspect/v1/status", Ending);

    /// <summary>Waits until a destination's status is as expected.</summary>
    public Task<JsonElement> WaitForAsync(string destination, Func<JsonElement, bool> expected) => WorkerAccounts.WaitForAsync(this, destination, expected, Ending);

    /// <summary>Waits until a configuration other than this one is in force; returns its revision.</summary>
    public async Task<string> WaitForRevisionAsync(string? other)
    {
        static string? Revision(JsonElement status) => status.TryGetProperty("revision", out var revision) ? revision.GetString() : null;
        var status = await Eventually.SeenAsync(
            GetStatusAsync,
            status => Revision(status) is { } revision && revision != other && status.GetProperty("ready").GetBoolean(),
            $"another configuration than {other}",
            Ending);
        return Revision(status) ?? "";
    }

    /// <summary>Waits until /metrics has this line.</summary>
    public Task WaitForMetricAsync(string line) => Eventually.SeenAsync(() => GetAsync("/metrics", Ending), text => text.Contains(line, StringComparison.Ordinal), line, Ending);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        _client.Dispose();
        Config.Dispose();
        _data.Dispose();
    }

    private sealed class MessageIds
    {
        private long _next;

        public string Next() => $"generated-{Interlocked.Increment(ref _next)}";
    }
}
