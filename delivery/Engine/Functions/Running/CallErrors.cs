using System.Globalization;
using System.Text.RegularExpressions;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace ExtensibleWebhooks.Engine.Functions.Running;

/// <summary>What a call that did not end well means. Errors are known by their <c>name</c>, as Segment's documentation has it.</summary>
internal static partial class CallErrors
{
    /// <summary>Longer messages are cut.</summary>
    private const int MaxMessage = 1024;

    /// <summary>Whatever a source made the interpreter throw.</summary>
    public static FunctionOutcome Of(Exception exception) => exception switch
    {
        JavaScriptException error => Of(error),
        LimitReached limit => Failed(limit.Message, limit.Verdict),
        RecursionDepthOverflowException => Failed($"a function called itself more than {FunctionLimits.MaxRecursion} times deep"),
        MemoryLimitExceededException memory when memory.Message.Contains("allocated", StringComparison.Ordinal) =>
            Failed($"the call allocated more than {FunctionLimits.MaxAllocatedBytes >> 20} MiB"),
        MemoryLimitExceededException => Failed($"an array has more than {FunctionLimits.MaxArrayLength} elements"),
        RegexMatchTimeoutException => Failed($"a regular expression took longer than {FunctionLimits.RegexTimeout.TotalMilliseconds:0} ms: it goes back and forth over the text"),
        OutOfMemoryException => Failed("a single text or array is larger than the worker's memory"),
        // The interpreter is somebody else's, and its errors are caused by what a user wrote: the outcome is theirs, the worker goes on.
        _ => Failed($"the interpreter gave up: {exception.Message.Split('\n')[0]}"),
    };

    private static FunctionOutcome Of(JavaScriptException error)
    {
        var name = TextOf(error.Error, "name");
        var message = TextOf(error.Error, "message") ?? error.Error.ToString();
        var verdict = name switch
        {
            "DropEvent" => FunctionVerdict.Dropped,
            "EventNotSupported" => FunctionVerdict.NotSupported,
            "InvalidEventPayload" or "ValidationError" => FunctionVerdict.Rejected,
            "RetryError" => FunctionVerdict.Retry,
            _ => FunctionVerdict.Failed,
        };
        var (line, column) = PlaceOf(error);
        return new FunctionOutcome { Verdict = verdict, Message = Cut(name is null ? message : $"{name}: {message}"), Line = line, Column = column };
    }

    private static FunctionOutcome Failed(string message, FunctionVerdict verdict = FunctionVerdict.Failed) => new() { Verdict = verdict, Message = Cut(message) };

    private static string? TextOf(JsValue error, string member) =>
        error is ObjectInstance thrown && thrown.Get(member) is JsString text ? text.ToString() : null;

    /// <summary>Of the throw; where a promise or a built-in threw it, of the first line of the stack that is in the source.</summary>
    private static (int? Line, int? Column) PlaceOf(JavaScriptException error)
    {
        if (error.Location is { SourceFile: FunctionEngine.SourceName, Start.Line: > 0 })
        {
            return (error.Location.Start.Line, error.Location.Start.Column + 1);
        }

        var place = Place().Match(TextOf(error.Error, "stack") ?? "");
        return place.Success
            ? (int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(place.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : (null, null);
    }

    private static string Cut(string message) => message.Length <= MaxMessage ? message : message[..MaxMessage] + "…";

    [GeneratedRegex($@"\b{FunctionEngine.SourceName}:(\d{{1,9}}):(\d{{1,9}})", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
