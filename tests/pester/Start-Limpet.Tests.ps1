Describe 'Start-Limpet' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $command = 'Limpet.PowerShell.Commands.StartLimpetCommand'
    }

    AfterAll {
        Exit-TestBus $before
    }

    AfterEach {
        Get-Job | Where-Object PSJobTypeName -EQ LimpetJob | Remove-Job -Force
    }

    Context 'that listens' {
        It 'gives a job that runs, and is in the job table' {
            $endpoint = New-TestEndpoint

            $job = Start-Limpet -Kbus 44 -Listen $endpoint

            $job.State | Should -Be 'Running'
            $job.PSJobTypeName | Should -Be 'LimpetJob'
            $job.Location | Should -Be $endpoint
            (Get-Job -Id $job.Id).InstanceId | Should -Be $job.InstanceId
        }

        It 'runs on when the pipeline stops at the job' {
            $job = Start-Limpet -Kbus 44 -Listen (New-TestEndpoint) | Select-Object -First 1

            $job.State | Should -Be 'Running'
            (Get-Limpet $job.Id).State | Should -Be 'Listening'
        }

        It 'makes a socket file, and removes it when it is stopped' {
            $endpoint = New-TestEndpoint
            $path = $endpoint.Substring(5)

            $job = Start-Limpet -Kbus 44 -Listen $endpoint
            [System.IO.File]::Exists($path) | Should -BeTrue
            Stop-Job $job

            [System.IO.File]::Exists($path) | Should -BeFalse
        }

        It 'takes a path from where PowerShell stands' {
            $path = $ExecutionContext.SessionState.Path
            $stood = $path.CurrentLocation
            $null = $path.SetLocation($env:XDG_RUNTIME_DIR)

            $job = Start-Limpet -Kbus 44 -Listen ./here.sock
            $null = $path.SetLocation($stood)

            $job.Location | Should -Be "unix:$env:XDG_RUNTIME_DIR/here.sock"
        }

        It 'says that an address is in use, and leaves no job' {
            $endpoint = New-TestEndpoint
            $first = Start-Limpet -Kbus 44 -Listen $endpoint

            $failure = Get-Failure { Start-Limpet -Kbus 44 -Listen $endpoint -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "Endpoint,AddressInUse,$command"
            $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
            @(Get-Job).Where({ $_.PSJobTypeName -eq 'LimpetJob' }).Id | Should -Be $first.Id
        }
    }

    Context 'that connects' {
        It 'is connected when it is given' {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 44 -Listen $endpoint

            $client = Start-Limpet -Kbus 45 -Connect $endpoint

            $limpet = Get-Limpet $client.Id
            $limpet.State | Should -Be 'Connected'
            $limpet.Peer | Should -Be 2
            $limpet.NetworkId | Should -Be 1
            $server.State | Should -Be 'Running'
        }

        It 'warns where nothing listens yet, and is connected once something does' {
            $endpoint = New-TestEndpoint

            $client = Start-Limpet -Kbus 45 -Connect $endpoint -WarningVariable warnings -WarningAction SilentlyContinue

            "$warnings" | Should -BeLike '*there is no such socket file*tried again*Get-Limpet*'
            $limpet = Get-Limpet $client.Id
            $limpet.State | Should -BeIn 'Retrying', 'Connecting'
            $limpet.Problem | Should -BeLike '*no such socket file*'
            $server = Start-Limpet -Kbus 44 -Listen $endpoint
            Wait-Until 'the connection' { (Get-Limpet $client.Id).State -eq 'Connected' }
        }

        It 'connects again after a loss' {
            $endpoint = New-TestEndpoint
            $first = Start-Limpet -Kbus 44 -Listen $endpoint
            $client = Start-Limpet -Kbus 45 -Connect $endpoint
            Stop-Limpet $first.Id

            $null = Start-Limpet -Kbus 44 -Listen $endpoint

            Wait-Until 'the connection' { @(Receive-Job $client -Keep).Where({ $_.Kind -eq 'Connected' }).Count -eq 2 }
            "$((Receive-Job $client).Kind)" | Should -BeLike 'Connected Disconnected Retrying*Connected'
        }

        It 'gives up after -MaxAttempts, with the reason' {
            $client = Start-Limpet -Kbus 45 -Connect (New-TestEndpoint) -MaxAttempts 3 -WarningAction SilentlyContinue

            $null = Wait-Job $client -Timeout 30

            $client.State | Should -Be 'Failed'
            $client.JobStateInfo.Reason.Message | Should -BeLike '*no such socket file*'
        }

        It 'fails at once where nothing listens with -NoReconnect, and leaves no job' {
            $failure = Get-Failure { Start-Limpet -Kbus 45 -Connect (New-TestEndpoint) -NoReconnect -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "LimpetGaveUp,$command"
            $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
            @(Get-Limpet).Count | Should -Be 0
        }

        It 'fails where both ends have the same network id' {
            $endpoint = New-TestEndpoint
            $job = Start-Limpet -Kbus 44 -Listen $endpoint -NetworkId 7

            $failure = Get-Failure { Start-Limpet -Kbus 45 -Connect $endpoint -NetworkId 7 -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "NetworkId,$command"
            Wait-Until 'the other end to say so' { @(Receive-Job $job -Keep).Kind -contains 'PeerFailed' }
            $told = @(Receive-Job $job).Where({ $_.Kind -eq 'PeerFailed' })[0]
            "$told" | Should -BeLike '*HELO is 7, which is ours too*'
            "$told" | Should -Not -Match ' at Limpet'
            $job.State | Should -Be 'Running'
        }

        It 'gives up a pair that is silent after -TimeoutSec' {
            $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
            $listener.Start()

            $failure = Get-Failure { Start-Limpet -Kbus 45 -Connect "tcp:127.0.0.1:$($listener.LocalEndpoint.Port)" -TimeoutSec 0.2 -NoReconnect -ErrorAction Stop }
            $listener.Stop()

            $failure.FullyQualifiedErrorId | Should -Be "LimpetTimeout,$command"
            $failure.CategoryInfo.Category | Should -Be 'OperationTimeout'
        }
    }

    Context 'whose link ends' {
        It 'listens on when the other side stops' {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 44 -Listen $endpoint
            $client = Start-Limpet -Kbus 45 -Connect $endpoint
            Wait-Until 'the connection' { (Get-Limpet $server.Id).State -eq 'Connected' }

            Stop-Limpet $client.Id

            Wait-Until 'the end of the link' { $server.ChildJobs[0].State -eq 'Completed' }
            (Get-Limpet $server.Id).State | Should -Be 'Listening'
            $server.State | Should -Be 'Running'
        }

        It 'is Completed with -Once when the other side stops' {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 44 -Listen $endpoint -Once
            $client = Start-Limpet -Kbus 45 -Connect $endpoint
            Wait-Until 'the connection' { (Get-Limpet $server.Id).State -eq 'Connected' }

            Stop-Limpet $client.Id
            $null = Wait-Job $server -Timeout 30

            $client.State | Should -Be 'Stopped'
            $server.State | Should -Be 'Completed'
        }

        It 'is Completed when the termination message is read' {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 44 -Listen $endpoint -TerminationMessage '$.The.End'
            $client = Start-Limpet -Kbus 45 -Connect $endpoint
            Wait-Until 'the connection' { (Get-Limpet $server.Id).State -eq 'Connected' }

            Send-KbusMessage -Kbus 44 '$.The.End'
            $null = Wait-Job $server -Timeout 30

            $server.State | Should -Be 'Completed'
            Wait-Until 'the other end to try again' { (Get-Limpet $client.Id).State -eq 'Retrying' }
        }

        It 'is Failed, with the reason, when the other side sends what is no message' {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 44 -Listen $endpoint -Once
            $peer = [System.Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
            $peer.Connect([System.Net.Sockets.UnixDomainSocketEndPoint]::new($endpoint.Substring(5)))
            $null = $peer.Send([System.Text.Encoding]::ASCII.GetBytes("HELO`0`0`0`u{1}" + 'x' * 200))

            $null = Wait-Job $server -Timeout 30
            $peer.Dispose()

            $server.State | Should -Be 'Failed'
            "$($server.JobStateInfo.Reason.Message)" | Should -BeLike '*start_guard*'
            $failure = Get-Failure { Receive-Job $server -ErrorAction Stop }
            "$failure" | Should -BeLike '*start_guard*'
        }
    }

    Context 'with many peers' {
        BeforeEach {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 44 -Listen $endpoint -MaxPeers 2
            $clients = 45, 46 | ForEach-Object { Start-Limpet -Kbus $_ -Connect $endpoint -NetworkId $_ }
            Wait-Until 'both' { $server.ChildJobs.Count -eq 2 }
        }

        It 'has a child job for each, which can be stopped alone' {
            $server.ChildJobs.Count | Should -Be 2
            "$($server.ChildJobs.Network)" | Should -Be '45 46'
            $first = $server.ChildJobs[0]

            Stop-Job $first

            Wait-Until 'its end' { $first.State -eq 'Stopped' }
            $server.State | Should -Be 'Running'
            Wait-Until 'its return' { (Get-Limpet $server.Id).Peers.Count -eq 2 -and $server.ChildJobs.Count -eq 3 }
        }

        It 'shows each with its counters' {
            $listener = Open-Ksock -Kbus 46 '$.Counted'
            Send-KbusMessage -Kbus 45 '$.Counted'
            $null = Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30
            Close-Ksock $listener

            $peers = Get-Limpet $server.Id -Peer

            "$($peers.NetworkId)" | Should -Be '45 46'
            $peers[0].In | Should -Be 1
            $peers[1].Out | Should -Be 1
            $peers[0].Who | Should -BeLike "process $PID of user *"
        }

        It 'refuses one too many, and tells both' {
            $late = Start-Limpet -Kbus 47 -Connect $endpoint -NetworkId 47 -WarningAction SilentlyContinue

            Wait-Until 'the refusal' { @(Receive-Job $server -Keep).Kind -contains 'PeerRefused' }
            Wait-Until 'the reason' { (Get-Limpet $late.Id).Problem -like '*as many peers are here already as may be, which is 2*-MaxPeers*' }
        }

        It 'tells a Limpet with the same network id that another took its place' {
            $null = Start-Limpet -Kbus 47 -Connect $endpoint -NetworkId 45

            $null = Wait-Job $clients[0] -Timeout 30

            $clients[0].State | Should -Be 'Failed'
            $clients[0].JobStateInfo.Reason.Message | Should -BeLike '*another connection with network id 45*-NetworkId*'
        }
    }

    Context 'with names that may pass' {
        It 'lets leave what -Export says, and answers a Request for the rest' {
            $endpoint = New-TestEndpoint
            $null = Start-Limpet -Kbus 44 -Listen $endpoint
            $client = Start-Limpet -Kbus 45 -Connect $endpoint -Export '$.Open.*', '!$.Open.Secret'
            $listener = Open-Ksock -Kbus 44 '$.*'

            Send-KbusMessage -Kbus 45 '$.Closed'
            Send-KbusMessage -Kbus 45 '$.Open.Secret'
            Send-KbusMessage -Kbus 45 '$.Open.Door'

            (Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30).Name | Should -Be '$.Open.Door'
            Close-Ksock $listener
            (Get-Limpet $client.Id).Dropped['NotExported'] | Should -Be 2
        }

        It 'puts the names of its bus under -ExportPrefix' {
            $endpoint = New-TestEndpoint
            $null = Start-Limpet -Kbus 44 -Listen $endpoint
            $null = Start-Limpet -Kbus 45 -Connect $endpoint -ExportPrefix Kitchen
            $listener = Open-Ksock -Kbus 44 '$.Kitchen.*'

            Send-KbusMessage -Kbus 45 '$.Lamp' on

            (Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30).Name | Should -Be '$.Kitchen.Lamp'
            Close-Ksock $listener
        }

        It 'says what is wrong with <Parameter> <Value>' -ForEach @(
            @{ Parameter = 'Export'; Value = '$.A..B'; Text = '*$.A..B*' }
            @{ Parameter = 'Import'; Value = '!'; Text = '*excepts nothing*' }
            @{ Parameter = 'ExportPrefix'; Value = '$.A'; Text = '*' }
            @{ Parameter = 'SocketMode'; Value = '0999'; Text = '*no mode*' }
        ) {
            $arguments = @{ Kbus = 44; Listen = (New-TestEndpoint); $Parameter = $Value; ErrorAction = 'Stop' }

            $failure = Get-Failure { Start-Limpet @arguments }

            $failure.FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$command"
            "$failure" | Should -BeLike $Text
        }
    }

    Context 'with -Config' {
        BeforeEach {
            $path = "$env:XDG_RUNTIME_DIR/limpets.json"
        }

        It 'starts each Limpet of the file, with its options' {
            $endpoint = New-TestEndpoint
            [System.IO.File]::WriteAllText($path, "{ `"limpets`": [ { `"kbus`": 44, `"listen`": `"$endpoint`", `"maxPeers`": 1 }, { `"kbus`": 45, `"connect`": `"$endpoint`", `"networkId`": 9, `"exportPrefix`": `"Kitchen`" } ] }")
            $listener = Open-Ksock -Kbus 44 '$.Kitchen.Lamp'

            $jobs = Start-Limpet -Config $path

            "$($jobs.PSJobTypeName)" | Should -Be 'LimpetJob LimpetJob'
            (Get-Limpet $jobs[1].Id).NetworkId | Should -Be 9
            Send-KbusMessage -Kbus 45 '$.Lamp'
            (Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30).Name | Should -Be '$.Kitchen.Lamp'
            Close-Ksock $listener
        }

        It 'starts what Export-LimpetConfig wrote' {
            $endpoint = New-TestEndpoint
            $first = Start-Limpet -Kbus 44 -Listen $endpoint -MaxPeers 3
            Export-LimpetConfig -Path $path -Force
            Remove-Job $first -Force

            $again = Start-Limpet -Config $path

            $again.Location | Should -Be $endpoint
            Export-LimpetConfig | Should -BeLike '*"maxPeers": 3*'
        }

        It 'reports all that is wrong with the file, each with its path, and starts nothing' {
            [System.IO.File]::WriteAllText($path, '{ "limpets": [ { "kbus": 300, "listen": "unix:/tmp/x" }, { "kbus": 1, "conect": "unix:/tmp/x" } ] }')

            Start-Limpet -Config $path -ErrorVariable failures -ErrorAction SilentlyContinue

            $failures.Count | Should -BeGreaterThan 1
            "$($failures.FullyQualifiedErrorId)" | Should -BeLike "*LimpetConfig,OutOfRange,$command*LimpetConfig,UnknownProperty,$command*"
            "$($failures.TargetObject)" | Should -BeLike '*$.limpets`[0`].kbus*$.limpets`[1`].conect*'
            "$failures" | Should -BeLike '*connect*'
            @(Get-Limpet).Count | Should -Be 0
        }

        It 'says that the file is not there' {
            $failure = Get-Failure { Start-Limpet -Config "$env:XDG_RUNTIME_DIR/none.json" -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "LimpetConfig,NotFound,$command"
            $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        }

        It 'takes nothing beside it that is for one Limpet' {
            $failure = Get-Failure { Start-Limpet -Config $path -MaxMessages 5 }

            $failure.FullyQualifiedErrorId | Should -Be "AmbiguousParameterSet,$command"
            $common = [System.Management.Automation.Cmdlet]::CommonParameters
            $set = (Get-Command Start-Limpet).ParameterSets.Where({ $_.Name -eq 'Config' })[0]
            @($set.Parameters.Name).Where({ $_ -notin $common }) -join ' ' | Should -Be 'Config'
        }
    }

    Context 'reachable from outside' {
        It 'warns of it' {
            $null = Start-Limpet -Kbus 44 -Listen tcp:0.0.0.0:45678 -WarningVariable warnings -WarningAction SilentlyContinue

            "$warnings" | Should -BeLike '*can be reached from other machines*'
        }
    }

    Context 'that lets others in' {
        It 'gives the socket file the mode and group that it is told' {
            $endpoint = New-TestEndpoint

            $null = Start-Limpet -Kbus 44 -Listen $endpoint -SocketMode 0660 -SocketGroup root

            [int][System.IO.File]::GetUnixFileMode($endpoint.Substring(5)) | Should -Be 0x1b0
        }

        It 'refuses to connect to a user that is not among -AllowUid' {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 44 -Listen $endpoint

            $failure = Get-Failure { Start-Limpet -Kbus 45 -Connect $endpoint -AllowUid 4294967000 -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "PeerRefused,$command"
            $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
            "$failure" | Should -BeLike 'The peer was refused: user * is not among those allowed here (-AllowUid).'
        }

        It 'refuses users that are not among -AllowUid' {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 44 -Listen $endpoint -AllowUid 4294967000

            $null = Start-Limpet -Kbus 45 -Connect $endpoint -WarningAction SilentlyContinue

            Wait-Until 'the reason' { (Get-Limpet)[-1].Problem -like '*not among those allowed here (-AllowUid)*' }
            Wait-Until 'the other end to say so' { "$(Receive-Job $server -Keep)" -like '*was refused*-AllowUid*' }
        }
    }

    Context 'as a job' {
        It 'has no children until somebody connects, and is no true condition by them' {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 44 -Listen $endpoint
            $before = [bool] $server.ChildJobs
            $client = Start-Limpet -Kbus 45 -Connect $endpoint
            Wait-Until 'the child' { $server.ChildJobs.Count }

            $before | Should -BeFalse
            [bool] $server.ChildJobs | Should -BeTrue
            [bool] $client.ChildJobs | Should -BeFalse
            @($server.ChildJobs).Count | Should -Be 1
            $server.ChildJobs.Contains($server.ChildJobs[0]) | Should -BeTrue
            $server.ChildJobs.IndexOf($client) | Should -Be -1
        }

        It 'tells what happened to it' {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 44 -Listen $endpoint -Once
            $client = Start-Limpet -Kbus 45 -Connect $endpoint
            Stop-Limpet $client.Id
            $null = Wait-Job $server -Timeout 30

            $events = Receive-Job $server

            $events.Kind -join ' ' | Should -Be 'Listening Connected Disconnected Ended'
            $server.ChildJobs[0].Location | Should -BeLike 'process * of user *'
        }

        It 'tells of each message in verbose at verbosity 2' {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 44 -Listen $endpoint -Verbosity 2
            $client = Start-Limpet -Kbus 45 -Connect $endpoint
            $listener = Open-Ksock -Kbus 45 '$.Told'
            Wait-Until 'the connection' { (Get-Limpet $server.Id).State -eq 'Connected' }
            Send-KbusMessage -Kbus 44 '$.Told' x
            $null = Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30
            Close-Ksock $listener
            Stop-Limpet $server.Id

            $told = Receive-Job $server -Verbose 4>&1

            "$(@($told).Where({ $_ -is [System.Management.Automation.VerboseRecord] }))" | Should -BeLike '*$.Told*'
        }

        It 'tells nothing at verbosity 0' {
            $job = Start-Limpet -Kbus 44 -Listen (New-TestEndpoint) -Verbosity 0
            Stop-Limpet $job.Id

            Receive-Job $job | Should -BeNullOrEmpty
        }

        It 'is stopped by Remove-Job -Force' {
            $endpoint = New-TestEndpoint
            $job = Start-Limpet -Kbus 44 -Listen $endpoint

            Remove-Job $job -Force

            [System.IO.File]::Exists($endpoint.Substring(5)) | Should -BeFalse
            @(Get-Limpet).Count | Should -Be 0
        }

        It 'is not removed while it runs, without -Force' {
            $job = Start-Limpet -Kbus 44 -Listen (New-TestEndpoint)

            Get-Failure { Remove-Job $job -ErrorAction Stop } | Should -Not -BeNullOrEmpty
            $job.State | Should -Be 'Running'
        }
    }

    Context 'with -LogPath' {
        It 'logs, a line of JSON an event' {
            $path = "$env:XDG_RUNTIME_DIR/limpet.log"
            $job = Start-Limpet -Kbus 44 -Listen (New-TestEndpoint) -LogPath $path
            Stop-Limpet $job.Id

            $lines = [System.IO.File]::ReadAllLines($path)

            $lines.Count | Should -BeGreaterThan 0
            foreach ($line in $lines) {
                [System.Text.Json.JsonDocument]::Parse($line).RootElement.GetProperty('@t').GetDateTime().Year | Should -BeGreaterThan 2000
            }
        }

        It 'says that the file cannot be written, and leaves no job' {
            $failure = Get-Failure { Start-Limpet -Kbus 44 -Listen (New-TestEndpoint) -LogPath "$env:XDG_RUNTIME_DIR/none/limpet.log" -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "File,$command"
            "$failure" | Should -BeLike '*the directory * does not exist*'
            @(Get-Limpet).Count | Should -Be 0
        }
    }

    Context 'with bad input' {
        It 'refuses <endpoint> as an endpoint: <fault>' -ForEach @(
            @{ endpoint = 'nowhere'; fault = 'Malformed' }
            @{ endpoint = 'unix:'; fault = 'Empty' }
            @{ endpoint = 'tcp:localhost'; fault = 'NoPort' }
            @{ endpoint = 'tcp:localhost:99999'; fault = 'BadPort' }
            @{ endpoint = 'tcp:localhost:x'; fault = 'BadPort' }
            @{ endpoint = 'tcp:::1:5000'; fault = 'BadHost' }
            @{ endpoint = "unix:/tmp/$('x' * 200)"; fault = 'PathTooLong' }
            @{ endpoint = 'unix:/nowhere/at/all'; fault = 'NoDirectory' }
            @{ endpoint = 'unix:/etc/passwd'; fault = 'NotASocket' }
        ) {
            $failure = Get-Failure { Start-Limpet -Kbus 44 -Listen $endpoint -ErrorAction Stop }

            $failure.FullyQualifiedErrorId | Should -Be "Endpoint,$fault,$command"
            $failure.TargetObject | Should -Be $endpoint
        }

        It 'refuses <value> as a network id' -ForEach @(
            @{ value = 0 }
            @{ value = -1 }
            @{ value = 4294967296 }
            @{ value = 'x' }
        ) {
            $failure = Get-Failure { Start-Limpet -Kbus 44 -Listen (New-TestEndpoint) -NetworkId $value }

            $failure.FullyQualifiedErrorId | Should -Be "ParameterArgumentTransformationError,$command"
            "$failure" | Should -BeLike '*1 to 4294967295*'
        }

        It 'takes the highest network id' {
            $job = Start-Limpet -Kbus 44 -Listen (New-TestEndpoint) -NetworkId 4294967295

            (Get-Limpet $job.Id).NetworkId | Should -Be 4294967295
        }

        It 'refuses <parameter> <value>' -ForEach @(
            @{ parameter = 'Verbosity'; value = 3 }
            @{ parameter = 'Verbosity'; value = -1 }
            @{ parameter = 'TimeoutSec'; value = 0 }
            @{ parameter = 'MessageName'; value = 'Fred' }
            @{ parameter = 'TerminationMessage'; value = '$.End.*' }
        ) {
            $arguments = @{ $parameter = $value }

            $failure = Get-Failure { Start-Limpet -Kbus 44 -Listen (New-TestEndpoint) @arguments }

            $failure.FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$command"
        }
    }
}
