Describe 'Get-Limpet' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $endpoint = New-TestEndpoint
        $server = Start-Limpet -Kbus 46 -Listen $endpoint
        $client = Start-Limpet -Kbus 47 -Connect $endpoint
        Wait-Until 'the connection' { (Get-Limpet $server.Id).State -eq 'Connected' }
    }

    AfterAll {
        $server, $client | Remove-Job -Force
        Exit-TestBus $before
    }

    It 'gives all that run' {
        @(Get-Limpet).Id -join ' ' | Should -Be "$($server.Id) $($client.Id)"
    }

    It 'gives one by its id' {
        (Get-Limpet $client.Id).Kbus | Should -Be 47
    }

    It 'gives one by its job from the pipeline' {
        ($client | Get-Limpet).Id | Should -Be $client.Id
    }

    It 'shows both ends, the state and since when' {
        $limpet = Get-Limpet $server.Id

        $limpet.Endpoint | Should -Be $endpoint
        $limpet.State | Should -Be 'Connected'
        $limpet.Peer | Should -Be 1
        $limpet.Since.TotalMinutes | Should -BeLessThan 5
    }

    It 'counts what goes through' {
        $listener = Open-Ksock -Kbus 47 '$.Counted'
        $out = (Get-Limpet $server.Id).Out
        $in = (Get-Limpet $client.Id).In
        1..5 | Send-KbusMessage -Kbus 46 '$.Counted'
        $null = Get-KbusMessage -Ksock $listener -Count 5 -TimeoutSec 30
        Close-Ksock $listener

        (Get-Limpet $server.Id).Out - $out | Should -Be 5
        (Get-Limpet $client.Id).In - $in | Should -Be 5
    }

    It 'leaves out what has ended, but gives it by its id' {
        $ended = Start-Limpet -Kbus 46 -Listen (New-TestEndpoint)
        Stop-Limpet $ended.Id

        @(Get-Limpet).Where({ $_.Id -eq $ended.Id }).Count | Should -Be 0
        (Get-Limpet $ended.Id).State | Should -Be 'Ended'
        Remove-Job $ended
    }

    It 'says that there is none with an id' {
        $failure = Get-Failure { Get-Limpet 99999 -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be 'LimpetNotFound,Limpet.PowerShell.Commands.GetLimpetCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.TargetObject | Should -Be 99999
    }
}
