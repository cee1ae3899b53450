# Dot-sourced by BeforeAll of each file: the module, buses that are nobody else's, and two short ways to look at what a command does.

if (-not (Get-Module -Name Limpet)) {
    Import-Module -Name ([System.IO.Path]::GetFullPath([System.IO.Path]::Join($PSScriptRoot, '..', '..', 'Limpet.psd1')))
}

# Embedded buses live in a directory of this file's own, so that no test meets a bus that somebody uses.
function Enter-TestBus {
    $before = @{
        Own       = [System.IO.Directory]::CreateTempSubdirectory('limpet-test-').FullName
        Directory = $env:XDG_RUNTIME_DIR
        Backend   = $env:LIMPET_BACKEND
    }
    $env:XDG_RUNTIME_DIR = $before.Own
    $env:LIMPET_BACKEND = 'Embedded'
    $before
}

function Exit-TestBus($Before) {
    $env:XDG_RUNTIME_DIR = $Before.Directory
    $env:LIMPET_BACKEND = $Before.Backend
    [System.IO.Directory]::Delete($Before.Own, $true)
}

# The error that a script ends by, or nothing. What it calls must be told -ErrorAction Stop.
function Get-Failure([scriptblock] $Script) {
    try {
        $null = & $Script
    }
    catch {
        $_
    }
}

# The warnings or verbose lines that a script gives, as text.
function Get-Told([scriptblock] $Script) {
    $told = & $Script 3>&1 4>&1
    @($told).Where({ $_ -is [System.Management.Automation.InformationalRecord] }).ForEach({ $_.Message })
}

# Waits until a condition holds, 30 seconds at the most, and fails by naming what did not come.
function Wait-Until([string] $What, [scriptblock] $Condition) {
    if (-not [System.Threading.SpinWait]::SpinUntil([Func[bool]] { [bool] (& $Condition) }, 30000)) {
        throw "$What did not come within 30 seconds."
    }
}

# An endpoint in this file's own directory.
function New-TestEndpoint {
    "unix:$env:XDG_RUNTIME_DIR/$([System.IO.Path]::GetRandomFileName())"
}

# Runs a script in a session of its own beside this one, with the module.
function Start-InBackground([string] $Script) {
    $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
    $manifest = (Get-Module -Name Limpet).Path -replace '\.psm1$', '.psd1'
    $null = $shell.AddScript("if (-not (Get-Module Limpet)) { Import-Module '$manifest' }; $Script")
    @{ Shell = $shell; Running = $shell.BeginInvoke() }
}

# Waits until it has ended, and gives what it put out and what it warned of. One that was stopped has no output.
function Wait-Background($Background) {
    if (-not $Background.Running.AsyncWaitHandle.WaitOne(30000)) {
        throw 'The script in the background did not end within 30 seconds.'
    }
    $output = try { @($Background.Shell.EndInvoke($Background.Running)) } catch [System.Management.Automation.PipelineStoppedException] { }
    @{ Output = $output; Warnings = @($Background.Shell.Streams.Warning) }
    $session = $Background.Shell.Runspace
    $Background.Shell.Dispose()
    $session.Dispose()
}

# A second PowerShell in a process of its own, with the module: the one that LIMPET_SHELL names, what runs this one, or the shell that the module was
# built into. Nothing where there is none of them.
function Find-TestShell {
    $own = [System.Environment]::ProcessPath
    $built = [System.IO.Path]::GetFullPath([System.IO.Path]::Join((Get-Module -Name Limpet).ModuleBase, '..', '..', 'Limpet.Shell.dll'))
    if ($env:LIMPET_SHELL) {
        $env:LIMPET_SHELL
    }
    elseif ([System.IO.Path]::GetFileNameWithoutExtension($own) -in 'pwsh', 'Limpet.Shell') {
        $own
    }
    elseif ([System.IO.File]::Exists($built)) {
        $built
    }
}

function Start-TestShell {
    $shell = Find-TestShell
    $start = [System.Diagnostics.ProcessStartInfo]::new($shell)
    if ($shell.EndsWith('.dll')) {
        $start.FileName = 'dotnet'
        $start.ArgumentList.Add($shell)
    }
    foreach ($argument in '-NoProfile', '-NonInteractive', '-Command', '-') {
        $start.ArgumentList.Add($argument)
    }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $manifest = (Get-Module -Name Limpet).Path -replace '\.psm1$', '.psd1'
    $null = Invoke-TestShell $process "if (-not (Get-Module Limpet)) { Import-Module '$manifest' }"
    $process
}

# Runs a line in the second PowerShell and gives the lines that it writes.
function Invoke-TestShell($Process, [string] $Line) {
    $Process.StandardInput.WriteLine("$Line; '--done--'")
    $Process.StandardInput.Flush()
    while ($true) {
        $read = $Process.StandardOutput.ReadLineAsync()
        if (-not $read.Wait(60000)) {
            throw "The second PowerShell did not finish within 60 seconds: $Line"
        }
        if ($null -eq $read.Result) {
            throw "The second PowerShell ended: $Line"
        }
        if ($read.Result -eq '--done--') {
            return
        }
        $read.Result
    }
}

function Stop-TestShell($Process) {
    if ($Process) {
        $Process.StandardInput.Close()
        if (-not $Process.WaitForExit(30000)) {
            $Process.Kill()
        }
        $Process.Dispose()
    }
}
