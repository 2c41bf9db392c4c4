using CsCheck;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.Lanes;
using ExtensibleWebhooks.Worker.Sending;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Worker.Tests.Lanes;

/// <summary>Answers to old and new tokens, renewals and other holds in any order, against a model of what may hold the lane.</summary>
public class LaneHoldsTokenProperties
{
    private const string Other = "another reason";
    private static readonly RetrySpec Retry = new();

    private enum Step
    {
        /// <summary>The token file has this token.</summary>
        Renew,

        /// <summary>A try with this token was answered 401.</summary>
        Refuse,

        /// <summary>A try with this token was answered 2xx.</summary>
        Take,

        /// <summary>A try was answered a status that holds.</summary>
        Hold,

        /// <summary>Time goes by.</summary>
        Wait,
    }

    /// <summary>Few tokens, so that old ones come back.</summary>
    private static readonly Gen<(Step Step, int Token)[]> Steps = Gen.Select(Gen.Enum<Step>(), Gen.Int[1, 3]).Array[0, 60];

    [Fact]
    public void Lane_IsHeldByTheTokenInUse_AndByNoOther() => Steps.Sample(steps =>
    {
        var time = new FakeTimeProvider();
        var holds = new LaneHolds(time, new Random(1));
        holds.SetAuthorization(Of(1));
        var inUse = "t1";
        string? heldBy = null;
        foreach (var (step, number) in steps)
        {
            var token = $"t{number}";
            switch (step)
            {
                case Step.Renew:
                    holds.SetAuthorization(Of(number));
                    inUse = token;
                    heldBy = heldBy == Other || heldBy == inUse ? heldBy : null;
                    break;
                case Step.Refuse:
                    Assert.Equal(token == inUse && heldBy is null, holds.Reject(token, "refused", Retry));
                    heldBy = token == inUse ? token : heldBy;
                    break;
                case Step.Take:
                    holds.Succeeded(token);
                    heldBy = heldBy == Other || heldBy == token ? null : heldBy;
                    break;
                case Step.Hold:
                    holds.Hold(HoldReason.Held, "answered 402", Retry);
                    heldBy = Other;
                    break;
                default:
                    time.Advance(TimeSpan.FromSeconds(number));
                    break;
            }

            Assert.Equal(heldBy == Other ? null : heldBy, holds.RejectedToken);
            Assert.Equal(heldBy is null ? null : heldBy == Other ? HoldReason.Held : HoldReason.CredentialsRejected, holds.Current?.Reason);
            Assert.Equal(heldBy is null, holds.IsFree);
            if (heldBy is not null)
            {
                Assert.Equal(time.GetUtcNow(), holds.ResumedAt);
            }
        }
    });

    [Fact]
    public async Task Waiter_OfARefusedToken_GoesOnAtOnceWithAnother()
    {
        var time = new FakeTimeProvider();
        var holds = new LaneHolds(time, new Random(1));
        holds.SetAuthorization(Of(1));
        holds.Reject("t1", "refused", Retry);
        var waiting = holds.WaitToSendAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);

        holds.SetAuthorization(Of(2));

        await waiting;
        Assert.True(holds.TryBegin(out var isProbe));
        Assert.False(isProbe);
    }

    [Fact]
    public void Deliveries_ThatWaitedForACredential_BeginTheirTimeAnew()
    {
        var time = new FakeTimeProvider();
        var holds = new LaneHolds(time, new Random(1));
        holds.SetAuthorization(new Authorization("there is no access token yet", null));
        time.Advance(TimeSpan.FromDays(1));

        holds.SetAuthorization(Of(1));
        var resumed = time.GetUtcNow();
        time.Advance(TimeSpan.FromMinutes(1));
        holds.SetAuthorization(Of(2));

        Assert.Equal(resumed, holds.ResumedAt);
    }

    private static Authorization Of(int token) => new(null, $"Bearer {token}") { Token = $"t{token}" };
}
