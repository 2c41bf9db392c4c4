namespace ExtensibleWebhooks.Manager.Connecting.Pages;

/// <summary>A page that says what happened. All of it is text, to be escaped.</summary>
/// <param name="IsGood">What was wanted was done.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Text">In a sentence or two, with what to do where something is to be done.</param>
/// <param name="Link">To the connect page of the destination; null: none is known.</param>
internal sealed record MessageView(bool IsGood, string Title, string Text, string? Link = null);
