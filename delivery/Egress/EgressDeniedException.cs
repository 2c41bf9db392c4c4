namespace ExtensibleWebhooks.Egress;

/// <summary>How a refusal leaves SocketsHttpHandler's connect callback, which can only throw; the sender makes it a value again.</summary>
public sealed class EgressDeniedException(string message) : Exception(message);
