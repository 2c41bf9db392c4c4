using Acornima.Ast;
using Jint;

namespace ExtensibleWebhooks.Engine.Functions;

/// <summary>A source that was parsed once, has at least one handler, and came through its top level. Immutable: engines on any threads share it.</summary>
public sealed class CompiledFunction
{
    internal CompiledFunction(Prepared<Script> script, GuardedSource source, IReadOnlyList<string> handlers)
    {
        Script = script;
        Source = source;
        Handlers = handlers;
    }

    /// <summary>Those that it has, of onTrack, onIdentify, onPage, onScreen, onGroup, onAlias, onDelete and onBatch.</summary>
    public IReadOnlyList<string> Handlers { get; }

    internal Prepared<Script> Script { get; }

    /// <summary>Knows where the places of errors are in the source as it was written.</summary>
    internal GuardedSource Source { get; }
}
