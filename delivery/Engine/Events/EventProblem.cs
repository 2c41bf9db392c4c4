namespace ExtensibleWebhooks.Engine.Events;

/// <summary>Why bytes are no event: not JSON, not UTF-8, too long, or nested too deeply.</summary>
/// <param name="Message">What was found and what was expected.</param>
/// <param name="Position">Byte at which it was noticed, from 0.</param>
public sealed record EventProblem(string Message, int Position);
