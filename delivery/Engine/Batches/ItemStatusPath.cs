using System.Globalization;
using System.Text.RegularExpressions;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Paths;

namespace ExtensibleWebhooks.Engine.Batches;

/// <summary>
/// Where an answer to a batch has one status per event, in the batch's order: <c>$.items[*].status</c>. Left of <c>[*]</c> a mapping's path to the list, right of it
/// one within each item; nothing on the right: the items are the statuses. Any number of threads may share it.
/// </summary>
public sealed class ItemStatusPath
{
    private const string Each = "[*]";

    private readonly EventPath _list;
    private readonly EventPath _status;

    private ItemStatusPath(EventPath list, EventPath status)
    {
        _list = list;
        _status = status;
    }

    /// <summary>Null: it is none.</summary>
    public static ItemStatusPath? Parse(string text)
    {
        if (!Regex.IsMatch(text, BatchingSpec.ItemStatusPattern))
        {
            return null;
        }

        var each = text.IndexOf(Each, StringComparison.Ordinal);
        return new ItemStatusPath(MappingPathSyntax.Parse(text[1..each]), MappingPathSyntax.Parse(text[(each + Each.Length)..]));
    }

    /// <summary>Reads an answer. Throws nothing for any bytes.</summary>
    public ItemStatuses Read(ReadOnlyMemory<byte> body)
    {
        var read = EventDocument.Parse(body);
        if (!read.IsRead)
        {
            return ItemStatuses.Unreadable;
        }

        using var document = read.Document;
        var list = _list.Find(document.Root);
        if (list.Kind != EventValueKind.Array)
        {
            return ItemStatuses.NoList;
        }

        var statuses = new List<int>();
        foreach (var item in list.Items)
        {
            statuses.Add(StatusOf(_status.Find(item)));
        }

        return new ItemStatuses(ItemStatusKind.Listed, statuses);
    }

    private static int StatusOf(EventValue value)
    {
        var number = value.Kind == EventValueKind.Number ? value.GetNumber()
            : int.TryParse(value.GetText(), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed
            : 0;
        return number is >= 100 and <= 599 && number == Math.Floor(number) ? (int)number : 0;
    }
}
