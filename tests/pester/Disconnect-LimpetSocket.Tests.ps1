Describe 'Disconnect-LimpetSocket' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
    }

    AfterAll {
        Exit-TestBus $before
    }

    BeforeEach {
        $endpoint = New-TestEndpoint
        $limpet = Start-Limpet -Kbus 51 -Listen $endpoint
        $socket = Connect-LimpetSocket $endpoint
    }

    AfterEach {
        Disconnect-LimpetSocket $socket
        Remove-Job $limpet -Force
    }

    It 'closes the socket, and the Limpet at its other end listens on' {
        Disconnect-LimpetSocket $socket

        $socket.IsOpen | Should -BeFalse
        Wait-Until 'the end of the link' { $limpet.ChildJobs.Count -eq 1 -and $limpet.ChildJobs[0].State -eq 'Completed' }
        (Get-Limpet $limpet.Id).State | Should -Be 'Listening'
    }

    It 'may be done twice' {
        $socket | Disconnect-LimpetSocket

        Get-Failure { $socket | Disconnect-LimpetSocket -ErrorAction Stop } | Should -BeNullOrEmpty
    }

    It 'leaves a socket that says it is closed when used' {
        Disconnect-LimpetSocket $socket

        $failure = Get-Failure { Send-KbusMessage -Socket $socket '$.A' -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be 'Closed,Limpet.PowerShell.Commands.SendKbusMessageCommand'
        "$failure" | Should -BeLike 'The socket*disconnected*'
    }

    It 'leaves a socket that cannot be handed to Start-Limpet' {
        Disconnect-LimpetSocket $socket

        $failure = Get-Failure { Start-Limpet -Kbus 51 -Socket $socket -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be 'Closed,Limpet.PowerShell.Commands.StartLimpetCommand'
    }
}
