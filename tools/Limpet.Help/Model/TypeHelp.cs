namespace Limpet.Help.Model;

/// <summary>What goes in or comes out.</summary>
/// <param name="Name">The type, or None.</param>
/// <param name="Text">When, and what it means.</param>
public sealed record TypeHelp(string Name, string Text);
