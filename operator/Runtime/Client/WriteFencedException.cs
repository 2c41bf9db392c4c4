namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>A write was not sent, because this process is not, or may no longer be, the leader.</summary>
public sealed class WriteFencedException(string verb, string resource)
    : Exception($"{verb} {resource} was not sent: this process does not lead");
