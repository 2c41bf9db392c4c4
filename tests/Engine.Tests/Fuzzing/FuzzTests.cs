using System.Globalization;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Engine.Text;
using ExtensibleWebhooks.Engine.Triggers;

namespace ExtensibleWebhooks.Engine.Tests.Fuzzing;

/// <summary>
/// Mutations of the cases through everything that reads what a user or a remote wrote. Whatever comes: no exception, an end, and either a result or what is wrong with it.
/// A fixed number of fixed inputs; <c>make fuzz</c> goes on for the seconds that it is given, from another start.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const string SecondsVariable = "EXTENSIBLE_WEBHOOKS_FUZZ_SECONDS";
    private const int Inputs = 10_000;
    private const int ShownOfSlowest = 200;

    /// <summary>Against hangs only: the slowest input takes milliseconds, on a busy machine more.</summary>
    private static readonly TimeSpan HangCeiling = TimeSpan.FromMinutes(1);

    private readonly Corpus _corpus = Corpus.Read();

    [Fact]
    public void Trigger_Mutated_IsRefusedOrPrintsAsItselfAndMatchesTheSame() => Run(mutator =>
    {
        var text = mutator.Mutate(_corpus.Triggers);
        var @event = mutator.Mutate(Encoding.UTF8.GetBytes(mutator.Mutate(_corpus.Events)));
        return ($"{Show(text)}\n{Show(Encoding.UTF8.GetString(@event))}", () => Trigger(text, @event));
    });

    [Fact]
    public void Mapping_Mutated_IsRefusedOrGivesARequestOrAFailure() => Run(mutator =>
    {
        var mapping = Wtf8.GetBytes(mutator.Mutate(_corpus.Mappings));
        var url = mutator.Mutate(_corpus.Mappings);
        var @event = mutator.Mutate(Wtf8.GetBytes(mutator.Mutate(_corpus.Events)));
        return ($"{Show(Encoding.UTF8.GetString(mapping))}\n{Show(url)}\n{Show(Encoding.UTF8.GetString(@event))}", () => Mapping(mapping, Wtf8.GetBytes(url), @event));
    });

    private static void Trigger(string text, byte[] @event)
    {
        var result = TriggerCompiler.Compile(text);
        Assert.NotEqual(result.IsCompiled, result.Diagnostics.Count > 0);
        using var document = EventDocument.Parse(@event).Document;
        if (result.Trigger is null || document is null)
        {
            return;
        }

        var again = TriggerCompiler.Compile(result.Trigger.CanonicalText);
        Assert.True(again.IsCompiled || Encoding.UTF8.GetByteCount(result.Trigger.CanonicalText) > TriggerCompiler.MaxBytes, result.Trigger.CanonicalText);
        Assert.Equal(again.Trigger?.Matches(document) ?? result.Trigger.Matches(document), result.Trigger.Matches(document));
    }

    private static void Mapping(byte[] mapping, byte[] url, byte[] @event)
    {
        using var document = EventDocument.Parse(@event).Document;
        if (document is null || Json(mapping) is not { } data)
        {
            return;
        }

        var result = MappingCompiler.Compile(new MappingSource
        {
            Trigger = "all",
            Url = Json(url) ?? JsonElement.Parse("\"https://example.com/\""),
            Headers = new Dictionary<string, JsonElement> { ["X-Fuzz"] = data },
            Data = data,
        });
        Assert.NotEqual(result.IsCompiled, result.Diagnostics.Count > 0);
        Render(result.Mapping, document);
        var dataOnly = MappingCompiler.Compile(new MappingSource { Trigger = "all", Url = JsonElement.Parse("\"https://example.com/\""), Data = data });
        Render(dataOnly.Mapping, document);
    }

    private static void Render(CompiledMapping? mapping, EventDocument document)
    {
        if (mapping is null)
        {
            return;
        }

        using var request = new RenderedRequest();
        if (mapping.Render(document, request) is null && request.HasBody && !request.Target.IsForm)
        {
            Assert.True(EventDocument.Parse(request.Body).IsRead);
        }
    }

    private static JsonElement? Json(byte[] bytes)
    {
        try
        {
            return JsonElement.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Run(Func<Mutator, (string Input, Action Try)> draw)
    {
        var time = TimeProvider.System;
        var seconds = int.TryParse(Environment.GetEnvironmentVariable(SecondsVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
        var seed = seconds > 0 ? (int)time.GetUtcNow().ToUnixTimeSeconds() : 1;
        var start = time.GetTimestamp();
        var slowest = (Elapsed: TimeSpan.Zero, Input: "");
        var inputs = 0;
        for (; inputs < Inputs || time.GetElapsedTime(start).TotalSeconds < seconds; inputs++)
        {
            var (input, attempt) = draw(new Mutator(new Random(unchecked((seed * 1_000_003) + inputs))));
            var began = time.GetTimestamp();
            if (Record.Exception(attempt) is { } exception)
            {
                Assert.Fail($"input {inputs} of seed {seed}:\n{input}\n{exception}");
            }

            var elapsed = time.GetElapsedTime(began);
            slowest = elapsed > slowest.Elapsed ? (elapsed, input) : slowest;
        }

        output.WriteLine($"seed {seed}: {inputs} inputs, the slowest took {slowest.Elapsed.TotalMilliseconds:N0} ms: {slowest.Input[..Math.Min(slowest.Input.Length, ShownOfSlowest)]}");
        Assert.True(slowest.Elapsed < HangCeiling, $"{slowest.Elapsed}:\n{slowest.Input}");
    }

    /// <summary>As JSON writes it: every character can be seen and copied.</summary>
    private static string Show(string text) => JsonSerializer.Serialize(text);
}
