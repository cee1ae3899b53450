Describe 'd' { BeforeAll { 1 } }
