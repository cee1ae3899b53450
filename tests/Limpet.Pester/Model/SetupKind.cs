namespace Limpet.Pester.Model;

/// <summary>When a script block around the tests runs.</summary>
internal enum SetupKind
{
    BeforeAll,
    BeforeEach,
    AfterEach,
    AfterAll,
}
