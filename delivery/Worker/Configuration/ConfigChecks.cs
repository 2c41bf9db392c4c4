using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.Values;

namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>Gathers everything that is wrong with a config document.</summary>
internal sealed class ConfigChecks
{
    private readonly List<Diagnostic> _diagnostics = [];

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    public void NotEmpty(string path, string value) => Require(value.Length > 0, path, "it is empty");

    /// <summary>A plain file name: a config must not lead out of its folder.</summary>
    public void File(string path, string? value) => Require(
        value is null || (value.Length > 0 && Path.GetFileName(value) == value && value is not ("." or "..")), path, $"'{value}' is no plain file name");

    public void Duration(string path, Duration value) => Require(value.IsValid, path, $"'{value.Text}' is no duration: write {Crds.Values.Duration.Says}");

    public void Positive(string path, Duration value) => Require(!value.IsValid || value.Value > TimeSpan.Zero, path, "it must be above zero");

    public void Size(string path, ByteSize value) => Require(value.IsValid, path, $"'{value.Text}' is no size");

    public void AtLeast(string path, int value, int least) => Require(value >= least, path, $"it is {value}, at least {least}");

    public void Unique(string path, IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names.Where(name => !seen.Add(name)))
        {
            _diagnostics.Add(new Diagnostic(path, $"'{name}' comes twice"));
        }
    }

    private void Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            _diagnostics.Add(new Diagnostic(path, message));
        }
    }
}
