using ExtensibleWebhooks.Engine.Tests.Differential.Json;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Requests;

/// <summary>Targets as people write them, constant or of the event, and what an event may make of them.</summary>
internal sealed class RequestGenerator(Random random)
{
    private static readonly string[] Schemes = ["https://", "https://", "http://", "http://", "HTTP://", "ftp://", "mailto:", "javascript:", "//", "", "https:/", "urn:"];
    private static readonly string[] Hosts = ["example.com", "example.com", "EXAMPLE.com", "localhost", "10.0.0.1", "[::1]", "u:p@example.com", "u@example.com", "a_b.example.com", "xn--bcher-kva.example", "example.com.", ""];
    private static readonly string[] Ports = ["", "", "", ":80", ":443", ":8080", ":", ":99999", ":x"];
    private static readonly string[] Paths = ["", "/", "/a", "/a/b", "/a/../b", "/./a", "/a//b", "/%41%2f", "/%zz", "/a b", "/é", "/a;b=c", "/a:b@c", "/~a", "/a|b", "/a^b", "/a`b", "/{a}", "/a\\b", "/\"a\"", "/<a>", "/%", "/a'b(c)!*", "/a[0]"];
    private static readonly string[] Queries = ["", "", "", "?", "?a=b", "?a=b&c=%20", "?a=b c", "?a=é", "?a='b'", "?a=\"b\"", "?a=<b>", "?a={b}|c^`", "?a[]=1", "#f", "?a#f", "?a=b#f g", "?a=b?c", "\n"];
    private static readonly string[] Names = ["X-A", "x-a", "A", "Accept", "Content-Type", "content-type", "CONTENT-TYPE", "User-Agent", "Authorization", "X-Signature", "Cookie", "Host", "Content-Length", "Connection", "x_y", "a b", "é", "", "@", "A:"];
    private static readonly string[] Types = ["application/json", "application/x-www-form-urlencoded", "APPLICATION/X-WWW-FORM-URLENCODED", "application/x-www-form-urlencoded; charset=utf-8", "text/plain", "application/vnd.api+json", "undefined", ""];
    private static readonly string[] Texts = ["a", "a b", " a ", "", "undefined", "null", "é", "€", "😀", "a\nb", "a\tb", "a\u0000b", "a,b", "\"a\""];

    public RequestCase Case()
    {
        var mapping = new List<JsonMember> { new("url", OrOfTheEvent("u", Url())) };
        if (!random.Once(10))
        {
            mapping.Add(new("method", OrOfTheEvent("m", new JsonText(random.Of("POST", "POST", "PUT", "PATCH", "post", "GET", "")))));
        }

        if (!random.Once(4))
        {
            mapping.Add(new("headers", random.Once(4) ? Path("h") : Headers(HeaderValue)));
        }

        return new RequestCase(new JsonObject(mapping), new JsonObject(
            ("u", Odd(Url())),
            ("m", Odd(new JsonText(random.Of("POST", "PUT", "PATCH", "post", "DELETE")))),
            ("h", Odd(Headers(Constant))),
            ("v", Constant()),
            ("p", new JsonText(random.Of("a", "a/b", "a b", "é", "..", "a?b", "a#b", "%2e")))));
    }

    private JsonText Url() => new(random.Of(Schemes) + random.Of(Hosts) + random.Of(Ports) + random.Of(Paths) + random.Of(Queries));

    private JsonValue OrOfTheEvent(string field, JsonText constant) => random.Next(6) switch
    {
        < 3 => constant,
        3 => Path(field),
        4 => new JsonObject(("@template", new JsonText($"{{{{{field}}}}}"))),
        _ => new JsonObject(("@template", new JsonText($"{(field == "u" ? "https://example.com/" : "")}{{{{{(field == "u" ? "p" : field)}}}}}"))),
    };

    /// <summary>What an event has in a place now and then, instead of what is hoped for.</summary>
    private JsonValue Odd(JsonValue value) => random.Next(14) switch
    {
        0 => new JsonList([value]),
        1 => new JsonList([new JsonList([value])]),
        2 => new JsonList([value, new JsonText("x")]),
        3 => random.Of<JsonValue>(JsonScalar.Null, JsonScalar.Of(true), new JsonScalar("5"), new JsonText(""), new JsonText("x"), new JsonList([]), new JsonObject(), new JsonObject(("a", value))),
        _ => value,
    };

    private JsonObject Headers(Func<JsonValue> value) => new([.. random.List(0, 4, () => random.Of(Names))
        .Distinct()
        .Where(name => name != "@" || random.Once(10))
        .Select(name => new JsonMember(name, name.Length == 12 && !random.Once(5) ? new JsonText(random.Of(Types)) : value()))]);

    private JsonValue HeaderValue() => random.Once(3) ? Path("v") : Constant();

    private JsonValue Constant() => random.Next(8) switch
    {
        0 => random.Of<JsonValue>(JsonScalar.Null, JsonScalar.Of(true), new JsonScalar("5"), new JsonScalar("1e21"), new JsonScalar("0.10"), new JsonScalar("-0")),
        1 => random.Of<JsonValue>(new JsonObject(("a", new JsonText("b"))), new JsonList([new JsonText("a"), new JsonScalar("1")]), new JsonList([]), new JsonList([JsonScalar.Null, new JsonObject()])),
        _ => new JsonText(random.Of(Texts)),
    };

    private static JsonObject Path(string field) => new(("@path", new JsonText($"$.{field}")));
}
