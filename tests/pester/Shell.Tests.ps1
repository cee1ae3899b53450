# What any session has that runs these scripts, be it the shell of this project or pwsh.
Describe 'The session' {
    It 'is PowerShell 7' { $PSVersionTable.PSVersion.Major | Should -Be 7 }

    It 'formats <Kind> as text' -ForEach @(
        @{ Kind = 'a number'; Value = 42; Text = '42' }
        @{ Kind = 'a string'; Value = 'abc'; Text = 'abc' }
    ) {
        ($Value | Out-String).Trim() | Should -BeExactly $Text
    }

    It 'writes with > and reads with Get-Content' {
        $file = [IO.Path]::Combine($TestDrive, 'lines.txt')
        'one', 'two' > $file
        Get-Content $file | Should -Be 'one', 'two'
    }

    It 'sorts and selects' {
        3, 1, 2 | Sort-Object | Select-Object -First 2 | Should -Be 1, 2
    }

    It 'stops the commands before Select-Object when it has enough' {
        1..3 | ForEach-Object { if ($_ -eq 2) { throw 'not stopped' }; $_ } | Select-Object -First 1 | Should -Be 1
    }

    It 'refuses a parameter that a command does not have' {
        { Get-Content -NoSuchParameter } | Should -Throw -ErrorId 'NamedParameterNotFound*'
    }
}
