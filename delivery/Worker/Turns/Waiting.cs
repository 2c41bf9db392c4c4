namespace ExtensibleWebhooks.Worker.Turns;

/// <summary>A delivery that waits behind an earlier one of its user.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Item">The delivery.</param>
/// <param name="Bytes">About what it costs.</param>
internal readonly record struct Waiting<T>(long User, T Item, int Bytes);
