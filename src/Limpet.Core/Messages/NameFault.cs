namespace Limpet.Core.Messages;

/// <summary>What is wrong with a message name (kbus.md 2).</summary>
public enum NameFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It has no bytes at all.</summary>
    Empty,

    /// <summary>It has more than 1000 bytes.</summary>
    TooLong,

    /// <summary>It does not begin with <c>$.</c> and a word.</summary>
    NoPrefix,

    /// <summary>It has two dots in a row, or ends with one.</summary>
    EmptyWord,

    /// <summary>A word has a character outside <c>A-Z a-z 0-9</c>.</summary>
    BadCharacter,

    /// <summary>A <c>*</c> or <c>%</c> stands elsewhere than as the whole last word.</summary>
    MisplacedWildcard,
}
