using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Benchmarks.Engine;

/// <summary>A track event of about 1 KB as an SDK sends it and ingest stores it, and a mapping such as people write.</summary>
internal static class EngineSamples
{
    public static byte[] TrackEvent { get; } = Encoding.UTF8.GetBytes(
        """
        {"type":"track","event":"Order Completed","userId":"user-73512","anonymousId":"507f191e-810c-1972-9de8-60ea00000001","messageId":"ajs-next-0a7d3c3f4c1f3a2e9f8b7c6d5e4f3a2b",
        "timestamp":"2025-07-02T10:11:12.123Z","originalTimestamp":"2025-07-02T10:11:11.987Z","sentAt":"2025-07-02T10:11:12.100Z","receivedAt":"2025-07-02T10:11:12.236Z","version":2,
        "context":{"ip":"203.0.113.7","locale":"en-GB","groupId":"acme","userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36","library":{"name":"analytics.js","version":"next-1.84.3"},
        "page":{"path":"/checkout","referrer":"https://example.com/cart","search":"?step=3","title":"Checkout","url":"https://example.com/checkout?step=3"}},
        "properties":{"order_id":"o-918273","total":129.95,"currency":"EUR","coupon":null,"products":[{"product_id":"p-1","name":"Grüner Tee","price":29.95,"quantity":1},
        {"product_id":"p-2","name":"Teapot","price":50,"quantity":2}]},"integrations":{"All":true}}
        """.ReplaceLineEndings(""));

    public const string Trigger = "type = \"track\" and (event = \"Order Completed\" or contains(event, \"Refund\")) and properties.total > 10";

    public static MappingSource Mapping { get; } = new()
    {
        Trigger = Trigger,
        Url = Json("\"https://api.example.com/orders\""),
        Headers = new Dictionary<string, JsonElement> { ["X-Source"] = Json("\"shop\"") },
        Data = Json(
            """
            {"id":{"@path":"$.properties.order_id"},"user":{"@path":"$.userId"},"at":{"@path":"$.timestamp"},"title":{"@template":"Order {{properties.order_id}} by {{userId}}"},
             "amount":{"value":{"@path":"$.properties.total"},"currency":{"@path":"$.properties.currency"}},"coupon":{"@if":{"exists":{"@path":"$.properties.coupon"},"then":{"@path":"$.properties.coupon"},"else":"none"}},
             "items":{"@arrayPath":["$.properties.products",{"sku":{"@path":"$.product_id"},"name":{"@path":"$.name"},"price":{"@path":"$.price"},"count":{"@path":"$.quantity"}}]},
             "context":{"@path":"$.context"},"channel":"web"}
            """),
    };

    /// <summary>A sentence with values, a condition with filters, and a date.</summary>
    public static JsonElement Liquid { get; } = Json(
        """
        {"title":{"@liquid":"Order {{ properties.order_id | upcase }} by {{ userId }}: {{ properties.products.size }} products for {{ properties.total | round }} {{ properties.currency }}"},
         "tier":{"@liquid":"{% if properties.total > 100 and event contains \"Completed\" %}gold{% elsif properties.coupon %}coupon{% else %}{{ properties.tier | default: 'none' }}{% endif %}"},
         "day":{"@liquid":"{{ timestamp | date: '%Y-%m-%d' }}"}}
        """);

    public static JsonElement Json(string text) => JsonElement.Parse(text);
}
