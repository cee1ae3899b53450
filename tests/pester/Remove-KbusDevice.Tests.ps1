Describe 'Remove-KbusDevice' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 61
    }

    AfterAll {
        Exit-TestBus $before
    }

    It 'ends a bus that this session hosts, for all who use it' {
        $ksock = Open-Ksock -Kbus $bus

        Remove-KbusDevice -Kbus $bus
        $failure = Get-Failure { Send-KbusMessage -Ksock $ksock '$.A' -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be 'KbusRefused,ENODEV,Limpet.PowerShell.Commands.SendKbusMessageCommand'
        Close-Ksock $ksock
    }

    It 'makes way for a new bus of that number' {
        Open-Ksock -Kbus $bus | Close-Ksock
        Remove-KbusDevice -Kbus $bus

        $ksock = Open-Ksock -Kbus $bus
        $ksock.Id | Should -Be 1
        Close-Ksock $ksock
    }

    It 'says that this session hosts no such bus' {
        $failure = Get-Failure { Remove-KbusDevice -Kbus 62 -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be 'NotHostedHere,Limpet.PowerShell.Commands.RemoveKbusDeviceCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'ends nothing with -WhatIf' {
        $ksock = Open-Ksock -Kbus $bus

        Remove-KbusDevice -Kbus $bus -WhatIf
        $ksock.IsOpen | Should -BeTrue
        (Send-KbusMessage -Ksock $ksock '$.A') | Should -BeNullOrEmpty
        Close-Ksock $ksock
    }
}
