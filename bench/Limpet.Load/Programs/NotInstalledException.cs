namespace Limpet.Load.Programs;

/// <summary>A program that is to be measured beside ours is not on this machine.</summary>
internal sealed class NotInstalledException(string program, string package)
    : Exception($"{program} is not installed (Debian package {package})");
