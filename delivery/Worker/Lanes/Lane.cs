using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Batching;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Functions;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Turns;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// One destination's way through the log: its own cursor, its own connections, its own backlog. Its loops share it: the pump takes events and starts their
/// deliveries or adds them to batches, others start the batches as they close and what has waited for its turn, the retries take what is parked, the committer moves the cursor behind what is settled. Nothing in it waits for another lane.
/// </summary>
internal sealed class Lane : IDisposable
{
    private readonly LaneServices _services;
    private readonly ILogCursor _cursor;
    private readonly DestinationTransport _transport;
    private readonly LaneMeter _meter;
    private readonly LaneHolds _holds;
    private readonly LaneFlights _flights;
    private readonly LaneControls _controls;
    private readonly ParkedRetries _retries;
    private readonly EventRetries _events;
    private readonly Deliverer _deliverer;
    private readonly BatchDeliverer _batches;
    private readonly LaneOrder _order;
    private readonly LaneStarts _starts;
    private readonly LaneVisits _visits = new();
    private readonly SettlementWindow _window = new(LaneLimits.Window);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly Lock _applying = new();
    private LaneSettings _settings;

    /// <summary>Guarded by _applying.</summary>
    private LaneFunction? _function;
    private Task _running = Task.CompletedTask;

    public Lane(LaneServices services, ILogCursor cursor, DestinationSettings destination, string ownNamespace)
    {
        _services = services;
        _cursor = cursor;
        Key = destination.Lane;
        Name = destination.Config.Name;
        var policy = new EgressPolicy(services.Egress, ownNamespace);
        _transport = new DestinationTransport(policy, new EgressConnector(policy, services.Egress, services.Resolver, services.Time));
        _meter = new LaneMeter(services.Metrics, Name, services.Time);
        _holds = new LaneHolds(services.Time, services.Random);
        _flights = new LaneFlights(destination.Config.Delivery.Concurrency.Max, Key, _holds, services.Time, services.Logger);
        _controls = new LaneControls(services, Key, _holds, _flights, _meter);
        _retries = new ParkedRetries(services.Parking, Key, _flights, _holds, services.Time, services.Logger);
        var batcher = new Batcher(BatchLimits.Default, services.Time);
        var users = new UserQueues<OrderedDelivery>(TurnLimits.Default, delivery => delivery.Member is { } member && batcher.TryJoin(member));
        var keeper = new DeliveryKeeper(services, Key, _meter, _holds, users, _retries);
        _events = new EventRetries(services, keeper, _meter);
        var judge = new DeliveryJudge(services, Key, _meter, _holds);
        _deliverer = new Deliverer(services, judge, keeper, _meter, _holds, _events);
        _batches = new BatchDeliverer(services, new BatchJudge(judge, keeper, _meter, _holds), keeper, _holds);
        _order = new LaneOrder(users, _window, _flights, batcher, _holds, keeper);
        _starts = new LaneStarts(_window, _flights, batcher, _order, _meter);
        _settings = SettingsOf(destination);
        _controls.Configure(destination);
    }

    /// <summary>The name in the log and the store.</summary>
    public string Key { get; }

    /// <summary>The destination's name.</summary>
    public string Name { get; }

    /// <summary>A request takes no longer.</summary>
    public TimeSpan LongestTry => Volatile.Read(ref _settings).Destination.Config.Delivery.Timeout.Value;

    /// <summary>Ends when the lane has stopped, asked or by a failure. Never faults.</summary>
    public Task Completion => _running;

    /// <summary>Why it waits; null when it runs.</summary>
    public LaneHold? Hold => _holds.Current;

    /// <summary>Deliveries that wait on disk.</summary>
    public long Parked => _holds.Parked;

    /// <summary>What the next event meets.</summary>
    public LaneSettings Settings => Volatile.Read(ref _settings);

    /// <summary>Puts deliveries into the lane's parking, due now. The write is seen to its end, and the lane does not end before it.</summary>
    /// <param name="write">Returns the outcome, and how many events' deliveries were added.</param>
    /// <returns>Null: the lane has ended, and nothing was written.</returns>
    public async Task<(WriteOutcome Outcome, int? Parked)?> ParkFromOutsideAsync(Func<Task<(WriteOutcome Outcome, int? Parked)>> write)
    {
        if (!_visits.TryEnter())
        {
            return null;
        }

        try
        {
            var (outcome, parked) = await write();
            if (parked > 0)
            {
                _holds.AddParked(parked.Value);
                _retries.Parked(_services.Time.GetUtcNow());
            }

            return (outcome, parked);
        }
        finally
        {
            _visits.Leave();
        }
    }

