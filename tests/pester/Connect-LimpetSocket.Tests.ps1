Describe 'Connect-LimpetSocket' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $command = 'Limpet.PowerShell.Commands.ConnectLimpetSocketCommand'
    }

    AfterAll {
        Exit-TestBus $before
    }

    Context 'to a Limpet' {
        BeforeEach {
            $endpoint = New-TestEndpoint
            $limpet = Start-Limpet -Kbus 49 -Listen $endpoint
            $socket = Connect-LimpetSocket $endpoint -NetworkId 9
            Wait-Until 'the connection' { (Get-Limpet $limpet.Id).State -eq 'Connected' }
        }

        AfterEach {
            Disconnect-LimpetSocket $socket -WarningAction SilentlyContinue
            Remove-Job $limpet -Force
        }

        It 'gives a socket that knows both ends' {
            $socket.IsOpen | Should -BeTrue
            $socket.Endpoint | Should -Be $endpoint
            $socket.NetworkId | Should -Be 9
            $socket.PeerNetworkId | Should -Be 2
            (Get-Limpet $limpet.Id).Peer | Should -Be 9
        }

        It 'sends to the bus beyond' {
            $listener = Open-Ksock -Kbus 49 '$.By.Hand'

            Send-KbusMessage -Socket $socket '$.By.Hand' hello
            $message = Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30
            Close-Ksock $listener

            $message.Text | Should -Be 'hello'
            $message.OriginallyFrom.Network | Should -Be 9
        }

        It 'reads what is sent on the bus beyond' {
            Send-KbusMessage -Kbus 49 '$.Across' 21.5

            $message = Get-KbusMessage -Socket $socket -Count 1 -TimeoutSec 30

            "$($message.Name) $($message.Text)" | Should -Be '$.Across 21.5'
            $message.Kbus | Should -BeNullOrEmpty
            $message.Id.Network | Should -Be 2
        }

        It 'asks a replier on the bus beyond' {
            $replier = Open-Ksock -Kbus 49 -Replier '$.Q'
            $id = Send-KbusMessage -Socket $socket '$.Q' 41 -Request -NoWait
            Get-KbusMessage -Ksock $replier -Count 1 -TimeoutSec 30 | Send-KbusMessage -Reply 42

            $reply = @(Get-KbusMessage -Socket $socket -TimeoutSec 30 | Where-Object Kind -EQ Reply | Select-Object -First 1)[0]
            Close-Ksock $replier

            $reply.Text | Should -Be '42'
            "$($reply.InReplyTo)" | Should -Be "$id"
        }

        It 'answers Requests from the bus beyond with -Replier' {
            $asker = Open-Ksock -Kbus 49 '$.KBUS.ReplierBindEvent'
            $null = Get-KbusMessage -Socket $socket '$.Mine' -Replier -TimeoutSec 0
            $null = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30
            $null = Send-KbusMessage -Ksock $asker '$.Mine' 1 -Request -NoWait

            Get-KbusMessage -Socket $socket -TimeoutSec 30 | Where-Object WantsReply | Select-Object -First 1 | Send-KbusMessage -Reply 2
            $reply = Get-KbusMessage -Ksock $asker -Count 1 -TimeoutSec 30
            Close-Ksock $asker

            $reply.Text | Should -Be '2'
        }

        It 'tells by an error that nobody answers' {
            $failure = Get-Failure { Send-KbusMessage -Socket $socket '$.Nobody' -Request -TimeoutSec 30 -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be 'RemoteError,EADDRNOTAVAIL,Limpet.PowerShell.Commands.SendKbusMessageCommand'
        }

        It 'can be handed to Start-Limpet' {
            $listener = Open-Ksock -Kbus 50 '$.Handed'

            $job = Start-Limpet -Kbus 50 -Socket $socket
            Send-KbusMessage -Kbus 49 '$.Handed' over
            $message = Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30
            $socket.IsOpen | Should -BeFalse
            Remove-Job $job -Force
            Close-Ksock $listener

            $message.Text | Should -Be 'over'
        }

        It 'refuses names without -Replier, since everything comes anyway' {
            $failure = Get-Failure { Get-KbusMessage -Socket $socket '$.X' -TimeoutSec 0 }

            $failure.FullyQualifiedErrorId | Should -Be 'NamesOnSocket,Limpet.PowerShell.Commands.GetKbusMessageCommand'
        }
    }

    Context 'with bad input' {
        It 'says that nothing listens there' {
            $failure = Get-Failure { Connect-LimpetSocket (New-TestEndpoint) -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "LimpetGaveUp,$command"
        }

        It 'says what is wrong with an endpoint' {
            $failure = Get-Failure { Connect-LimpetSocket 'localhost:99999' -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "Endpoint,BadPort,$command"
        }

        It 'refuses network id 0' {
            $failure = Get-Failure { Connect-LimpetSocket (New-TestEndpoint) -NetworkId 0 }

            $failure.FullyQualifiedErrorId | Should -Be "ParameterArgumentTransformationError,$command"
        }
    }
}
