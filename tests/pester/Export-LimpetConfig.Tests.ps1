Describe 'Export-LimpetConfig' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $command = 'Limpet.PowerShell.Commands.ExportLimpetConfigCommand'

        function Read-Json([string] $Text) {
            [System.Text.Json.JsonDocument]::Parse($Text).RootElement.GetProperty('limpets')
        }
    }

    AfterAll {
        Exit-TestBus $before
    }

    AfterEach {
        Get-Job | Where-Object PSJobTypeName -EQ LimpetJob | Remove-Job -Force
    }

    It 'gives the JSON of all that run, with what differs from the defaults' {
        $endpoint = New-TestEndpoint
        $server = Start-Limpet -Kbus 44 -Listen $endpoint -MaxPeers 3 -SocketMode 0660 -Export '$.A.*', '!$.A.B'
        $client = Start-Limpet -Kbus 45 -Connect $endpoint -NetworkId 7 -LogPath "$env:XDG_RUNTIME_DIR/l.json"

        $limpets = Read-Json (Export-LimpetConfig)

        $limpets.GetArrayLength() | Should -Be 2
        $limpets[0].GetProperty('kbus').GetInt32() | Should -Be 44
        $limpets[0].GetProperty('listen').GetString() | Should -Be $endpoint
        $limpets[0].GetProperty('maxPeers').GetInt32() | Should -Be 3
        $limpets[0].GetProperty('socketMode').GetString() | Should -Be '0660'
        "$($limpets[0].GetProperty('export'))" -replace '\s' | Should -Be '["$.A.*","!$.A.B"]'
        $limpets[1].GetProperty('connect').GetString() | Should -Be $endpoint
        $limpets[1].GetProperty('networkId').GetInt32() | Should -Be 7
        $limpets[1].GetProperty('logPath').GetString() | Should -Be "$env:XDG_RUNTIME_DIR/l.json"
        @($limpets[1].EnumerateObject()).Count | Should -Be 4
    }

    It 'writes a file for its owner alone, and gives it with -PassThru' {
        $null = Start-Limpet -Kbus 44 -Listen (New-TestEndpoint)
        $path = "$env:XDG_RUNTIME_DIR/made.json"

        $file = Export-LimpetConfig $path -PassThru

        $file.FullName | Should -Be $path
        [System.IO.File]::GetUnixFileMode($path) | Should -Be ([System.IO.UnixFileMode] 'UserRead, UserWrite')
        (Read-Json ([System.IO.File]::ReadAllText($path))).GetArrayLength() | Should -Be 1
    }

    It 'leaves a file that is there, without -Force' {
        $null = Start-Limpet -Kbus 44 -Listen (New-TestEndpoint)
        $path = "$env:XDG_RUNTIME_DIR/there.json"
        [System.IO.File]::WriteAllText($path, 'mine')

        $failure = Get-Failure { Export-LimpetConfig $path -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be "FileExists,$command"
        $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
        $failure.TargetObject | Should -Be $path
        [System.IO.File]::ReadAllText($path) | Should -Be 'mine'

        Export-LimpetConfig $path -Force | Should -BeNullOrEmpty
        [System.IO.File]::ReadAllText($path) | Should -BeLike '{*listen*'
    }

    It 'writes nothing with -WhatIf' {
        $null = Start-Limpet -Kbus 44 -Listen (New-TestEndpoint)
        $path = "$env:XDG_RUNTIME_DIR/whatif.json"

        Export-LimpetConfig $path -WhatIf

        [System.IO.File]::Exists($path) | Should -BeFalse
    }

    It 'says that the folder is not there' {
        $null = Start-Limpet -Kbus 44 -Listen (New-TestEndpoint)

        $failure = Get-Failure { Export-LimpetConfig "$env:XDG_RUNTIME_DIR/none/x.json" -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be "File,$command"
        "$failure" | Should -BeLike '*the directory * does not exist*'
    }

    It 'takes ids, and Limpets from the pipeline' {
        $one = Start-Limpet -Kbus 44 -Listen (New-TestEndpoint)
        $two = Start-Limpet -Kbus 45 -Listen (New-TestEndpoint)

        $byId = Read-Json (Export-LimpetConfig -Id $two.Id)
        $piped = Read-Json (Get-Limpet | Export-LimpetConfig)

        $byId.GetArrayLength() | Should -Be 1
        $byId[0].GetProperty('listen').GetString() | Should -Be $two.Location
        $piped.GetArrayLength() | Should -Be 2
    }

    It 'says that there is none, and writes nothing' {
        $path = "$env:XDG_RUNTIME_DIR/empty.json"

        $none = Get-Failure { Export-LimpetConfig $path -ErrorAction Stop }
        $unknown = Get-Failure { Export-LimpetConfig $path -Id 123456 -ErrorAction Stop }

        $none.FullyQualifiedErrorId | Should -Be "LimpetNotFound,$command"
        $unknown.FullyQualifiedErrorId | Should -Be "LimpetNotFound,$command"
        $unknown.TargetObject | Should -Be 123456
        [System.IO.File]::Exists($path) | Should -BeFalse
    }

    It 'says that one on a socket made by hand cannot be written' {
        $endpoint = New-TestEndpoint
        $null = Start-Limpet -Kbus 44 -Listen $endpoint
        $job = Connect-LimpetSocket $endpoint | Start-Limpet -Kbus 45

        $failure = Get-Failure { Export-LimpetConfig -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be "CannotExport,$command"
        $failure.TargetObject | Should -Be $job.Id
    }
}
