namespace Limpet.Pester.Running;

/// <summary>Names of commands that the runner itself calls.</summary>
internal static class CommandTableNames
{
    public const string Step = "Invoke-LimpetPesterStep";
}
