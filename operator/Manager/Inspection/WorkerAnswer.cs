namespace ExtensibleWebhooks.Manager.Inspection;

/// <summary>What a worker answered: JSON when it did as asked, else a line of text for each problem.</summary>
internal sealed record WorkerAnswer(int Status, string Body)
{
    public bool IsSuccess => Status is >= 200 and <= 299;
}
