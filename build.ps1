<#
.SYNOPSIS
    Builds and tests the module.
.DESCRIPTION
    Build   builds everything and lays the module out in out/module/CONFIGURATION/Limpet, from where ./Limpet.psd1 takes its assemblies.
    Test    builds, runs the xunit tests, and runs tests/pester and the examples that are tests with Pester 5 where it is installed; where it is not, dotnet test runs the same files.
    Help    puts the syntax and the parameters of the cmdlets, as they are, into docs/cmdlets and the README, and says what is missing there.
    Package puts all that is handed out into out/package: the module as a folder and as a package for the PowerShell Gallery, Limpet.Core as a NuGet
            package, and Limpet.Shell with .NET and all for linux-x64, linux-arm64 and linux-arm.
    Bench   measures all that has a target, beside what others do, and writes bench/results: six to eight minutes, in which this machine should do nothing else.
    Parts   measures the parts with BenchmarkDotNet: two to three minutes.
    Soak    lets three buses in a dozen processes talk for ten minutes with a fault every second, and looks for broken promises.
    Schedules lets threads meet for ten minutes in each of three scenarios, and of a fourth where there is /dev/cuse, on a core that hesitates wherever they do, and looks for what is lost, doubled, out of order or stuck.
    Fuzz    searches each parser of what others wrote for ten minutes, guided by coverage; needs AFL++. tests/Limpet.Fuzz/fuzz.sh takes a target and seconds.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Help', 'Package', 'Bench', 'Parts', 'Fuzz', 'Soak', 'Schedules')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args -join ' ') ended with exit code $LASTEXITCODE."
    }
}

if (-not (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore)) {
    throw 'dotnet is not on the path. The .NET SDK 10 is all this needs.'
}

$solution = [System.IO.Path]::Join($PSScriptRoot, 'Limpet.slnx')
foreach ($step in $Task) {
    switch ($step) {
        'Build' {
            Invoke-DotNet build $solution --configuration $Configuration
        }
        'Test' {
            Invoke-DotNet test --solution $solution --configuration $Configuration

            # The runner that dotnet test uses understands a part of Pester; the real one has the last word wherever there is one.
            $pester = @(Get-Module -ListAvailable -Name Pester).Where({ $_.Version.Major -ge 5 })
            if ($pester) {
                Import-Module -Name Pester -MinimumVersion 5.0
                $settings = New-PesterConfiguration
                $settings.Run.Path = [System.IO.Path]::Join($PSScriptRoot, 'tests', 'pester'), [System.IO.Path]::Join($PSScriptRoot, 'examples')
                $settings.Run.Throw = $true
                $settings.Output.Verbosity = 'Detailed'
                Invoke-Pester -Configuration $settings
            }
            else {
                [System.Console]::Out.WriteLine('Pester 5 is not installed: the scripts in tests/pester were run by dotnet test alone.')
            }
        }
        'Help' {
            Invoke-DotNet build ([System.IO.Path]::Join($PSScriptRoot, 'src', 'Limpet.PowerShell')) --target:UpdateHelp --configuration $Configuration
        }
        'Package' {
            Invoke-DotNet build ([System.IO.Path]::Join($PSScriptRoot, 'packaging', 'Package.proj'))
        }
        'Fuzz' {
            & ([System.IO.Path]::Join($PSScriptRoot, 'tests', 'Limpet.Fuzz', 'fuzz.sh'))
            if ($LASTEXITCODE -ne 0) {
                throw 'The search found something, or could not be made; see above.'
            }
        }
        'Soak' {
            Invoke-DotNet run --project ([System.IO.Path]::Join($PSScriptRoot, 'tests', 'Limpet.Soak')) --configuration Release
        }
        'Schedules' {
            $scenarios = @('bus', 'members', 'limpets') + @('device').Where({ [System.IO.File]::Exists('/dev/cuse') })
            foreach ($scenario in $scenarios) {
                Invoke-DotNet run --project ([System.IO.Path]::Join($PSScriptRoot, 'tests', 'Limpet.Schedules')) --configuration Release '--' --scenario $scenario --seconds 600
            }
        }
        'Bench' {
            # Limpet.Shell is measured as people get it. What was restored for a machine stands in the way of the next build that is for none.
            $shellProject = [System.IO.Path]::Join($PSScriptRoot, 'src', 'Limpet.Shell')
            $shell = [System.IO.Path]::Join($PSScriptRoot, 'out', 'bench', 'Limpet.Shell')
            $runtime = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
            Invoke-DotNet publish $shellProject --configuration Release --runtime $runtime --self-contained --output $shell
            Invoke-DotNet restore $shellProject

            $load = [System.IO.Path]::Join($PSScriptRoot, 'bench', 'Limpet.Load')
            $results = [System.IO.Path]::Join($PSScriptRoot, 'bench', 'results')
            Invoke-DotNet run --project $load --configuration Release '--' targets --results $results --shell ([System.IO.Path]::Join($shell, 'Limpet.Shell'))
        }
        'Parts' {
            $parts = [System.IO.Path]::Join($PSScriptRoot, 'bench', 'Limpet.Parts')
            Invoke-DotNet run --project $parts --configuration Release
        }
    }
}
