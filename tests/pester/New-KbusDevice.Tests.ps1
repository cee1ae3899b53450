Describe 'New-KbusDevice' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 60
    }

    AfterAll {
        Exit-TestBus $before
    }

    It 'says that an embedded bus needs none' {
        $failure = Get-Failure { New-KbusDevice -Kbus $bus -AsDevice:$false }

        $failure.FullyQualifiedErrorId | Should -Be 'NotAsDevice,Limpet.PowerShell.Commands.NewKbusDeviceCommand'
        "$failure" | Should -BeLike '*-AsDevice*-Private*'
    }

    It 'takes the numbers of devices from the pipeline' {
        [pscustomobject]@{ Kbus = $bus } | New-KbusDevice -AsDevice -WhatIf | Should -BeNullOrEmpty
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

    Context 'with -Private' {
        AfterEach {
            60..63 | ForEach-Object { Remove-KbusDevice -Kbus $_ -ErrorAction Ignore }
        }

        It 'makes a bus, and says that it is private' {
            $device = New-KbusDevice -Kbus $bus -Private

            $device.Kbus | Should -Be $bus
            $device.IsPrivate | Should -BeTrue
            $device.Ksocks | Should -Be 0
            "$device" | Should -Be "private bus $bus"
        }

        It 'makes several in a row' {
            @(New-KbusDevice -Kbus $bus -Private -Count 3).Kbus -join ' ' | Should -Be '60 61 62'
        }

        It 'makes a bus that the number means from now on, and is another than the shared one' {
            $shared = Open-Ksock -Kbus $bus '$.A'
            $null = New-KbusDevice -Kbus $bus -Private
            $own = Open-Ksock -Kbus $bus '$.A'

            Send-KbusMessage -Kbus $bus '$.A' hello

            $own.Id | Should -Be 1
            $own.Queued | Should -Be 1
            $shared.Queued | Should -Be 0
            @(Get-KbusBinding -Kbus $bus).Count | Should -Be 1
            @(Get-KbusDevice -Kbus $bus).IsPrivate | Should -BeTrue
            $shared, $own | Close-Ksock
        }

        It 'makes a bus that another session does not see' {
            $null = New-KbusDevice -Kbus $bus -Private
            $own = Open-Ksock -Kbus $bus '$.A'

            $other = Wait-Background (Start-InBackground "Send-KbusMessage -Kbus $bus '`$.A' -PassThru; (Get-KbusDevice -Kbus $bus).IsPrivate")

            $own.Queued | Should -Be 0
            $other.Output[1] | Should -BeFalse
            Close-Ksock $own
        }

        It 'makes no socket that another process could join' {
            $null = New-KbusDevice -Kbus 63 -Private
            Send-KbusMessage -Kbus 63 '$.A'

            [System.IO.File]::Exists("$env:XDG_RUNTIME_DIR/limpet/kbus63.sock") | Should -BeFalse
        }

        It 'makes a bus that Limpets of the session use' {
            $null = New-KbusDevice -Kbus $bus -Private
            $null = New-KbusDevice -Kbus 61 -Private
            $endpoint = New-TestEndpoint
            $limpets = (Start-Limpet -Kbus $bus -Listen $endpoint), (Start-Limpet -Kbus 61 -Connect $endpoint)

            (Wait-KbusMessage -Kbus 61 '$.A' -While { Send-KbusMessage -Kbus $bus '$.A' over }).Text | Should -Be 'over'
            $limpets | Remove-Job -Force
        }

        It 'says with -Verbose which bus the number means' {
            $told = Get-Told { New-KbusDevice -Kbus $bus -Private -Verbose; Open-Ksock -Kbus $bus -Verbose | Close-Ksock }

            "$told" | Should -BeLike "*-Kbus $bus is the private bus $bus of this session from now on.*-Kbus $bus is the private bus $bus of this session; this is Ksock 1 on it.*"
        }

        It 'leaves -Backend Device to mean a device' {
            $null = New-KbusDevice -Kbus 63 -Private

            (Get-Failure { Open-Ksock -Kbus 63 -Backend Device -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'KbusRefused,ENOENT,*'
        }

        It 'is settled like any other' {
            $null = New-KbusDevice -Kbus $bus -Private

            (Set-KbusDevice -Kbus $bus -MaxMessageSize 1000 -PassThru).MaxMessageSize | Should -Be 1000
        }

        It 'is gone with Remove-KbusDevice, and the number means what it meant' {
            $null = New-KbusDevice -Kbus $bus -Private
            $ksock = Open-Ksock -Kbus $bus

            Remove-KbusDevice -Kbus $bus

            (Get-Failure { Send-KbusMessage -Ksock $ksock '$.A' -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'KbusRefused,ENODEV,*'
            @(Get-KbusDevice -Kbus $bus -ErrorAction Ignore).Where({ $_.IsPrivate }).Count | Should -Be 0
            Close-Ksock $ksock
        }

        It 'is gone with the module' {
            $null = New-KbusDevice -Kbus $bus -Private
            $ksock = Open-Ksock -Kbus $bus
            $manifest = (Get-Module -Name Limpet).Path -replace '\.psm1$', '.psd1'

            Remove-Module -Name Limpet
            Import-Module -Name $manifest

            $ksock.IsOpen | Should -BeFalse
            @(Get-KbusDevice -ErrorAction Ignore).Where({ $_.IsPrivate }).Count | Should -Be 0
            (New-KbusDevice -Kbus $bus -Private).IsPrivate | Should -BeTrue
        }

        It 'says that there is one of that number' {
            $null = New-KbusDevice -Kbus $bus -Private

            $failure = Get-Failure { New-KbusDevice -Kbus $bus -Private -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be 'PrivateBusExists,Limpet.PowerShell.Commands.NewKbusDeviceCommand'
            $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
        }

        It 'makes nothing with -WhatIf' {
            New-KbusDevice -Kbus $bus -Private -WhatIf | Should -BeNullOrEmpty

            @(Get-KbusDevice -ErrorAction Ignore).Where({ $_.IsPrivate }).Count | Should -Be 0
        }

        It 'takes its number from the pipeline' {
            $made = [pscustomobject]@{ Kbus = 99 } | New-KbusDevice -Private

            "$($made.Kbus) $($made.IsPrivate)" | Should -Be '99 True'
            Remove-KbusDevice -Kbus 99
        }

        It 'does not go with -AsDevice' {
            (Get-Failure { New-KbusDevice -Kbus $bus -Private -AsDevice }).FullyQualifiedErrorId | Should -Be 'AmbiguousParameterSet,Limpet.PowerShell.Commands.NewKbusDeviceCommand'
        }
    }
}
