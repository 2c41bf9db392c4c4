using System.Diagnostics.CodeAnalysis;

namespace ExtensibleWebhooks.Engine.Events;

/// <summary>A document, or why there is none.</summary>
public readonly record struct EventReadResult
{
    internal EventReadResult(EventDocument document) => Document = document;

    internal EventReadResult(EventProblem problem) => Problem = problem;

    public EventDocument? Document { get; }

    public EventProblem? Problem { get; }

    [MemberNotNullWhen(true, nameof(Document))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsRead => Document is not null;
}
