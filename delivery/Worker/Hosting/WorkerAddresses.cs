namespace ExtensibleWebhooks.Worker.Hosting;

/// <summary>Where a running worker listens, with the ports that it got.</summary>
internal sealed record WorkerAddresses(string IngestUrl, string ManagementUrl);
