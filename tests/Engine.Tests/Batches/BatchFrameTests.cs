using System.Text;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Batches;

namespace ExtensibleWebhooks.Engine.Tests.Batches;

public class BatchFrameTests
{
    [Theory]
    [InlineData(BatchFormat.JsonArray, null, "[{},{}]", "application/json")]
    [InlineData(BatchFormat.NdJson, null, "{}\n{}\n", "application/x-ndjson")]
    [InlineData(BatchFormat.Wrapped, "records", "{\"records\":[{},{}]}", "application/json")]
    [InlineData(BatchFormat.Wrapped, "a\"\u2028é", "{\"a\\\"\u2028é\":[{},{}]}", "application/json")]
    public void Frame_OfAFormat_StandsAroundTheBodies(BatchFormat format, string? wrapKey, string expected, string contentType)
    {
        var frame = BatchFrame.Of(new BatchingSpec { Enabled = true, Format = format, WrapKey = wrapKey });

        Assert.Equal(expected, $"{Text(frame.Prefix)}{{}}{Text(frame.Separator)}{{}}{Text(frame.Suffix)}");
        Assert.Equal(contentType, frame.ContentType);
        Assert.Equal(Encoding.UTF8.GetByteCount(expected) - 4 - frame.Separator.Length, frame.Length);
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
