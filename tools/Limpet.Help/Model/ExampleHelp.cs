namespace Limpet.Help.Model;

/// <summary>An example. What a test needs around it stands in the file as comments, which no reader sees.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Line">Where it begins in the file.</param>
/// <param name="Code">What is typed.</param>
/// <param name="Output">What is printed, null where the example says nothing of it.</param>
/// <param name="Remarks">What is to be said of it.</param>
/// <param name="Before">What a test runs first.</param>
/// <param name="After">What a test runs at the end.</param>
/// <param name="Needs">The file without which it can only be run with -WhatIf, such as /dev/cuse.</param>
public sealed record ExampleHelp(
    string Title, int Line, string Code, string? Output, IReadOnlyList<string> Remarks, string Before, string After, string? Needs);
