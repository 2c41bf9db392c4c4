using System.Globalization;
using System.Text;

namespace ExtensibleWebhooks.Benchmarks.Ingest;

/// <summary>A batch of events as analytics-node sends them, filled up with properties to their size; made once, so that a sender costs little beside the server.</summary>
internal sealed class BatchBody
{
    private const string Placeholder = "#00000000000000000000#";

    private readonly byte[] _bytes;
    private readonly List<int> _ids = [];

    public BatchBody(int count, int bytes)
    {
        var body = new StringBuilder("{\"batch\":[");
        for (var index = 0; index < count; index++)
        {
            var start = body.Length;
            body.Append(index == 0 ? "" : ",").Append("{\"type\":\"track\",\"userId\":\"user-").Append(index)
                .Append("\",\"anonymousId\":\"00000000-aaaa-bbbb-cccc-0123456789ab\",\"event\":\"Order Completed\",\"messageId\":\"node-next-").Append(Placeholder)
                .Append("\",\"timestamp\":\"2026-07-01T12:00:00.000Z\",\"context\":{\"library\":{\"name\":\"@segment/analytics-node\",\"version\":\"2.0.0\"}},\"integrations\":{},\"properties\":{");
            for (var property = 0; body.Length - start < bytes - 40; property++)
            {
                body.Append(property == 0 ? "" : ",").Append("\"property_").Append(property).Append("\":{\"value\":1234.50}");
            }

            body.Append("}}");
        }

        var text = body.Append("],\"sentAt\":\"2026-07-01T12:00:01.000Z\"}").ToString();
        _bytes = Encoding.ASCII.GetBytes(text);
        for (var at = text.IndexOf(Placeholder, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Placeholder, at + 1, StringComparison.Ordinal))
        {
            _ids.Add(at + 1);
        }
    }

    /// <summary>The same buffer each time, with message ids that differ from those of every other sender and number.</summary>
    public byte[] WithIds(int sender, int number)
    {
        for (var index = 0; index < _ids.Count; index++)
        {
            var id = (sender * 1_000_000_000_000_000L) + (number * 10_000L) + index;
            id.TryFormat(_bytes.AsSpan(_ids[index]), out _, "D20", CultureInfo.InvariantCulture);
        }

        return _bytes;
    }
}
