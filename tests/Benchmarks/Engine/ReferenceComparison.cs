using System.Globalization;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Support.Reference;

namespace ExtensibleWebhooks.Benchmarks.Engine;

/// <summary>The same event, trigger and mapping through Segment's published packages on Node.js, one thread too, in the same run.</summary>
internal sealed class ReferenceComparison : IDisposable
{
    private readonly ReferenceProgram _reference = ReferenceProgram.Start("bench.mjs");
    private readonly TextWriter _output;
    private readonly byte[] _event;
    private JsonElement _nanoseconds;

    private ReferenceComparison(TextWriter output, byte[] @event)
    {
        _output = output;
        _event = @event;
    }

    /// <summary>Null, and said: the packages are not here and cannot be installed.</summary>
    public static async Task<ReferenceComparison?> StartAsync(TextWriter output, byte[] @event, CancellationToken cancellationToken)
    {
        output.WriteLine();
        if (await ReferenceProgram.WhyNotHereAsync(cancellationToken) is { } reason)
        {
            output.WriteLine($"Segment's packages are not here to compare with: {reason}");
            return null;
        }

        output.WriteLine("beside Segment's published packages on Node.js              here         there  times");
        return new ReferenceComparison(output, @event);
    }

    /// <summary>Measures there.</summary>
    /// <param name="mapping">Its method is POST.</param>
    /// <param name="body">What came of it here.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">Something else came of it there: the times mean nothing.</exception>
    public async Task AskAsync(MappingSource mapping, string body, CancellationToken cancellationToken)
    {
        var question = JsonSerializer.Serialize(new
        {
            @event = Encoding.UTF8.GetString(_event),
            trigger = mapping.Trigger,
            mapping = new { url = mapping.Url, method = "POST", headers = mapping.Headers, data = mapping.Data },
        });
        _nanoseconds = JsonElement.Parse((await _reference.AskAsync([question], cancellationToken))[0]);
        var theirs = _nanoseconds.GetProperty("body").GetString();
        if (theirs != body)
        {
            throw new InvalidOperationException($"The bodies differ.\nhere  {body}\nthere {theirs}");
        }
    }

    public void Print(string name, Measurement ours, string step)
    {
        var theirs = _nanoseconds.GetProperty(step).GetDouble();
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {ours.PerSecond,12:N0} /s {1e9 / theirs,12:N0} /s {theirs / ours.Nanoseconds,6:N1}"));
    }

    public void Dispose() => _reference.Dispose();
}
