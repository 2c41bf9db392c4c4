namespace ExtensibleWebhooks.Cli.Manifests;

/// <summary>A place in a file, as editors and compilers name it: both from 1.</summary>
internal readonly record struct TextPlace(long Line, long Column);
