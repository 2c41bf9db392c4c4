using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Leadership;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Leadership;

/// <summary>A Lease in memory, shared by several electors.</summary>
internal sealed class FakeLease
{
    private int _version;

    public LeaseRecord? Record { get; set; }

    public LeaseRecord? TryWrite(LeaseRecord record)
    {
        if (record.ResourceVersion != (Record?.ResourceVersion ?? ""))
        {
            return null;
        }

        return Record = record with { ResourceVersion = $"{++_version}" };
    }
}

/// <summary>What the next calls of one elector meet. All times are by the elector's own clock.</summary>
internal sealed class FakeLeaseStore(FakeLease lease, TimeProvider time) : ILeaseStore
{
    /// <summary>Calls fail.</summary>
    public bool Fails { get; set; }

    /// <summary>Writes are carried out, and their answer is lost.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Between the server's act and the answer.</summary>
    public TimeSpan AnswerDelay { get; set; }

    /// <summary>Between the call and the server's act.</summary>
    public TimeSpan RequestDelay { get; set; }

    public int Calls { get; private set; }

    public async Task<LeaseRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        var record = lease.Record;
        await Task.Delay(AnswerDelay, time, cancellationToken);
        return record;
    }

    public async Task<LeaseRecord?> TryWriteAsync(LeaseRecord record, CancellationToken cancellationToken)
    {
        // A request on its way arrives, whether its sender still waits for the answer or not.
        await BeginAsync(CancellationToken.None);
        var written = lease.TryWrite(record);
        await Task.Delay(AnswerDelay, time, cancellationToken);
        return LosesAnswers ? throw Error() : written;
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        Calls++;
        if (Fails)
        {
            throw Error();
        }

        await Task.Delay(RequestDelay, time, cancellationToken);
    }

    private static KubeApiException Error() => new(new ApiError { Code = 503, Reason = "ServiceUnavailable", Verb = "patch", Resource = "leases" });
}
