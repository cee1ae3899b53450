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

        It 'takes its data from the pipeline, or a message, name and data' {
            $listener = Open-Ksock -Kbus 49 '$.By.*'
            'a', 'b' | Send-KbusMessage -Socket $socket '$.By.Hand'
            Get-KbusMessage -Ksock $listener -Count 2 -TimeoutSec 30 | Send-KbusMessage -Socket $socket

            (Get-KbusMessage -Ksock $listener -Count 2 -TimeoutSec 30).ForEach({ "$($_.Name) $($_.Text)" }) -join ', ' | Should -Be '$.By.Hand a, $.By.Hand b'
            Close-Ksock $listener
        }

        It 'can be read from the pipeline' {
            Send-KbusMessage -Kbus 49 '$.Across' 1

            ($socket | Get-KbusMessage -Count 1 -TimeoutSec 30).Text | Should -Be '1'
        }

        It 'can be waited on for a message of a name, and keeps the rest' {
            'a', 'b' | Send-KbusMessage -Kbus 49 '$.Across'
            Send-KbusMessage -Kbus 49 '$.Wanted' c

            (Wait-KbusMessage -Socket $socket '$.Wanted').Text | Should -Be 'c'
            ($socket | Wait-KbusMessage -Filter { $_.Text -eq 'b' }).Text | Should -Be 'b'
            (Get-KbusMessage -Socket $socket -Count 1 -TimeoutSec 30).Text | Should -Be 'a'
        }

        It 'can be waited on as a replier' {
            $asker = Open-Ksock -Kbus 49 '$.KBUS.ReplierBindEvent'
            Wait-KbusMessage -Socket $socket '$.Q' -Replier -TimeoutSec 30 -While {
                $null = Wait-KbusMessage -Ksock $asker '$.KBUS.ReplierBindEvent' -TimeoutSec 30
                $null = Send-KbusMessage -Ksock $asker '$.Q' 20 -Request -NoWait
            } | Send-KbusMessage -Reply { 1 + $_.Text }

            (Wait-KbusMessage -Ksock $asker -Filter { $_.Kind -eq 'Reply' } -TimeoutSec 30).Text | Should -Be '21'
            Close-Ksock $asker
        }

        It 'says what came instead on it' {
            Send-KbusMessage -Kbus 49 '$.Across' 1
            Wait-Until 'the message' { (Get-Limpet $limpet.Id).Out -gt 0 }

            $failure = Get-Failure { Wait-KbusMessage -Socket $socket '$.Never' -TimeoutSec 1 }

            $failure.FullyQualifiedErrorId | Should -Be 'MessageTimeout,Limpet.PowerShell.Commands.WaitKbusMessageCommand'
            "$failure" | Should -BeLike "No message '`$.Never' came on the socket to $endpoint within 1 seconds. What came instead: *'`$.Across' 1"
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

    Context 'to a Limpet that does not want it' {
        It 'says that it was turned away, and why' {
            $endpoint = New-TestEndpoint
            $limpet = Start-Limpet -Kbus 49 -Listen $endpoint -MaxPeers 1
            $socket = $endpoint | Connect-LimpetSocket -NetworkId 9
            Wait-Until 'the connection' { (Get-Limpet $limpet.Id).State -eq 'Connected' }

            $failure = Get-Failure {
                $second = Connect-LimpetSocket $endpoint -NetworkId 10 -ErrorAction Stop
                Get-KbusMessage -Socket $second -Count 1 -TimeoutSec 30 -ErrorAction Stop
            }
            Disconnect-LimpetSocket $socket
            Remove-Job $limpet -Force

            $failure.FullyQualifiedErrorId | Should -BeLike 'TurnedAway,*'
            $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
            "$failure" | Should -BeLike '*as many peers are here already as may be*'
        }
    }

    Context 'to a program that answers by bytes of its own' {
        BeforeAll {
            $helo = [byte[]] ([System.Text.Encoding]::ASCII.GetBytes('HELO') + (0, 0, 0, 9))

            function ConvertTo-BigEndian([uint32[]] $Numbers) {
                $Numbers.ForEach({ $bytes = [System.BitConverter]::GetBytes($_); [array]::Reverse($bytes); $bytes })
            }

            # A Status as it stands on the wire (limpet.md 1), in reply to the first Request of network 1.
            function New-StatusBytes([string] $Name) {
                $text = [System.Text.Encoding]::ASCII.GetBytes($Name)
                $padding = [byte[]]::new(4 - $text.Count % 4)
                [byte[]] ((ConvertTo-BigEndian 0x7375624B, 9, 5, 1, 1, 0, 0, 0, 0, 0, 0, 0, 4, $text.Count, 0, 0x4B627573) + $text + $padding + (ConvertTo-BigEndian 0x4B627573))
            }

            # Takes one connection on a socket of its own, and sends what it was given.
            function Start-Answering([byte[]] $Bytes, [switch] $ThenClose) {
                $path = "$env:XDG_RUNTIME_DIR/$([System.IO.Path]::GetRandomFileName())"
                $listener = [System.Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
                $listener.Bind([System.Net.Sockets.UnixDomainSocketEndPoint]::new($path))
                $listener.Listen(1)
                $shell = [powershell]::Create([initialsessionstate]::CreateDefault2()).AddScript({
                        param($listener, $bytes, $close)
                        $taken = $listener.Accept()
                        $null = $taken.Send($bytes)
                        if ($close) {
                            # What is not read when it closes would break the connection, and not end it.
                            $null = $taken.Receive([byte[]]::new(8))
                            $taken.Dispose()
                        }
                        else {
                            $taken
                        }
                    }).AddArgument($listener).AddArgument($Bytes).AddArgument([bool] $ThenClose)
                @{ Endpoint = "unix:$path"; Listener = $listener; Shell = $shell; Running = $shell.BeginInvoke() }
            }

            function Stop-Answering($Answering) {
                if ($Answering) {
                    $Answering.Shell.EndInvoke($Answering.Running).ForEach({ $_.Dispose() })
                    $Answering.Shell.Dispose()
                    $Answering.Listener.Dispose()
                }
            }
        }

        AfterEach {
            if ($socket) {
                Disconnect-LimpetSocket $socket -WarningAction SilentlyContinue
            }
            Stop-Answering $answering
            $socket = $answering = $null
        }

        It 'tells of the Status <status> as <errorId>' -ForEach @(
            @{ status = '$.KBUS.Replier.GoneAway'; errorId = 'ReplierGoneAway' }
            @{ status = '$.KBUS.Replier.Ignored'; errorId = 'ReplierIgnored' }
            @{ status = '$.KBUS.Replier.Unbound'; errorId = 'ReplierUnbound' }
            @{ status = '$.KBUS.Replier.Disappeared'; errorId = 'ReplierDisappeared' }
            @{ status = '$.KBUS.Replier.NotSameKsock'; errorId = 'ReplierNotSameKsock' }
            @{ status = '$.KBUS.ErrorSending'; errorId = 'ErrorSending' }
            @{ status = '$.KBUS.RemoteError.EBUSY'; errorId = 'RemoteError,EBUSY' }
            @{ status = '$.KBUS.Something.New'; errorId = 'UnknownStatus' }
        ) {
            $answering = Start-Answering ($helo + (New-StatusBytes $status))
            $socket = Connect-LimpetSocket $answering.Endpoint

            $failure = Get-Failure { Send-KbusMessage -Socket $socket '$.Q' -Request -TimeoutSec 30 -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "$errorId,Limpet.PowerShell.Commands.SendKbusMessageCommand"
            $failure.TargetObject.Name | Should -Be $status
            "$failure" | Should -BeLike "*$status*"
        }

        It 'says that the other side has closed' {
            $answering = Start-Answering $helo -ThenClose
            $socket = Connect-LimpetSocket $answering.Endpoint

            $failure = Get-Failure { Get-KbusMessage -Socket $socket -Count 1 -TimeoutSec 30 -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be 'OtherLimpetGoneAway,Limpet.PowerShell.Commands.GetKbusMessageCommand'
            $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
        }

        It 'says what is wrong with what comes' {
            $answering = Start-Answering ($helo + [byte[]]::new(64))
            $socket = Connect-LimpetSocket $answering.Endpoint

            $failure = Get-Failure { Get-KbusMessage -Socket $socket -Count 1 -TimeoutSec 30 -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be 'BadMessage,start_guard,Limpet.PowerShell.Commands.GetKbusMessageCommand'
            $failure.CategoryInfo.Category | Should -Be 'InvalidData'
        }

        It 'says that the other side speaks TLS' {
            $answering = Start-Answering ([byte[]] (21, 3, 3, 0, 2, 2, 40, 0))

            $failure = Get-Failure { Connect-LimpetSocket $answering.Endpoint -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "Tls,PeerIsTls,$command"
            $failure.CategoryInfo.Category | Should -Be 'SecurityError'
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

        It 'refuses <parameter> without -Certificate' -ForEach @(
            @{ parameter = 'TrustedCa'; value = 'ca.pem' }
            @{ parameter = 'PeerName'; value = 'board.example' }
            @{ parameter = 'CertificateKey'; value = 'board.key' }
        ) {
            $arguments = @{ $parameter = $value }

            $failure = Get-Failure { Connect-LimpetSocket 'tls:localhost:5000' @arguments }

            $failure.FullyQualifiedErrorId | Should -Be "NoCertificate,$command"
            "$failure" | Should -BeLike '*give -Certificate*'
        }

        It 'says that a tls: endpoint needs a certificate' {
            (Get-Failure { Connect-LimpetSocket 'tls:localhost:5000' -ErrorAction Stop }).FullyQualifiedErrorId | Should -Be "LimpetOption,Tls,$command"
        }

        It 'says that there is no such certificate' {
            $failure = Get-Failure { Connect-LimpetSocket 'tls:localhost:5000' -Certificate "$env:XDG_RUNTIME_DIR/none.pem" -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "Certificate,NotFound,$command"
            $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        }

        It 'refuses network id 0' {
            $failure = Get-Failure { Connect-LimpetSocket (New-TestEndpoint) -NetworkId 0 }

            $failure.FullyQualifiedErrorId | Should -Be "ParameterArgumentTransformationError,$command"
        }
    }
}
