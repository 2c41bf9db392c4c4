namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>Builds query strings.</summary>
internal static class QueryText
{
    /// <summary>Leaves out what is null or empty; values are escaped.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var parts = new List<string>(parameters.Length);
        foreach (var (name, value) in parameters)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return string.Join('&', parts);
    }
}
