using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Functions;

/// <summary>What came of one call, without the values of secret settings: those are replaced in the message and in the console.</summary>
public sealed record FunctionOutcome
{
    public required FunctionVerdict Verdict { get; init; }

    /// <summary>With <see cref="FunctionVerdict.Returned"/>: the event that goes on; the document that was given where the function changed nothing. Else null.</summary>
    public EventDocument? Event { get; init; }

    /// <summary>Why not, in words; null with <see cref="FunctionVerdict.Returned"/>.</summary>
    public string? Message { get; init; }

    /// <summary>Where in the source, from 1; null where there is no such place.</summary>
    public int? Line { get; init; }

    /// <summary>With <see cref="Line"/>.</summary>
    public int? Column { get; init; }

    /// <summary>What the call wrote with console.*, a line each, at most <see cref="FunctionLimits.MaxConsoleBytes"/>; empty for nothing.</summary>
    public string Console { get; init; } = "";

    /// <summary>The message with its place.</summary>
    public string Detail => Line is null ? Message ?? "" : $"{Message} (line {Line}, column {Column})";
}
