using System.Text.Json;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Reads a value that the reader is at, to its end.</summary>
internal delegate void BatchReader(ref Utf8JsonReader reader);
