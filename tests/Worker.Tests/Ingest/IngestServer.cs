using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Tests.Ingest;

/// <summary>The ingest room on a real Kestrel on a free port, over a log. Kestrel's own least rate, by the machine's clock, is off.</summary>
internal sealed class IngestServer : IAsyncDisposable
{
    public const string WriteKey = "wk-1";

    private readonly WebApplication _app;
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly RecordedLogs _logs = new();

    public IngestServer(IEventLog log, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MinRequestBodyDataRate = null);
        builder.Logging.ClearProviders().AddProvider(_logs);
        builder.Services.AddSingleton(log).AddSingleton(time).AddSingleton<IMetricFactory>(Metrics.WithCustomRegistry(_registry));
        var ids = 0;
        builder.Services.AddSingleton<MessageIdFactory>(() => $"id-{Interlocked.Increment(ref ids)}");
        builder.Services.AddIngest();
        _app = builder.Build();
        _app.MapIngest();
    }

    public HttpClient Client { get; } = new();

    public Uri Address => Client.BaseAddress ?? throw new InvalidOperationException("StartAsync comes first.");

    public IngestControl Control => _app.Services.GetRequiredService<IngestControl>();

    public IngestMetrics Figures => _app.Services.GetRequiredService<IngestMetrics>();

    public InFlightBudget Budget => _app.Services.GetRequiredService<InFlightBudget>();

    public IReadOnlyCollection<string> Logs => _logs.Lines;

    public async Task StartAsync()
    {
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Client.BaseAddress = new Uri(_app.Urls.Single());
    }

    public void Configure(IngestSettings? settings = null) => Control.Configure(settings ?? new IngestSettings { WriteKey = WriteKey });

    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string? user = WriteKey + ":", string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (user is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
        }

        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body, string? user = WriteKey + ":") => PostAsync(path, Encoding.UTF8.GetBytes(body), user);

    /// <summary>A series as Prometheus would scrape it: "name{label=\"value\"} 3".</summary>
    public async Task<string> ScrapeAsync()
    {
        using var text = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(text, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class RecordedLogs : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
