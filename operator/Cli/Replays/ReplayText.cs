using ExtensibleWebhooks.Cli.Inspect;
using ExtensibleWebhooks.Worker.Inspect;

namespace ExtensibleWebhooks.Cli.Replays;

/// <summary>Replays as people read them. Pure.</summary>
internal static class ReplayText
{
    private const string Letters = "dead letters";

    public static string List(IReadOnlyList<ReplayStatus> replays) => TextTable.Write(
        ["ID", "CREATED", "DESTINATION", "OF", "PHASE", "MATCHED", "DELIVERED", "PENDING", "FAILED"],
        [
            .. replays.Select(replay => new[]
            {
                replay.Id ?? "",
                Shown.Time(replay.CreatedAt),
                replay.Destination,
                OfWhat(replay),
                replay.Phase.ToString(),
                Shown.Number(replay.Matched),
                Shown.Number(replay.Delivered),
                Shown.Number(replay.Pending),
                Shown.Number(replay.Failed),
            }),
        ]);

    public static string Show(ReplayStatus replay) => TextTable.WritePairs(
    [
        ("Id", replay.Id),
        ("Destination", replay.Destination),
        ("Of", OfWhat(replay)),
        ("Since", Shown.Time(replay.Events?.Since)),
        ("Until", Shown.Time(replay.Events?.Until)),
        ("Trigger", replay.Events?.Trigger),
        ("Created", Shown.Time(replay.CreatedAt)),
        ("Rate", $"{Shown.Number(replay.RatePerSecond)} a second"),
        ("Phase", replay.Phase.ToString()),
        ("Message", replay.Message),
        ("Events looked at", replay.Read is { } read ? Shown.Number(read) : null),
        ("Events gone", replay.Missed is > 0 and { } missed ? $"{Shown.Number(missed)}: retention, or damage of the log" : null),
        ("Log begins", replay.LogBegins is { } begins ? $"{Shown.Time(begins)}: what came before is gone" : null),
        ("Matched", Shown.Number(replay.Matched)),
        ("Went back", Shown.Number(replay.Replayed)),
        ("Delivered", Shown.Number(replay.Delivered)),
        ("Pending", Shown.Number(replay.Pending)),
        ("Given up again", Shown.Number(replay.Failed)),
    ]);

    /// <summary>How it stands, in a line.</summary>
    public static string Line(ReplayStatus replay) => replay switch
    {
        { Id: null } => $"{replay.Destination}: {Shown.Number(replay.Matched)} dead letters would be sent again",
        { DryRun: true } => $"{replay.Destination}: replay {replay.Id} {replay.Phase}: {Shown.Number(replay.Matched)} webhooks of {Shown.Number(replay.Read ?? 0)} events would be sent again",
        _ => $"{replay.Destination}: replay {replay.Id} {replay.Phase}: {Shown.Number(replay.Delivered)} of {Shown.Number(replay.Matched)} delivered, {Shown.Number(replay.Pending)} pending, {Shown.Number(replay.Failed)} given up again",
    };

    private static string OfWhat(ReplayStatus replay) => (replay.Events is null ? Letters : "events") + (replay.DryRun ? ", dry run" : "");
}
