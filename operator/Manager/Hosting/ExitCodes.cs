namespace ExtensibleWebhooks.Manager.Hosting;

/// <summary>What the program ends with, besides 0 and the runtime's own codes.</summary>
internal static class ExitCodes
{
    public const int BadConfiguration = 2;
}
