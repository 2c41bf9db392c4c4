using System.CommandLine;
using System.CommandLine.Parsing;
using ExtensibleWebhooks.Worker.DeadLetters;

namespace ExtensibleWebhooks.Cli.DeadLetters;

/// <summary>Which dead letters a command changes: ids, or a filter, or <c>--all</c>; exactly one of the three, so that nothing is meant by accident.</summary>
internal sealed class SelectionOptions
{
    private readonly Argument<long[]> _ids = new("ID") { Description = "As list shows them", Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<bool> _all = new("--all") { Description = "All of them" };

    private readonly FilterOptions _filter = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_ids);
        _filter.AddTo(command);
        command.Options.Add(_all);
        command.Validators.Add(Validate);
    }

    public bool IsAll(ParseResult result) => result.GetValue(_all);

    public DeadLetterFilter Read(ParseResult result) => result.GetValue(_ids) is { Length: > 0 } ids ? new DeadLetterFilter { Ids = ids } : _filter.Read(result);

    private void Validate(CommandResult result)
    {
        var ids = result.GetResult(_ids)?.Tokens.Count ?? 0;
        bool[] given = [ids > 0, _filter.IsGiven(result), result.GetResult(_all) is { Implicit: false }];
        if (given.Count(isGiven => isGiven) != 1)
        {
            result.AddError("Which dead letters? Give their ids, or a filter such as --destination NAME, or --all; one of the three.");
        }

        if (ids > DeadLetterFilter.MaxIds)
        {
            result.AddError($"At most {DeadLetterFilter.MaxIds} ids at once.");
        }
    }
}
