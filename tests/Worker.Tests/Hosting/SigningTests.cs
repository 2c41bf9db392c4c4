using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support.Reference;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>Whole workers that sign: what arrives is verified as its receiver would.</summary>
public sealed class SigningTests : WorkerTests
{
    private const string First = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Second = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task EveryTry_IsSignedAnew_AndVerifiedByThePublishedPackage()
    {
        var reason = await ReferenceProgram.WhyNotHereAsync(Ending);
        Assert.SkipWhen(reason is not null, reason ?? "");
        Receiver.Answer = (_, response) =>
        {
            response.StatusCode = Receiver.Requests.Count < 3 ? 500 : 200;
            return Task.CompletedTask;
        };
        Worker.Config.WriteFile("signing", First);
        await StartAsync(SigningType.StandardWebhooks, "signing");

        await PostAsync("m-1");

        var received = await Receiver.WaitForAsync(3, Ending);
        using var reference = ReferenceProgram.Start("verify.mjs");
        var questions = received.Select(request => JsonSerializer.Serialize(new { secret = First, headers = request.Headers, body = Convert.ToBase64String(request.Body) }));
        Assert.All(await reference.AskAsync([.. questions], Ending), answer => Assert.Equal("""{"standard":"verified"}""", answer));
        Assert.Single(received.Select(request => request.WebhookId).Distinct());
    }

    [Fact]
    public async Task MissingSecret_HoldsTheLane_AndARotatedOneIsUsedWithoutARestart()
    {
        await StartAsync(SigningType.XSignature, "signing");
        await PostAsync("m-1");
        var held = await Worker.WaitForAsync("crm", figures => figures.TryGetProperty("heldReason", out var held) && held.GetString() == "CredentialsMissing");
        Assert.Contains("signing secret 1 of 1", held.GetProperty("held").GetString(), StringComparison.Ordinal);
        Assert.Empty(Receiver.Requests);

        Worker.Config.WriteFile("signing", "one\n");
        var first = (await Receiver.WaitForAsync(1, Ending))[0];
        Worker.Config.WriteFile("signing", "two");
        await WaitForSignatureAsync("two");

        Assert.Equal(Sha1("one", first.Body), first.Headers["X-Signature"]);
    }

    [Fact]
    public async Task TwoSecrets_BothSign()
    {
        var reason = await ReferenceProgram.WhyNotHereAsync(Ending);
        Assert.SkipWhen(reason is not null, reason ?? "");
        Worker.Config.WriteFile("signing-0", Second);
        Worker.Config.WriteFile("signing-1", First);
        await StartAsync(SigningType.StandardWebhooks, "signing-0", "signing-1");

        await PostAsync("m-1");

        var received = (await Receiver.WaitForAsync(1, Ending))[0];
        using var reference = ReferenceProgram.Start("verify.mjs");
        var questions = new[] { First, Second }.Select(secret => JsonSerializer.Serialize(new { secret, headers = received.Headers, body = Convert.ToBase64String(received.Body) }));
        Assert.All(await reference.AskAsync([.. questions], Ending), answer => Assert.Equal("""{"standard":"verified"}""", answer));
    }

    [Theory]
    [InlineData(SigningScope.FirstEvent)]
    [InlineData(SigningScope.Body)]
    public async Task Batch_IsSignedOverWhatTheScopeSays_AndVerifiedByNode(SigningScope scope)
    {
        var reason = await ReferenceProgram.WhyNotHereAsync(Ending);
        Assert.SkipWhen(reason is not null, reason ?? "");
        Worker.Config.WriteFile("signing", "sécret");
        var mapping = ConfigFolder.Mapping("orders", Receiver.Url, data: """{"id":{"@path":"$.messageId"},"text":{"@path":"$.properties.text"}}""");
        mapping = mapping with { Batching = new BatchingSpec { Enabled = true, MaxSize = 3, MaxWait = Duration.Parse("5m") } };
        var destination = ConfigFolder.Destination("crm", mapping) with { Signing = new SigningConfig { Type = SigningType.XSignature, Scope = scope, SecretFiles = ["signing"] } };
        await StartAsync(destination);

        Assert.Equal(200, await Worker.PostAsync([.. Enumerable.Range(0, 3).Select(number => RunningWorker.Track($"m-{number}", new { text = "ü<😀>" }))]));
        var received = (await Receiver.WaitForAsync(1, Ending))[0];

        // As a receiver has it: the first event of the array, parsed and written again by its own JSON.
        using var reference = ReferenceProgram.Start("verify.mjs");
        var covered = scope == SigningScope.FirstEvent ? Encoding.UTF8.GetBytes(JsonSerializer.Deserialize<JsonElement>(received.Body)[0].GetRawText()) : received.Body;
        var answer = JsonElement.Parse((await reference.AskAsync([JsonSerializer.Serialize(new { secret = "sécret", body = Convert.ToBase64String(covered) })], Ending))[0]);
        Assert.Equal(3, JsonSerializer.Deserialize<JsonElement>(received.Body).GetArrayLength());
        Assert.Equal(received.Headers["X-Signature"], answer.GetProperty("parsed").GetString());
        Assert.Equal(received.Headers["X-Signature"], answer.GetProperty("raw").GetString());
    }

    private static string Sha1(string secret, byte[] body)
    {
#pragma warning disable CA5350 // The algorithm of X-Signature.
        return Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), body));
#pragma warning restore CA5350
    }

    /// <summary>Sends event after event until one is signed with the secret.</summary>
    private async Task WaitForSignatureAsync(string secret)
    {
        for (var number = 2; !Receiver.Requests.Any(request => request.Headers["X-Signature"] == Sha1(secret, request.Body)); number++)
        {
            await PostAsync($"m-{number}");
            await Receiver.WaitForAsync(number, Ending);
        }
    }

    private async Task StartAsync(SigningType type, params string[] files)
    {
        var destination = ConfigFolder.Destination("crm", ConfigFolder.Mapping("orders", Receiver.Url));
        await StartAsync(destination with { Signing = new SigningConfig { Type = type, SecretFiles = files } });
    }

    private async Task PostAsync(string messageId) => Assert.Equal(200, await Worker.PostAsync(RunningWorker.Track(messageId)));
}