    /// <summary>A delivery became a dead letter from outside.</summary>
    public void GivenUpFromOutside(DeadLetter letter) => _meter.GivenUp(letter.Reason, letter.Detail, letter.Request.Events);

    /// <summary>Takes settings and credentials: the next event, and the next try of a parked delivery, use them. Deliveries under way go on. A new insert function is compiled
    /// beside the lane, which waits for it.</summary>
    public void Apply(DestinationSettings destination, CredentialSet credentials)
    {
        lock (_applying)
        {
            var authorization = LaneAuthorization.Of(destination.Config, credentials);
            _transport.Use(authorization.Tls ?? TlsIdentity.Public);
            _holds.SetAuthorization(authorization);
            var function = LaneFunction.Of(destination.Config, credentials, _function);
            var isNew = !ReferenceEquals(function, _function);
            Use(function, destination);
            if (isNew && function is { IsToCompile: true })
            {
                var stopping = _stopping.Token;
                _ = Task.Run(() => CompileAsync(function, stopping), CancellationToken.None);
            }
        }
    }

    /// <summary>Begins, after <see cref="Apply"/>. Once.</summary>
    public async Task StartAsync(ParsedEvents parsed, CancellationToken cancellationToken)
    {
        _holds.AddParked(await _services.Parking.CountAsync(Key, cancellationToken));
        var (users, last) = await _services.Parking.ReadUsersAsync(Key, cancellationToken);
        _order.Begin(users, last, (await _cursor.GetLagAsync(cancellationToken)).Events > 0);
        _running = Task.Run(() => RunAsync(parsed), CancellationToken.None);
        _services.Logger.LaneStarted(Key);
    }

    /// <summary>Begins no more, lets what is under way end until the deadline, commits what is settled. Throws nothing.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        await _stopping.CancelAsync();
        using (deadline.Register(_abandon.Cancel))
        {
            await _running;
        }

