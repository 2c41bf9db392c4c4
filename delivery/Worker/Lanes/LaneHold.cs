namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>What a lane waits for.</summary>
/// <param name="Reason">In one word.</param>
/// <param name="Text">In a sentence, for a person; without secrets.</param>
/// <param name="Left">How long yet; null: until something happens.</param>
internal readonly record struct LaneHold(HoldReason Reason, string Text, TimeSpan? Left = null);
