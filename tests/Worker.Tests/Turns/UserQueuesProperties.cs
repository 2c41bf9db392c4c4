using CsCheck;
using ExtensibleWebhooks.Worker.Turns;

namespace ExtensibleWebhooks.Worker.Tests.Turns;

/// <summary>
/// The queues against a model that knows of each user one list: what came and has no end yet, in the order of the log. Whatever comes and ends in whatever way and order, a delivery is begun only
/// when it is the first of its list.
/// </summary>
public class UserQueuesProperties
{
    private const int Users = 3;
    private const int ParkAtOnce = 3;

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, Gen.Int[0, Users - 1].Select(user => new Step(Act.Arrive, user))),
        (3, Gen.Int[0, Users - 1].Select(user => new Step(Act.ArriveForABatch, user))),
        (3, Gen.Int[0, Users - 1].Select(user => new Step(Act.Deliver, user))),
        (2, Gen.Int[0, Users - 1].Select(user => new Step(Act.Fail, user))),
        (3, Gen.Const(new Step(Act.TakeReady, 0))),
        (2, Gen.Const(new Step(Act.Park, 0))),
        (3, Gen.Int[0, Users - 1].Select(user => new Step(Act.EndParked, user))));

    private enum Act
    {
        Arrive,
        ArriveForABatch,
        Deliver,
        Fail,
        TakeReady,
        Park,
        EndParked,
    }

    private enum State
    {
        UnderWay,
        Ready,
        Behind,
        ToPark,
        Parked,
    }

    [Fact]
    public void Queues_ForAnyArrivalsAndEnds_DoAsTheirModel() => Steps.Array[1, 80].Sample(steps => new Run().Do(steps), iter: 5_000);

    private sealed record Step(Act Act, int User);

    private sealed class Run
    {
        private readonly UserQueues<int> _queues;
        private readonly List<Delivery>[] _lists = [[], [], []];
        private readonly Queue<Delivery> _ready = new();

        /// <summary>In the order in which they were sent to the parking.</summary>
        private readonly List<Delivery> _toPark = [];

        /// <summary>Users whose delivery under way is a batch that takes more.</summary>
        private readonly HashSet<int> _open = [];
        private int _arriving;
        private int _next;

        public Run() => _queues = new UserQueues<int>(new TurnLimits { ParkAtOnce = ParkAtOnce }, _ => _open.Contains(_arriving));

        public void Do(Step[] steps)
        {
            foreach (var step in steps)
            {
                Do(step);
                Check();
            }

            while (_lists.Any(list => list.Count > 0))
            {
                for (var user = 0; user < Users; user++)
                {
                    Do(new Step(Act.Deliver, user));
                    Do(new Step(Act.EndParked, user));
                }

                Do(new Step(Act.TakeReady, 0));
                Do(new Step(Act.Park, 0));
                Check();
            }

            Assert.Equal((0, 0), (_queues.Users, _queues.Count));
        }

        private void Do(Step step)
        {
            var list = _lists[step.User];
            switch (step.Act)
            {
                case Act.Arrive or Act.ArriveForABatch:
                    Arrive(step.User, step.Act == Act.ArriveForABatch);
                    break;
                case Act.Deliver when list is [{ State: State.UnderWay }, ..]:
                    _open.Remove(step.User);
                    list.RemoveAll(delivery => delivery.State == State.UnderWay);
                    if (list is [var next, ..])
                    {
                        next.State = State.Ready;
                        _ready.Enqueue(next);
                    }

                    _queues.Ended(step.User);
                    break;
                case Act.Fail when list is [{ State: State.UnderWay }, ..]:
                    // A batch is parked as one: what joined the first goes where it goes.
                    _open.Remove(step.User);
                    list.RemoveAll(delivery => delivery.State == State.UnderWay && delivery != list[0]);
                    list[0].State = State.Parked;
                    foreach (var behind in list.Skip(1))
                    {
                        behind.State = State.ToPark;
                        _toPark.Add(behind);
                    }

                    _queues.AddRows(step.User, 1);
                    _queues.Ended(step.User);
                    break;
                case Act.TakeReady when _ready.TryDequeue(out var ready):
                    Assert.Equal(ready.Number, Completed(_queues.NextReadyAsync(CancellationToken.None)));
                    ready.State = State.UnderWay;
                    break;
                case Act.Park when _toPark.Count > 0:
                    Park();
                    break;
                case Act.EndParked when list is [{ State: State.Parked }, ..]:
                    list.RemoveAt(0);
                    _queues.AddRows(step.User, -1);
                    break;
            }
        }

        private void Arrive(int user, bool isForABatch)
        {
            var list = _lists[user];
            var delivery = new Delivery(user, _next++);
            _arriving = user;
            var turn = _queues.Arrive(user, delivery.Number, 1);
            Assert.Equal(list.Count == 0 ? Turn.Begin : _open.Contains(user) && list.TrueForAll(other => other.State == State.UnderWay) ? Turn.Joined : Turn.Wait, turn);
            delivery.State = turn != Turn.Wait ? State.UnderWay : list[0].State is State.UnderWay or State.Ready ? State.Behind : State.ToPark;
            list.Add(delivery);
            if (delivery.State == State.ToPark)
            {
                _toPark.Add(delivery);
            }

            if (turn == Turn.Begin && isForABatch)
            {
                _open.Add(user);
            }
        }

        private void Park()
        {
            var mark = _queues.Mark();
            Assert.False(_queues.IsParked(mark));
            var next = Completed(_queues.NextToParkAsync(CancellationToken.None));
            Assert.Equal(_toPark.Take(ParkAtOnce).Select(delivery => delivery.Number), next.Select(waiting => waiting.Item));
            foreach (var parked in next)
            {
                _queues.AddRows(parked.User, 1);
            }

            _queues.Parked(next);
            _toPark.Take(next.Count).ToList().ForEach(delivery => delivery.State = State.Parked);
            _toPark.RemoveRange(0, next.Count);
            Assert.Equal(_toPark.Count == 0, _queues.IsParked(mark));
        }

        /// <summary>A list is what is under way and what waits behind it, or what is parked and what goes there: never anything before what is begun.</summary>
        private void Check()
        {
            Assert.Equal(_lists.Sum(list => list.Count(delivery => delivery.State is State.Ready or State.Behind or State.ToPark)), _queues.Count);
            Assert.Equal(_lists.Count(list => list.Count > 0), _queues.Users);
            foreach (var list in _lists)
            {
                var isDirect = list is [{ State: State.UnderWay or State.Ready }, ..];
                Assert.All(list, delivery => Assert.Equal(isDirect, delivery.State is State.UnderWay or State.Ready or State.Behind));
                Assert.Equal(list.OrderBy(delivery => Rank(delivery.State)).Select(delivery => delivery.Number), list.Select(delivery => delivery.Number));
            }
        }

        private static int Rank(State state) => state switch
        {
            State.UnderWay or State.Ready or State.Parked => 0,
            _ => 1,
        };

        private static TResult Completed<TResult>(ValueTask<TResult> task)
        {
            Assert.True(task.IsCompletedSuccessfully);
            return task.Result;
        }
    }

    private sealed class Delivery(int user, int number)
    {
        public int User => user;

        public int Number => number;

        public State State { get; set; }
    }
}
