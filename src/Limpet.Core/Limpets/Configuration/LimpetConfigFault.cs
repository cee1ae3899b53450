namespace Limpet.Core.Limpets.Configuration;

/// <summary>What is wrong with a config file, or with something in it.</summary>
public enum LimpetConfigFault
{
    /// <summary>There is no such file.</summary>
    NotFound,

    /// <summary>The file cannot be read, or is far larger than any config.</summary>
    Unreadable,

    /// <summary>The file is not UTF-8.</summary>
    NotUtf8,

    /// <summary>The file is not JSON.</summary>
    Syntax,

    /// <summary>A value is of another type than expected, such as a text where a number is.</summary>
    WrongType,

    /// <summary>There is no property of that name.</summary>
    UnknownProperty,

    /// <summary>A property stands there twice.</summary>
    DuplicateProperty,

    /// <summary>A property that is needed is not there.</summary>
    Missing,

    /// <summary>A number or a list has the right type, and is too small or too large.</summary>
    OutOfRange,

    /// <summary>A text is not what it should be: no endpoint, no message name, no mode.</summary>
    BadValue,

    /// <summary>An option has no meaning for that Limpet, such as one of servers for a client.</summary>
    NotApplicable,

    /// <summary>Two things that are right by themselves cannot be together.</summary>
    Conflict,

    /// <summary>A certificate, its key or its password cannot be had from where it is said to be.</summary>
    Certificate,
}
