namespace ExtensibleWebhooks.Support.Commands;

/// <summary>How a program ended: its exit code and all that it wrote, without the last line end.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;
}
