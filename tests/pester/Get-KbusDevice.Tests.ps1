Describe 'Get-KbusDevice' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 70
    }

    AfterAll {
        Exit-TestBus $before
    }

    It 'tells of an embedded bus what there is to know' {
        $ksock = Open-Ksock -Kbus $bus '$.A' -Replier '$.B'
        $second = Open-Ksock -Kbus $bus
        $device = Get-KbusDevice -Kbus $bus
        $ksock, $second | Close-Ksock

        $device.Kbus | Should -Be $bus
        $device.Backend | Should -Be 'Embedded'
        $device.Path | Should -BeNullOrEmpty
        $device.HostProcessId | Should -Be $PID
        $device.IsHostedHere | Should -BeTrue
        $device.Ksocks | Should -Be 2
        $device.Bindings | Should -Be 2
        $device.MaxMessageSize | Should -Be 409600
        "$device" | Should -Be "embedded bus $bus"
    }

    It 'takes numbers from the pipeline, as properties' {
        $ksock = Open-Ksock -Kbus $bus
        ($ksock | Get-KbusDevice).Kbus | Should -Be $bus
        Close-Ksock $ksock
    }

    It 'gives every bus where none is named, the lowest first' {
        $ksocks = 72, 71 | ForEach-Object { Open-Ksock -Kbus $_ }
        $numbers = @(Get-KbusDevice).Where({ $_.IsHostedHere }).Kbus
        $ksocks | Close-Ksock

        $numbers -join ' ' | Should -BeLike '*71 72'
    }

    It 'leaves out a bus that has been removed' {
        Open-Ksock -Kbus 73 | Close-Ksock
        Remove-KbusDevice -Kbus 73

        @(Get-KbusDevice).Kbus | Should -Not -Contain 73
    }

    It 'hands buses to Remove-KbusDevice' {
        Open-Ksock -Kbus 74 | Close-Ksock

        Get-KbusDevice -Kbus 74 | Remove-KbusDevice

        @(Get-KbusDevice).Kbus | Should -Not -Contain 74
    }

    It 'begins no bus by looking for it' {
        $null = Get-Failure { Get-KbusDevice -Kbus 75 -ErrorAction Stop }

        [System.IO.File]::Exists("$env:XDG_RUNTIME_DIR/limpet/kbus75.sock") | Should -BeFalse
    }

    It 'says that there is no such bus' {
        $failure = Get-Failure { Get-KbusDevice -Kbus 75 -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be 'NoSuchBus,Limpet.PowerShell.Commands.GetKbusDeviceCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$failure" | Should -BeLike '*/dev/kbus75*'
    }

    It 'says that the directory of the embedded buses is not safe' {
        $runtime = $env:XDG_RUNTIME_DIR
        $env:XDG_RUNTIME_DIR = [System.IO.Directory]::CreateTempSubdirectory('limpet-test-').FullName
        $null = [System.IO.Directory]::CreateDirectory("$env:XDG_RUNTIME_DIR/limpet", [System.IO.UnixFileMode] 511)
        [System.IO.File]::SetUnixFileMode("$env:XDG_RUNTIME_DIR/limpet", [System.IO.UnixFileMode] 511)

        $failure = Get-Failure { Get-KbusDevice -Kbus 75 -ErrorAction Stop }
        [System.IO.Directory]::Delete($env:XDG_RUNTIME_DIR, $true)
        $env:XDG_RUNTIME_DIR = $runtime

        $failure.FullyQualifiedErrorId | Should -Be 'KbusRefused,EACCES,Limpet.PowerShell.Commands.GetKbusDeviceCommand'
        "$failure" | Should -BeLike '*mode 700*'
    }
}
