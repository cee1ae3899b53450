Describe 'New-KbusDevice' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 60
    }

    AfterAll {
        Exit-TestBus $before
    }

    It 'says that there is no CUSE and what to do, where there is none' -Skip:([System.IO.File]::Exists('/dev/cuse')) {
        $failure = Get-Failure { New-KbusDevice -Kbus $bus -AsDevice -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be 'KbusRefused,ENOENT,Limpet.PowerShell.Commands.NewKbusDeviceCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$failure" | Should -BeLike '*/dev/cuse*modprobe cuse*'
    }

    It 'leaves no bus behind when it fails' -Skip:([System.IO.File]::Exists('/dev/cuse')) {
        $null = Get-Failure { New-KbusDevice -Kbus $bus -AsDevice -ErrorAction Stop }

        [System.IO.File]::Exists("$env:XDG_RUNTIME_DIR/limpet/kbus$bus.sock") | Should -BeFalse
    }

    It 'says that there is no such group' {
        $failure = Get-Failure { New-KbusDevice -Kbus $bus -AsDevice -Group 'no such group' -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be 'KbusRefused,EINVAL,Limpet.PowerShell.Commands.NewKbusDeviceCommand'
        "$failure" | Should -BeLike "*'no such group'*getent group*"
    }

    It 'makes nothing with -WhatIf' {
        New-KbusDevice -Kbus $bus -AsDevice -Count 3 -WhatIf | Should -BeNullOrEmpty
    }

    It 'refuses <mode> as a mode' -ForEach @(
        @{ mode = '888' }
        @{ mode = 'rw-rw-rw-' }
        @{ mode = '77777' }
    ) {
        $failure = Get-Failure { New-KbusDevice -Kbus $bus -AsDevice -Mode $mode }

        $failure.FullyQualifiedErrorId | Should -Be 'ParameterArgumentValidationError,Limpet.PowerShell.Commands.NewKbusDeviceCommand'
        "$failure" | Should -BeLike '*octal*'
    }

    It 'refuses more devices than there are numbers' {
        $failure = Get-Failure { New-KbusDevice -Kbus 250 -AsDevice -Count 7 }

        $failure.FullyQualifiedErrorId | Should -Be 'TooManyDevices,Limpet.PowerShell.Commands.NewKbusDeviceCommand'
    }
}
