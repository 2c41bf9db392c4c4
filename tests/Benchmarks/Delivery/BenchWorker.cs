using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExtensibleWebhooks.Benchmarks.Delivery;

/// <summary>A worker in this process with one destination and the quickstart's mapping.</summary>
internal sealed class BenchWorker : IAsyncDisposable
{
    public const string WriteKey = "key";

    private readonly string _folder = Directory.CreateTempSubdirectory("extensible-webhooks-bench-").FullName;
    private readonly CancellationTokenSource _stopping = new();
    private Task<string?> _running = Task.FromResult<string?>(null);

    public string IngestUrl { get; private set; } = "";

    private string ConfigFolder => Path.Combine(_folder, "config");

    public static async Task<BenchWorker> StartAsync(string url, int concurrency)
    {
        var worker = new BenchWorker();
        Directory.CreateDirectory(worker.ConfigFolder);
        await File.WriteAllTextAsync(Path.Combine(worker.ConfigFolder, "write-key"), WriteKey);
        await File.WriteAllTextAsync(Path.Combine(worker.ConfigFolder, WorkerConfig.FileName), JsonSerializer.Serialize(Config(url, concurrency), Json.Options));
        await worker.StartAsync();
        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static WorkerConfig Config(string url, int concurrency) => new()
    {
        Source = new ObjectName("bench", "shop"),
        Ingest = new IngestConfig { WriteKeyFile = "write-key", MaxEventBytes = 32_768, MaxBatchBytes = 512_000 },
        Log = new LogConfig { MaxAge = Duration.Parse("72h"), MaxSize = ByteSize.Parse("2Gi"), DeduplicationWindow = Duration.Parse("24h") },
        Destinations =
        [
            new DestinationConfig
            {
                Name = "crm",
                DisplayName = "CRM",
                Authentication = new AuthenticationConfig { Type = AuthenticationType.None },
                Delivery = new DeliverySpec { Concurrency = new ConcurrencySpec { Max = concurrency } },
                Mappings =
                [
                    new MappingConfig
                    {
                        Name = "orders",
                        Trigger = "type = \"track\" and event = \"Order Completed\"",
                        Url = JsonSerializer.SerializeToElement(url),
                        Method = JsonSerializer.SerializeToElement("POST"),
                        Headers = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"X-Tenant":{"@path":"$.context.groupId"}}"""),
                        Data = JsonSerializer.Deserialize<JsonElement>("""
                            {
                              "order": {"@path": "$.properties.orderId"},
                              "total": {"@path": "$.properties.total"},
                              "customer": {"@if": {"exists": {"@path": "$.userId"}, "then": {"@path": "$.userId"}, "else": {"@path": "$.anonymousId"}}},
                              "summary": {"@template": "{{properties.orderId}} over {{properties.total}} {{properties.currency}}"},
                              "items": {"@arrayPath": ["$.properties.products", {"sku": {"@path": "$.sku"}, "quantity": {"@path": "$.quantity"}}]}
                            }
                            """),
                        Batching = new BatchingSpec(),
                    },
                ],
            },
        ],
    };

    private async Task StartAsync()
    {
        var started = new TaskCompletionSource<WorkerAddresses>(TaskCreationOptions.RunContinuationsAsynchronously);
        var environment = new WorkerEnvironment
        {
            Time = TimeProvider.System,
#pragma warning disable RS0030 // A composition root: jitter, and ids that no event here needs.
            Random = Random.Shared,
            NewId = () => Guid.NewGuid().ToString(),
#pragma warning restore RS0030
            Loggers = NullLoggerFactory.Instance,
        };
        var options = new WorkerOptions
        {
            ConfigFolder = ConfigFolder,
            DataFolder = Path.Combine(_folder, "data"),
            IngestUrl = "http://127.0.0.1:0",
            ManagementUrl = "http://127.0.0.1:0",
            Egress = new EgressOptions { AllowLoopback = true },
        };
        _running = WorkerHost.RunAsync(options, environment, started.SetResult, _stopping.Token);
        var addresses = await started.Task;
        IngestUrl = addresses.IngestUrl;
        using var client = new HttpClient();
        while (!(await client.GetAsync(new Uri($"{addresses.ManagementUrl}/readyz"))).IsSuccessStatusCode)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }
    }
}
