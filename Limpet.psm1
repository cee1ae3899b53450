# Loads the module's assemblies into a load context of their own, so that they meet no other version of what they depend on
# that the session or another module has loaded. Only the engine's own commands are used here: a session may have no others.

# Two copies of the module have the same cmdlets, and the engine would stop halfway through the second with no word of the first.
$other = @(Get-Module -Name Limpet).Where({ $_.ModuleBase -ne $PSScriptRoot }, 'First')
if ($other) {
    throw [System.InvalidOperationException]::new("The Limpet module is loaded already, from '$($other[0].ModuleBase)'. Use that one, or run Remove-Module Limpet first.")
}

# An installed module has its assemblies beside it; in the repository they are where the build lays the module out, and the last build counts.
$bin = @([System.IO.Path]::Join($PSScriptRoot, 'bin')).Where({ [System.IO.File]::Exists([System.IO.Path]::Join($_, 'Limpet.PowerShell.dll')) })
if (-not $bin) {
    $built = @('Release', 'Debug').ForEach({ [System.IO.Path]::Join($PSScriptRoot, 'out', 'module', $_, 'Limpet') }).Where({ [System.IO.File]::Exists([System.IO.Path]::Join($_, '.complete')) })
    $times = $built.ForEach({ [System.IO.File]::GetLastWriteTimeUtc([System.IO.Path]::Join($_, '.complete')) })
    $bin = @(if ($built.Count) { [System.IO.Path]::Join($built[[int] ($built.Count -eq 2 -and $times[1] -gt $times[0])], 'bin') })
}
if (-not $bin) {
    throw [System.IO.FileNotFoundException]::new("Limpet.PowerShell.dll is neither in '$PSScriptRoot/bin' nor in '$PSScriptRoot/out/module'. In the repository, run ./build.ps1 first.")
}

# A session that imports the module again, from the same place, gets the assemblies it has: .NET loads them once.
$name = "Limpet from $($bin[0])"
$context = @([System.Runtime.Loader.AssemblyLoadContext]::All).Where({ $_.Name -eq $name }, 'First')[0]
if (-not $context) {
    $context = [System.Runtime.Loader.AssemblyLoadContext]::new($name)
    foreach ($file in [System.IO.Directory]::GetFiles($bin[0], '*.dll')) {
        $null = $context.LoadFromAssemblyPath($file)
    }
}

$assembly = @($context.Assemblies).Where({ $_.GetName().Name -eq 'Limpet.PowerShell' }, 'First')[0]
$cmdlets = Import-Module -Assembly $assembly -PassThru
Export-ModuleMember -Cmdlet '*-Limpet', '*-LimpetSocket', '*-LimpetLog', '*-LimpetConfig', '*-KbusMessage', '*-KbusDevice', '*-KbusBinding', '*-KbusReplier', '*-Ksock', 'Measure-Kbus'

$ExecutionContext.SessionState.Module.OnRemove = {
    $assembly.GetType('Limpet.PowerShell.Sessions.ModuleSession')::EndCurrent()

    # Left in the session it would be taken for loaded by the next import, which then exported nothing.
    Remove-Module -ModuleInfo $cmdlets -Force
}
