using Limpet.Pester.Running;

namespace Limpet.Pester;

/// <summary>
/// Runs Pester 5 scripts in two phases, as Pester does: first the file and the bodies of its blocks are run to find the tests, then
/// the tests are run. Whatever of Pester it does not know fails the test or the file that uses it.
/// </summary>
public static class PesterRunner
{
    /// <summary>Finds the tests of a file without running them.</summary>
    public static (IReadOnlyList<PesterTest> Tests, IReadOnlyList<string> Errors) Discover(string path, PesterOptions options)
    {
        using var session = new PesterSession(Path.GetFullPath(path), options);
        session.Discover();
        return (session.Tests, session.Errors);
    }

    /// <summary>Runs a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The session to run it in.</param>
    /// <param name="finished">Told of each test as soon as its result is known, in order.</param>
    public static PesterFileResult Run(string path, PesterOptions options, Action<PesterTestResult>? finished = null)
    {
        using var session = new PesterSession(Path.GetFullPath(path), options) { Finished = finished };
        session.Discover();
        if (session.Errors.Count == 0)
        {
            session.Run();
        }

        return session.Conclude();
    }
}
