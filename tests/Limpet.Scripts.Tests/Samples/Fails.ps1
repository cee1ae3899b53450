Describe 'failures' {
    It 'wrong value' { 1 | Should -Be 2 -Because 'one is not two' }
    It 'wrong list' { 1, 2, 3 | Should -Be 1, 2 }
    It 'null is not empty text' { '' | Should -Be $null }
    It 'unknown operator' { 1 | Should -BeWonderful 1 }
    It 'no operator' { 1 | Should }
    It 'unknown parameter' { 1 | Should -Be 1 -Bogus }
    It 'mock' { Mock Get-Command { } }
    It 'throws' { throw 'as it was told' }
    It 'division' { 1 / 0 }
    It 'unknown command' { Get-NoSuchThing }
    It 'does not throw' { { 1 } | Should -Throw }
    It 'throws something else' { { throw 'a' } | Should -Throw 'b*' }
    It 'throws after all' { { throw 'a' } | Should -Not -Throw }
    It 'is no script block' { 1 | Should -Throw }
    It 'leaves by break' { break; 1 | Should -Be 2 }
    It 'each value counts' { $true, $false | Should -BeTrue }
    It 'not count' { 1, 2 | Should -Not -HaveCount 2 }
    It 'It inside It' { It 'inner' { } }
}

Describe 'setup' {
    Context 'BeforeAll' {
        BeforeAll { throw 'no device' }
        It 'does not run' { 1 | Should -Be 1 }
        Context 'inner' { It 'does not run either' { 1 | Should -Be 1 } }
    }
    Context 'BeforeEach' {
        BeforeEach { throw 'no ksock' }
        It 'fails before' { 1 | Should -Be 1 }
    }
    Context 'AfterEach' {
        AfterEach { throw 'not closed' }
        It 'fails after' { 1 | Should -Be 1 }
    }
}
