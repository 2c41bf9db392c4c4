namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>The names of <see cref="Rejection"/> in metrics and logs.</summary>
internal static class Rejections
{
    public static readonly IReadOnlyList<Rejection> All = Enum.GetValues<Rejection>();

    public static string ToReason(this Rejection rejection) => rejection switch
    {
        Rejection.NoUserOrAnonymousId => "no_user_anon_id",
        Rejection.IdRequired => "id_required",
        Rejection.IdNotString => "id_not_string",
        Rejection.EventNotDefined => "event_not_defined",
        Rejection.EventNotString => "event_not_string",
        Rejection.PropertiesNotObject => "properties_not_object",
        Rejection.TraitsNotObject => "traits_not_object",
        Rejection.NameNotString => "name_not_string",
        Rejection.CategoryNotString => "category_not_string",
        Rejection.EmptyBatch => "empty_batch",
        Rejection.NotAnObject => "not_an_object",
        Rejection.TypeUnknown => "type_unknown",
        Rejection.MessageIdTooLong => "message_id_too_long",
        Rejection.EventTooLarge => "event_too_large",
        _ => "too_many_events",
    };
}
