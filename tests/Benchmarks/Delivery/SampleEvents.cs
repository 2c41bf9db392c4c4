using System.Globalization;
using System.Text;

namespace ExtensibleWebhooks.Benchmarks.Delivery;

/// <summary>Events of about 1 KB, such as a shop sends.</summary>
internal static class SampleEvents
{
    private static readonly string Products = string.Join(',', Enumerable.Range(0, 6).Select(number =>
        $$"""{"product_id":"507f1f77bcf86cd79943901{{number}}","sku":"G-{{number}}2","name":"Monopoly: 3rd Edition","price":19.5,"quantity":1,"category":"Games"}"""));

    /// <summary>A batch request's body; ids are unique over the run.</summary>
    public static byte[] Batch(int producer, int number, int size)
    {
        var text = new StringBuilder("{\"batch\":[");
        for (var index = 0; index < size; index++)
        {
            text.Append(index == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$$"""
                {"type":"track","event":"Order Completed","messageId":"{{{producer}}}-{{{number}}}-{{{index}}}","userId":"user-42","timestamp":"2026-05-04T12:00:00.000Z","properties":{"orderId":"A-{{{number}}}","total":59.9,"currency":"EUR","products":[{{{Products}}}]},"context":{"groupId":"acme","ip":"203.0.113.7","userAgent":"Mozilla/5.0"}}
                """);
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }
}
