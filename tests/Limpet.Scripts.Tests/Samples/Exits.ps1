Describe 'd' {
    It 'passes' { 1 | Should -Be 1 }
    It 'leaves' { exit 0 }
    It 'comes after' { 1 | Should -Be 1 }
}
