# Dot-sourced by BeforeAll of each file: the module, buses that are nobody else's, and two short ways to look at what a command does.

if (-not (Get-Module -Name Limpet)) {
    Import-Module -Name ([System.IO.Path]::GetFullPath([System.IO.Path]::Join($PSScriptRoot, '..', '..', 'Limpet.psd1')))
}

# Embedded buses live in a directory of this file's own, so that no test meets a bus that somebody uses.
function Enter-TestBus {
    $before = @{ Directory = $env:XDG_RUNTIME_DIR; Backend = $env:LIMPET_BACKEND }
    $env:XDG_RUNTIME_DIR = [System.IO.Directory]::CreateTempSubdirectory('limpet-test-').FullName
    $env:LIMPET_BACKEND = 'Embedded'
    $before
}

function Exit-TestBus($Before) {
    $used = $env:XDG_RUNTIME_DIR
    $env:XDG_RUNTIME_DIR = $Before.Directory
    $env:LIMPET_BACKEND = $Before.Backend
    [System.IO.Directory]::Delete($used, $true)
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
