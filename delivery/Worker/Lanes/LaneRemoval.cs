using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Parking;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// Clears away what a destination that is gone has left. Its parked deliveries become dead letters, so that every event that was accepted can
/// still be accounted for, and then its cursor is forgotten. The dead letters stay until their age: they are what a person looks for after a mistake.
/// A disabled destination keeps what it has parked, and its cursor or not.
/// </summary>
internal sealed class LaneRemoval(LaneServices services, LaneBeginnings beginnings)
{
    private const int AtOnce = 200;

    /// <param name="wanted">Keys of the lanes that stay.</param>
    /// <param name="disabled">Keys of lanes that do not run now.</param>
    /// <param name="leaving">Keys of lanes whose deliveries are still under way: their turn comes later.</param>
    /// <param name="cancellationToken">Between two writes.</param>
    /// <returns>False: something is left, to be tried again.</returns>
    public async Task<bool> ClearAsync(
        IReadOnlySet<string> wanted, IReadOnlyDictionary<string, WhileDisabled> disabled, IReadOnlyCollection<string> leaving, CancellationToken cancellationToken)
    {
        try
        {
            var known = await services.Log.ListCursorsAsync(cancellationToken);
            var parked = await services.Parking.ListLanesAsync(cancellationToken);
            var complete = true;
            foreach (var lane in known.Concat(parked).Distinct(StringComparer.Ordinal).Where(lane => !wanted.Contains(lane) && !disabled.ContainsKey(lane) && !leaving.Contains(lane)).ToList())
            {
                complete &= await RemoveAsync(lane, cancellationToken);
            }

            foreach (var (lane, kept) in disabled.Where(pair => (pair.Value == WhileDisabled.Hold) != known.Contains(pair.Key) && !leaving.Contains(pair.Key)))
            {
                complete &= await (kept == WhileDisabled.Hold ? KeepPlaceAsync(lane, cancellationToken) : ForgetPlaceAsync(lane, cancellationToken));
            }

            return complete;
        }
        catch (SqliteException exception)
        {
            services.Logger.LaneDelayed("*", exception.Message);
            return false;
        }
    }

    private async Task<bool> RemoveAsync(string lane, CancellationToken cancellationToken)
    {
        var buried = 0;
        while (await services.Parking.ReadAllAsync(lane, AtOnce, cancellationToken) is { Count: > 0 } parked)
        {
            var outcomes = await Task.WhenAll(parked.Select(delivery => services.Parking.BuryAsync(delivery.Id, LetterOf(delivery), cancellationToken)));
            if (Array.Find(outcomes, burial => !burial.Outcome.IsDurable).Outcome.Reason is { } reason)
            {
                services.Logger.LaneDelayed(lane, reason);
                return false;
            }

            buried += parked.Sum(delivery => delivery.Request.Events);
        }

        if (!await ForgetPlaceAsync(lane, cancellationToken))
        {
            return false;
        }

        services.Logger.LaneRemoved(lane, buried);
        return true;
    }

    /// <summary>A destination that was never enabled, or that skipped until now: from here on nothing passes it.</summary>
    private async Task<bool> KeepPlaceAsync(string lane, CancellationToken cancellationToken)
    {
        using var cursor = await beginnings.OpenAsync(lane, cancellationToken);
        if (cursor is null)
        {
            services.Logger.LaneDelayed(lane, "its cursor could not be made durable");
        }

        return cursor is not null;
    }

    private async Task<bool> ForgetPlaceAsync(string lane, CancellationToken cancellationToken)
    {
        var removed = await services.Log.RemoveCursorAsync(lane, cancellationToken);
        if (!removed.IsDurable)
        {
            services.Logger.LaneDelayed(lane, removed.Reason ?? "");
        }

        return removed.IsDurable;
    }

    private DeadLetter LetterOf(ParkedDelivery delivery) =>
        delivery.ToDeadLetter(DestinationSettings.NameOf(delivery.Lane), DeadLetterReason.DestinationRemoved, services.Time.GetUtcNow());
}
