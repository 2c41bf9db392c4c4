using System.Text;
using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.OAuthServer.Faults;

/// <summary>What the client is answered under a fault.</summary>
internal static class FaultyAnswers
{
    private const string Json = "application/json;charset=UTF-8";
    private const string Html = "text/html; charset=utf-8";
    private const string Page = "<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>Something went wrong</h1><p>Try again later.</p></body></html>";

    /// <summary>Instead of asking the server; null: the server is asked.</summary>
    public static Answer? Instead(Fault fault, string path) => fault switch
    {
        Fault.ServerError => new Answer(500, null, ""),
        Fault.Unavailable => new Answer(503, "text/plain", "busy") { Headers = [("Retry-After", "2")] },
        Fault.TooManyRequests => new Answer(429, "text/plain", "slow down") { Headers = [("Retry-After", "2")] },
        Fault.InvalidGrant => new Answer(400, Json, """{"error":"invalid_grant","error_description":"The grant is no longer good."}"""),
        Fault.InvalidClient => new Answer(401, Json, """{"error":"invalid_client","error_description":"The client is not known."}"""),
        Fault.HtmlPage => new Answer(502, Html, Page),
        Fault.HtmlPageWithSuccess => new Answer(200, Html, Page),
        Fault.Redirect => new Answer(307, null, "") { Headers = [("Location", path + "?redirected=1")] },
        Fault.Huge => new Answer(200, Json, $$"""{"access_token":"{{new string('a', 1 << 20)}}","token_type":"Bearer","expires_in":3600}"""),
        _ => null,
    };

    /// <summary>The server's own answer, changed as the fault asks; an answer that grants nothing is left as it is.</summary>
    public static Answer Changed(Fault fault, Answer answer)
    {
        if (answer.Status != 200 || JsonNode.Parse(answer.Body.Length == 0 ? "{}" : answer.Body) is not JsonObject granted)
        {
            return answer;
        }

        switch (fault)
        {
            case Fault.NoExpiresIn:
                granted.Remove("expires_in");
                return answer with { Body = granted.ToJsonString() };
            case Fault.TextExpiresIn:
                granted["expires_in"] = granted["expires_in"]?.ToString();
                return answer with { Body = granted.ToJsonString() };
            case Fault.NoRefreshToken:
                granted.Remove("refresh_token");
                return answer with { Body = granted.ToJsonString() };
            case Fault.FormEncoded:
                return answer with { ContentType = "application/x-www-form-urlencoded", Body = Form(granted) };
            default:
                return answer;
        }
    }

    private static string Form(JsonObject granted)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in granted)
        {
            text.Append(text.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value?.ToString() ?? ""));
        }

        return text.ToString();
    }
}
