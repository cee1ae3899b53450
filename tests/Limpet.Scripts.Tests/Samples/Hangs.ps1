Describe 'd' {
    It 'hangs' { while ($true) { } }
    It 'comes after' { 1 | Should -Be 1 }
}
