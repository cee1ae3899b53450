BeforeDiscovery {
    $rows = @(@{ A = 1; B = 2; Sum = 3 }, @{ A = 2; B = 3; Sum = 5 })
}

BeforeAll {
    $fromFile = 'file'
    function Get-Twice($n) { $n * 2 }
}

Describe 'scopes' {
    BeforeAll {
        $fromBlock = 'block'
        $script:runs = 0
    }
    BeforeEach { $each = 'each'; $script:runs++ }
    AfterEach { $script:after = $each }

    It 'sees what the blocks around it set' {
        $fromFile | Should -Be 'file'
        $fromBlock | Should -Be 'block'
        $each | Should -Be 'each'
        Get-Twice 4 | Should -Be 8
        $mine = 1
    }

    It 'does not see what another test set' {
        $mine | Should -BeNullOrEmpty
        $script:runs | Should -Be 2
        $script:after | Should -Be 'each'
    }

    Context 'inner' {
        BeforeAll { $inner = $fromBlock + '!' }
        It 'sees both' { $inner | Should -BeExactly 'block!' }
    }
}

Describe 'no leaks' {
    It 'does not see another block' { $fromBlock | Should -BeNullOrEmpty }
    It 'has its place' {
        $PSScriptRoot | Should -Not -BeNullOrEmpty
        $PSCommandPath | Should -BeLike '*Passes.ps1'
    }
}

Describe 'data' {
    It 'adds <A> and <B>' -ForEach $rows { $A + $B | Should -Be $Sum }
    It 'takes parameters <Name.Length>' -TestCases @{ Name = 'abc' } { param($Name) $Name | Should -Be 'abc' }
    It 'takes <_>' -ForEach 'x', 'y' { $_ | Should -BeIn 'x', 'y' }
    Context 'of <Kind>' -ForEach @{ Kind = 'k1' }, @{ Kind = 'k2' } {
        It 'is in <Kind>' { $Kind | Should -Match '^k[12]$' }
    }
}

Describe 'TestDrive' {
    Context 'one' {
        BeforeAll { [IO.File]::WriteAllText("$TestDrive/a.txt", 'a') }
        It 'is a folder' { 'TestDrive:/a.txt' | Should -Exist }
    }
    It 'is emptied' { 'TestDrive:/a.txt' | Should -Not -Exist }
}

Describe 'operators' {
    It 'compares as Pester does' {
        1, 2 | Should -Be 1, 2
        'a' | Should -Be 'A'
        'a' | Should -Not -BeExactly 'A'
        $null | Should -Be $null
        @() | Should -BeNullOrEmpty
        $null | Should -Not -Be ''
        '1' | Should -Be 1
        1, @(2, 3) | Should -Be 1, @(2, 3)
        'abc' | Should -BeLike 'A*'
        'abc' | Should -Not -BeLikeExactly 'A*'
        'abc' | Should -Match 'B'
        'abc' | Should -Not -MatchExactly 'B'
        3 | Should -BeGreaterThan 2 -Because 'it is'
        3 | Should -BeGreaterOrEqual 3
        3 | Should -BeLessThan 4
        3 | Should -BeLessOrEqual 3
        3 | Should -Not -BeGreaterThan 3
        $true | Should -BeTrue
        0 | Should -BeFalse
        1 | Should -BeOfType [int]
        1 | Should -BeOfType ([ValueType])
        'a' | Should -Not -BeOfType int
        1, 2, 3 | Should -Contain 2
        1, 2, 3 | Should -HaveCount 3
        @() | Should -HaveCount 0
        Should -ActualValue 5 -Be 5
    }

    It 'catches what is thrown' {
        { throw 'abc' } | Should -Throw
        { throw 'abc' } | Should -Throw 'a*'
        { throw [InvalidOperationException]::new('x') } | Should -Throw -ExceptionType ([InvalidOperationException])
        { 1 } | Should -Not -Throw
        { nosuchcommand } | Should -Throw -ErrorId 'CommandNotFoundException'
        $e = { throw 'abc' } | Should -Throw -PassThru
        $e.Exception.Message | Should -Be 'abc'
    }
}

Describe 'skipping' {
    It 'is skipped' -Skip { throw 'must not run' }
    It 'skips itself' { Set-ItResult -Skipped -Because 'no device'; throw 'must not get here' }
    Context 'a whole block' -Skip {
        BeforeAll { throw 'must not run' }
        It 'is skipped too' { throw 'must not run' }
    }
}
