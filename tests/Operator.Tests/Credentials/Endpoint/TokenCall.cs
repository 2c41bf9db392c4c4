namespace ExtensibleWebhooks.Operator.Tests.Credentials.Endpoint;

/// <summary>What a token endpoint got.</summary>
internal sealed record TokenCall(string Path, IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Form);
