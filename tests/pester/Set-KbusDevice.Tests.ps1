Describe 'Set-KbusDevice' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 76
        $command = 'Limpet.PowerShell.Commands.SetKbusDeviceCommand'
        $ksock = Open-Ksock -Kbus $bus
    }

    AfterAll {
        Close-Ksock $ksock
        Exit-TestBus $before
    }

    It 'limits how long a message may be' {
        $device = Set-KbusDevice -Kbus $bus -MaxMessageSize 200 -PassThru
        $failure = Get-Failure { Send-KbusMessage -Ksock $ksock '$.A' ('x' * 200) -ErrorAction Stop }
        Set-KbusDevice -Kbus $bus -MaxMessageSize 409600

        $device.MaxMessageSize | Should -Be 200
        $failure.FullyQualifiedErrorId | Should -BeLike 'KbusRefused,EMSGSIZE,*'
        (Get-KbusDevice -Kbus $bus).MaxMessageSize | Should -Be 409600
    }

    It 'has repliers announced when they bind, and no more' {
        $listener = Open-Ksock -Kbus $bus '$.KBUS.ReplierBindEvent'
        $first = Open-Ksock -Kbus $bus -Replier '$.Unannounced'
        Set-KbusDevice -Kbus $bus -ReportReplierBinds $true
        $second = Open-Ksock -Kbus $bus -Replier '$.Announced'
        $told = $listener.Queued
        Set-KbusDevice -Kbus $bus -ReportReplierBinds $false
        $first, $second | Close-Ksock

        $told | Should -Be 1
        $listener.Queued | Should -Be 1
        Close-Ksock $listener
    }

    It 'takes buses from the pipeline, with their kind' {
        (Get-KbusDevice -Kbus $bus | Set-KbusDevice -MaxMessageSize 300 -PassThru).MaxMessageSize | Should -Be 300
        Set-KbusDevice -Kbus $bus -MaxMessageSize 409600
    }

    It 'changes nothing with -WhatIf' {
        Set-KbusDevice -Kbus $bus -MaxMessageSize 200 -WhatIf

        (Get-KbusDevice -Kbus $bus).MaxMessageSize | Should -Be 409600
    }

    It 'says that the bus allows no such size' {
        $failure = Get-Failure { Set-KbusDevice -Kbus $bus -MaxMessageSize 409601 -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be "KbusRefused,EINVAL,$command"
    }

    It 'refuses a size below the least' {
        $failure = Get-Failure { Set-KbusDevice -Kbus $bus -MaxMessageSize 99 }

        $failure.FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$command"
    }

    It 'says that there is nothing to set' {
        $failure = Get-Failure { Set-KbusDevice -Kbus $bus }

        $failure.FullyQualifiedErrorId | Should -Be "NothingToSet,$command"
    }
}
