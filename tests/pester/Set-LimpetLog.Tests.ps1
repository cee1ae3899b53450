Describe 'Set-LimpetLog' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $command = 'Limpet.PowerShell.Commands.SetLimpetLogCommand'

        # The records of a JSON log, parsed.
        function Read-Log([string] $Path) {
            @([System.IO.File]::ReadAllLines($Path)).ForEach({ [System.Text.Json.JsonDocument]::Parse($_).RootElement })
        }

        # Sends a message over a link that is there for a moment, and waits until it has come.
        function Send-Across([string] $Text) {
            $endpoint = New-TestEndpoint
            $server = Start-Limpet -Kbus 61 -Listen $endpoint
            $client = Start-Limpet -Kbus 62 -Connect $endpoint
            $listener = Open-Ksock -Kbus 62 '$.Logged'
            Send-KbusMessage -Kbus 61 '$.Logged' $Text
            $null = Get-KbusMessage -Ksock $listener -Count 1 -TimeoutSec 30
            Close-Ksock $listener
            Stop-Limpet $server.Id, $client.Id
            $server, $client | Remove-Job
        }
    }

    BeforeEach {
        $path = "$env:XDG_RUNTIME_DIR/$([System.IO.Path]::GetRandomFileName()).log"
    }

    AfterEach {
        Set-LimpetLog -Off
    }

    AfterAll {
        Exit-TestBus $before
    }

    It 'logs ids, templates and values as JSON' {
        Set-LimpetLog $path
        Send-Across hello

        $records = Read-Log $path
        $connected = @($records).Where({ $_.GetProperty('EventId').GetInt32() -eq 102 })
        $connected.Count | Should -Be 2
        $connected[0].GetProperty('@mt').GetString() | Should -Be 'Connected to network {PeerNetworkId} at {Endpoint}, as network {NetworkId} on {Bus}'
        $connected[0].GetProperty('Event').GetString() | Should -Be 'Connected'
        $connected[0].GetProperty('ProcessId').GetInt32() | Should -Be $PID
        @($connected.ForEach({ $_.GetProperty('Kbus').GetInt32() }) | Sort-Object) -join ' ' | Should -Be '61 62'
        @($records).Where({ $_.GetProperty('EventId').GetInt32() -ge 300 }).Count | Should -Be 0
    }

    It 'logs each message at Debug, and its data at Verbose alone' {
        Set-LimpetLog $path -Level Debug
        Send-Across hushhush
        $debug = [System.IO.File]::ReadAllText($path)
        Set-LimpetLog -Level Verbose
        Send-Across hushhush
        $verbose = [System.IO.File]::ReadAllText($path)

        $debug | Should -BeLike '*"EventId":301*"Name":"$.Logged"*"Length":8*'
        $debug | Should -Not -BeLike '*hushhush*'
        $verbose | Should -BeLike '*"Text":"hushhush"*'
    }

    It 'changes what Limpets that run log' {
        $limpet = Start-Limpet -Kbus 61 -Listen (New-TestEndpoint)
        Set-LimpetLog $path -Format Text
        Stop-Limpet $limpet.Id
        Remove-Job $limpet

        [System.IO.File]::ReadAllLines($path) | Should -BeLike '* `[INF`] 104 bus 61 unix:*: Ended: The Limpet was stopped.'
    }

    It 'leaves a Limpet with a log of its own alone' {
        $own = "$path.own"
        Set-LimpetLog $path
        $limpet = Start-Limpet -Kbus 61 -Listen (New-TestEndpoint) -LogPath $own
        Stop-Limpet $limpet.Id
        Remove-Job $limpet

        [System.IO.File]::ReadAllLines($own).Count | Should -Be 2
        [System.IO.File]::ReadAllLines($path).Count | Should -Be 0
    }

    It 'keeps every line when several write to one file' {
        $limpets = 1..4 | ForEach-Object { Start-Limpet -Kbus 61 -Listen (New-TestEndpoint) -LogPath $path }
        Stop-Limpet $limpets.Id
        $limpets | Remove-Job

        @(Read-Log $path).Count | Should -Be 8
    }

    It 'begins a file each day, and after -RollSize' {
        Set-LimpetLog $path -RollDaily -RollSize 1024 -Keep 5
        1..8 | ForEach-Object { Send-Across 'some text' }

        $name = [System.IO.Path]::GetFileNameWithoutExtension($path)
        $files = [System.IO.Directory]::GetFiles($env:XDG_RUNTIME_DIR, "$name*.log")
        $files.Count | Should -Be 5
        foreach ($file in $files) {
            $file | Should -BeLike "*/$name$([datetime]::Now.ToString('yyyy'))*.log"
        }
    }

    It 'keeps what was set before' {
        Set-LimpetLog $path -Level Warning -Format Text -RollSize 4096 -Keep 3
        $log = Set-LimpetLog -Level Error -PassThru

        "$($log.Path) $($log.Level) $($log.Format) $($log.RollDaily) $($log.RollSize) $($log.Keep)" | Should -Be "$path Error Text False 4096 3"
        "$log" | Should -Be "$path (Error, Text)"
        $log.Lost | Should -Be 0
        $log.LastFailure | Should -BeNullOrEmpty
    }

    It 'ends with -Off' {
        Set-LimpetLog $path
        Set-LimpetLog -Off
        Send-Across hello

        Get-LimpetLog | Should -BeNullOrEmpty
        [System.IO.File]::ReadAllLines($path).Count | Should -Be 0
    }

    It 'ends with the module' {
        Set-LimpetLog $path
        $manifest = (Get-Module -Name Limpet).Path -replace '\.psm1$', '.psd1'
        Remove-Module -Name Limpet
        Import-Module -Name $manifest

        Get-LimpetLog | Should -BeNullOrEmpty
    }

    It 'does nothing with -WhatIf' {
        Set-LimpetLog $path -WhatIf

        Get-LimpetLog | Should -BeNullOrEmpty
        [System.IO.File]::Exists($path) | Should -BeFalse
    }

    It 'tells of what could not be written' {
        if (-not [System.IO.File]::Exists('/dev/full')) {
            Set-ItResult -Skipped -Because 'there is no /dev/full'
        }
        Set-LimpetLog /dev/full
        Send-Across hello

        $log = Get-LimpetLog
        $log.Lost | Should -BeGreaterThan 0
        $log.LastFailure | Should -Not -BeNullOrEmpty
        Get-Told { Set-LimpetLog -Off } | Should -BeLike "Not all could be written to '/dev/full': * events*"
    }

    It 'says that <what>' -ForEach @(
        @{ what = 'there is no log to change'; script = { Set-LimpetLog -Level Debug -ErrorAction Stop }; id = 'NoLog'; text = '*expected -Path*' }
        @{ what = '-Keep goes with rolling'; script = { Set-LimpetLog "$env:XDG_RUNTIME_DIR/x.log" -Keep 3 -ErrorAction Stop }; id = 'KeepWithoutRolling'; text = '*expected -RollDaily or -RollSize*' }
        @{ what = 'the directory does not exist'; script = { Set-LimpetLog "$env:XDG_RUNTIME_DIR/none/x.log" -ErrorAction Stop }; id = 'File'; text = '*the directory * does not exist*' }
        @{ what = 'a directory is no file'; script = { Set-LimpetLog $env:XDG_RUNTIME_DIR -ErrorAction Stop }; id = 'File'; text = '*denied*' }
    ) {
        $failure = Get-Failure $script

        $failure.FullyQualifiedErrorId | Should -Be "$id,$command"
        "$failure" | Should -BeLike $text
        Get-LimpetLog | Should -BeNullOrEmpty
    }

    It 'leaves the log that there is when the new one cannot be written' {
        Set-LimpetLog $path
        $null = Get-Failure { Set-LimpetLog "$env:XDG_RUNTIME_DIR/none/x.log" -ErrorAction Stop }

        (Get-LimpetLog).Path | Should -Be $path
    }
}
