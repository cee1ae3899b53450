namespace Limpet.Shell.Commands;

/// <summary>What <c>Test-Path</c> looks for.</summary>
public enum TestPathType
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary>What can hold others, such as a folder.</summary>
    Container,

    /// <summary>What cannot, such as a file.</summary>
    Leaf,
}