        _services.Logger.LaneStopped(Key);
    }

    public async Task<LaneStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var lag = await _cursor.GetLagAsync(cancellationToken);
        var parkedSince = _holds.Parked > 0 ? await _services.Parking.FindOldestAsync(Key, cancellationToken) : null;
        return new LaneStatus
        {
            Destination = Name,
            Delivered = _meter.DeliveredCount,
            Failed = _meter.FailedCount,
            Filtered = _meter.FilteredCount,
            Parked = _holds.Parked,
            InFlight = _flights.Count,
            Lag = lag.Events,
            OldestPending = Earlier(lag.OldestAt, parkedSince),
            LastDeliveryTime = _meter.LastDeliveryTime,
            LastError = _meter.LastFailure?.Detail,
            LastErrorTime = _meter.LastFailure?.At,
            Hold = _holds.Current,
            RejectedToken = _holds.RejectedToken,
            Breaker = _controls.Breaker,
            ConcurrencyLimit = _flights.Limit,
            Retry = Volatile.Read(ref _settings).Destination.Config.Delivery.Retry,
        };
    }

    /// <summary>After <see cref="StopAsync"/>.</summary>
    public void Dispose()
    {
        _cursor.Dispose();
        _transport.Dispose();
        _flights.Dispose();
        _stopping.Dispose();
        _abandon.Dispose();
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) => left is null || right < left ? right ?? left : left;

    private LaneSettings SettingsOf(DestinationSettings destination)
    {
        var settings = new SenderSettings
        {
            Timeout = destination.Config.Delivery.Timeout.Value,
            Authentication = destination.Config.Authentication.Type,
            Statuses = destination.Config.Delivery.Retry.Statuses,
            Authorize = () => _holds.Authorization,
            Watch = _controls,
        };
        return new LaneSettings(destination, new WebhookSender(_transport, settings, _services.Time, _services.Random));
    }

    /// <summary>In the order in which nothing is read under a function that is not in the settings yet.</summary>
    private void Use(LaneFunction? function, DestinationSettings destination)
    {
        _function = function;
        if (function?.Problem is { } problem && _holds.SetFunctionProblem(problem) && !function.IsToCompile)
        {
            _services.Logger.FunctionUnusable(Key, problem);
        }

        if (!ReferenceEquals(_settings.Destination, destination))
        {
            Volatile.Write(ref _settings, SettingsOf(destination) with { Function = function?.Pool });
            _controls.Configure(destination);
        }
        else if (!ReferenceEquals(_settings.Function, function?.Pool))
        {
            Volatile.Write(ref _settings, _settings with { Function = function?.Pool });
        }

        _holds.SetFunctionProblem(function?.Problem);
    }

    /// <summary>In a turn of the lane's: neither its set nor a stop waits for it.</summary>
    private async Task CompileAsync(LaneFunction function, CancellationToken stopping)
    {
        try
        {
            var compiled = await _services.Functions.RunAsync(Key, () => function.Compile(_services.Time), stopping);
            lock (_applying)
            {
                // Not where another took its place meanwhile, or the lane stopped.
                if (ReferenceEquals(function, _function) && !stopping.IsCancellationRequested)
                {
                    Use(compiled, _settings.Destination);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task RunAsync(ParsedEvents parsed)
    {
        var committer = new LaneCommitter(_cursor, _window, _services.Time, _services.Logger);
        var pump = new LanePump(_cursor, parsed, _starts, _holds, _services.Functions, _services.Logger);
        await Task.WhenAll(
            UntilStoppedAsync(token => pump.RunAsync(() => Volatile.Read(ref _settings), _meter, DeliverAsync, token)),
            UntilStoppedAsync(token => _starts.RunBatchesAsync(DeliverAsync, token)),
            UntilStoppedAsync(token => _order.RunTurnsAsync(DeliverAsync, token)),
            UntilStoppedAsync(_order.RunParkingAsync),
            UntilStoppedAsync(token => _retries.RunAsync(() => RetrySchedule.LongestWait(Volatile.Read(ref _settings).Destination.Config.Delivery.Retry), DeliverAgainAsync, token)),
            UntilStoppedAsync(committer.RunAsync));
        await LandAsync(committer);
    }

    private Task DeliverAsync(LaneSettings settings, LogEvent entry, PlannedDelivery planned) => planned.Batched is { } mapping
        ? _batches.DeliverAsync(settings, Batcher.Single(LaneStarts.MemberOf(settings, entry, planned, mapping, 0)) with { Replay = planned.Replay }, _stopping.Token, _abandon.Token)
        : _deliverer.DeliverAsync(settings, entry, planned, _stopping.Token, _abandon.Token);

    private Task DeliverAsync(Batch batch) => _batches.DeliverAsync(Volatile.Read(ref _settings), batch, _stopping.Token, _abandon.Token);

    private async Task DeliverAgainAsync(ParkedDelivery delivery)
    {
        var settings = Volatile.Read(ref _settings);
        try
        {
            await TryAgainAsync(settings, delivery);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && _abandon.IsCancellationRequested))
        {
            _services.Logger.RetryDefect(exception, Key);
            await _deliverer.FailAsync(settings, delivery, exception, _abandon.Token);
        }
    }

    private Task TryAgainAsync(LaneSettings settings, ParkedDelivery delivery)
    {
        if (delivery.Mapping == PlannedDelivery.TheEvent)
        {
            return _events.AgainAsync(settings, delivery, (entry, planned) => DeliverAsync(settings, entry, planned), _abandon.Token);
        }

        return delivery.Request.Items is not null
            ? _batches.DeliverAgainAsync(settings, delivery, _abandon.Token)
            : _deliverer.DeliverAgainAsync(settings, delivery, _abandon.Token);
    }

    /// <summary>
    /// Runs a loop until the lane stops. One that fails stops the lane, whose set opens it anew behind the last commit: a pump that
    /// merely went on would pass over what it had read and not begun.
    /// </summary>
    private async Task UntilStoppedAsync(Func<CancellationToken, Task> loop)
    {
        try
        {
            await loop(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            _services.Logger.LaneFailed(exception, Key);
            await _stopping.CancelAsync();
        }
    }

    private async Task LandAsync(LaneCommitter committer)
    {
        try
        {
            await _starts.FlushAsync(_holds, DeliverAsync, _abandon.Token);
            await _flights.WaitForAllAsync(_abandon.Token);
        }
        catch (OperationCanceledException)
        {
            _services.Logger.LaneAbandoned(Key);

            // Those that were abandoned notice it at once; none may run on when the store closes.
            await _flights.WaitForAllAsync(CancellationToken.None);
        }

        // What is under way into the parking is there before another lane of this name counts it.
        await _visits.CloseAsync();

        // Not cancelled by the deadline: what is settled is repeated if this is not written.
        await committer.CommitAsync(CancellationToken.None);
    }
}
