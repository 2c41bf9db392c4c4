namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>What makes an event valid: the tracking API's own rules, by type.</summary>
internal static class EventRules
{
    /// <summary>The reference's limit, in characters.</summary>
    public const int MaxMessageIdLength = 100;

    private static readonly EventMember[] Ids = [EventMember.UserId, EventMember.AnonymousId, EventMember.GroupId, EventMember.PreviousId];

    /// <summary>Null when the event is valid.</summary>
    public static Rejection? Check(EventType type, EventScan scan)
    {
        foreach (var id in Ids)
        {
            if (scan[id].IsPresent && !scan[id].IsString)
            {
                return Rejection.IdNotString;
            }
        }

        return CheckIds(type, scan) ?? type switch
        {
            EventType.Track => CheckTrack(scan),
            EventType.Page or EventType.Screen => CheckPage(scan),
            _ => CheckTraits(scan),
        };
    }

    private static Rejection? CheckIds(EventType type, EventScan scan)
    {
        var hasUser = scan[EventMember.UserId].IsText;
        var hasAnonymous = scan[EventMember.AnonymousId].IsText;
        if (type == EventType.Alias ? !hasUser : !hasUser && !hasAnonymous)
        {
            return Rejection.NoUserOrAnonymousId;
        }

        return type switch
        {
            EventType.Group when !scan[EventMember.GroupId].IsText => Rejection.IdRequired,
            EventType.Alias when !scan[EventMember.PreviousId].IsText && !hasAnonymous => Rejection.IdRequired,
            _ => null,
        };
    }

    private static Rejection? CheckTrack(EventScan scan)
    {
        var name = scan[EventMember.Event];
        if (name.IsPresent && !name.IsString)
        {
            return Rejection.EventNotString;
        }

        return name.IsText ? CheckProperties(scan) : Rejection.EventNotDefined;
    }

    private static Rejection? CheckPage(EventScan scan)
    {
        if (scan[EventMember.Name] is { IsPresent: true, IsString: false })
        {
            return Rejection.NameNotString;
        }

        return scan[EventMember.Category] is { IsPresent: true, IsString: false } ? Rejection.CategoryNotString : CheckProperties(scan);
    }

    private static Rejection? CheckProperties(EventScan scan) =>
        scan[EventMember.Properties] is { IsPresent: true, IsObject: false } ? Rejection.PropertiesNotObject : null;

    private static Rejection? CheckTraits(EventScan scan) =>
        scan[EventMember.Traits] is { IsPresent: true, IsObject: false } ? Rejection.TraitsNotObject : null;
}
