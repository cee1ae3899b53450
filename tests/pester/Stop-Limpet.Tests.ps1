Describe 'Stop-Limpet' {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $before = Enter-TestBus
        $command = 'Limpet.PowerShell.Commands.StopLimpetCommand'
    }

    AfterAll {
        Exit-TestBus $before
    }

    AfterEach {
        @($job, $other).Where({ $_ }) | Remove-Job -Force
    }

    It 'stops one by its id, and leaves its job Stopped' {
        $job = Start-Limpet -Kbus 48 -Listen (New-TestEndpoint)

        Stop-Limpet $job.Id

        $job.State | Should -Be 'Stopped'
    }

    It 'stops what comes through the pipeline' {
        $job = Start-Limpet -Kbus 48 -Listen (New-TestEndpoint)
        $other = Start-Limpet -Kbus 48 -Listen (New-TestEndpoint)

        Get-Limpet $job.Id, $other.Id | Stop-Limpet

        "$($job.State) $($other.State)" | Should -Be 'Stopped Stopped'
    }

    It 'stops one by its endpoint' {
        $endpoint = New-TestEndpoint
        $job = Start-Limpet -Kbus 48 -Listen $endpoint

        Stop-Limpet -Endpoint $endpoint.Substring(5)

        $job.State | Should -Be 'Stopped'
    }

    It 'lets the endpoint be used again' {
        $endpoint = New-TestEndpoint
        $job = Start-Limpet -Kbus 48 -Listen $endpoint
        Stop-Limpet $job.Id

        $other = Start-Limpet -Kbus 48 -Listen $endpoint -ErrorAction Stop

        $other.State | Should -Be 'Running'
    }

    It 'may be done twice' {
        $job = Start-Limpet -Kbus 48 -Listen (New-TestEndpoint)
        Stop-Limpet $job.Id

        Get-Failure { Stop-Limpet $job.Id -ErrorAction Stop } | Should -BeNullOrEmpty
    }

    It 'says that there is none <how>' -ForEach @(
        @{ how = 'with an id'; arguments = @{ Id = 99999 } }
        @{ how = 'at an endpoint'; arguments = @{ Endpoint = 'unix:/tmp/no-limpet-here' } }
    ) {
        $failure = Get-Failure { Stop-Limpet @arguments -ErrorAction Stop }

        $failure.FullyQualifiedErrorId | Should -Be "LimpetNotFound,$command"
    }
}
