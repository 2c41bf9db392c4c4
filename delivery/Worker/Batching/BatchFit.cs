using System.Globalization;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.DeadLetters;

namespace ExtensibleWebhooks.Worker.Batching;

/// <summary>Whether an event's request may share a body with others. What may not is a dead letter of its own, so that it spoils no batch.</summary>
internal static class BatchFit
{
    /// <summary>Null: it may.</summary>
    public static (DeadLetterReason Reason, string Problem)? Check(RenderedRequest request, BatchRules rules)
    {
        if (request.Target.IsForm)
        {
            return (DeadLetterReason.NotSendable, "a form holds one event: it cannot be sent in a batch");
        }

        if (!request.HasBody)
        {
            return (DeadLetterReason.NotSendable, "the data gives no body: there is nothing to put into a batch");
        }

        var bytes = (long)request.Body.Length + rules.Frame.Length;
        return bytes <= rules.MaxBytes
            ? null
            : (DeadLetterReason.PayloadTooLarge, string.Create(CultureInfo.InvariantCulture, $"alone in a batch it is {bytes} bytes, batching.maxBytes allows {rules.MaxBytes}"));
    }
}
