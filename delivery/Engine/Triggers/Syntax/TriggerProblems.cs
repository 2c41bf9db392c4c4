using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Engine.Triggers.Syntax;

/// <summary>Collects what is wrong with a trigger, with line and column.</summary>
internal sealed class TriggerProblems(string text, string path)
{
    /// <summary>After so many the rest is noise.</summary>
    private const int Max = 20;

    private readonly List<Diagnostic> _diagnostics = [];
    private readonly HashSet<int> _offsets = [];

    public IReadOnlyList<Diagnostic> Diagnostics => [.. _diagnostics.OrderBy(diagnostic => (diagnostic.Line, diagnostic.Column))];

    public bool Any => _diagnostics.Count > 0;

    /// <summary>Notes a problem; of several at one place the first is the cause.</summary>
    public void Add(int offset, string message, DiagnosticKind kind = DiagnosticKind.Invalid)
    {
        if (_diagnostics.Count == Max || !_offsets.Add(offset))
        {
            return;
        }

        var before = text.AsSpan(0, Math.Min(offset, text.Length));
        var line = before.Count('\n') + 1;
        var column = before.Length - before.LastIndexOf('\n');
        _diagnostics.Add(new Diagnostic(path, message, line, column, kind));
    }
}
