Describe 'Close-Ksock' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $bus = 41
    }

    AfterAll {
        Exit-TestBus $before
    }

    It 'closes a Ksock' {
        $ksock = Open-Ksock -Kbus $bus

        Close-Ksock $ksock

        $ksock.IsOpen | Should -BeFalse
        $ksock.Queued | Should -BeNullOrEmpty
    }

    It 'closes several from the pipeline' {
        $ksocks = @(Open-Ksock -Kbus $bus), @(Open-Ksock -Kbus $bus)

        $ksocks | Close-Ksock

        @($ksocks.IsOpen).Where({ $_ }).Count | Should -Be 0
    }

    It 'gives its bindings up' {
        Open-Ksock -Kbus $bus -Replier '$.Once' | Close-Ksock

        $again = Open-Ksock -Kbus $bus -Replier '$.Once' -ErrorAction Stop
        $again | Close-Ksock

        $again.ReplierFor | Should -Be '$.Once'
    }

    It 'may be done twice' {
        $ksock = Open-Ksock -Kbus $bus
        Close-Ksock $ksock

        Get-Failure { Close-Ksock $ksock -ErrorAction Stop } | Should -BeNullOrEmpty
    }

    It 'names the Requests that were taken and not answered' {
        $replier = Open-Ksock -Kbus $bus -Replier '$.Q'
        $asker = Open-Ksock -Kbus $bus
        $id = Send-KbusMessage -Ksock $asker '$.Q' -Request -NoWait
        $null = Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30

        $told = Get-Told { Close-Ksock $replier }
        Close-Ksock $asker

        "$told" | Should -BeLike "1 Request was taken and not answered*$id '`$.Q'*"
    }

    It 'leaves a Ksock that tells what it is when used' {
        $ksock = Open-Ksock -Kbus $bus
        Close-Ksock $ksock

        $failure = Get-Failure { Send-KbusMessage -Ksock $ksock '$.A' -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be 'KbusRefused,EBADF,Limpet.PowerShell.Commands.SendKbusMessageCommand'
        "$failure" | Should -BeLike "*closed*"
    }

    It 'takes nothing but Ksocks' {
        $failure = Get-Failure { Close-Ksock 'Fred' }

        $failure.FullyQualifiedErrorId | Should -Be 'CannotConvertArgumentNoMessage,Limpet.PowerShell.Commands.CloseKsockCommand'
    }
}
