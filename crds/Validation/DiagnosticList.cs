namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>Collects diagnostics up to a bound, so that a hostile document cannot fill a status.</summary>
internal sealed class DiagnosticList
{
    /// <summary>Nobody reads more at once.</summary>
    private const int Max = 100;

    private readonly List<Diagnostic> _items = [];

    /// <summary>How many were reported, those above the bound included.</summary>
    public int Count { get; private set; }

    public void Add(string path, string message, DiagnosticKind kind = DiagnosticKind.Invalid)
    {
        Count++;
        if (_items.Count < Max)
        {
            _items.Add(new Diagnostic(path, message, Kind: kind));
        }
    }

    /// <summary>In the order of the document; what came above the bound is told as a number.</summary>
    public IReadOnlyList<Diagnostic> ToList() =>
        Count > Max ? [.. _items, new Diagnostic("", $"{Count - Max} more problems are not shown")] : [.. _items];
}
