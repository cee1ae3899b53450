using System.Diagnostics;
using System.Management.Automation;
using Limpet.Pester.Model;

namespace Limpet.Pester.Running;

/// <summary>
/// Runs the tests in nested scopes: a block's <c>BeforeAll</c> in the scope of the block, and each test with what runs before and after
/// each in a scope inside it. So a test sees what the blocks around it set, and nobody else does.
/// </summary>
internal sealed class TestRun(
    PesterHost host, TestDriveFolder drive, StepTimer timer, List<string> errors, Action<PesterTestResult> finished)
{
    /// <summary>The first step: the file's own block.</summary>
    public Action<PSCmdlet> Begin(Block root) => cmdlet =>
    {
        drive.Attach(cmdlet.SessionState);
        host.InNewScope(cmdlet, inner => RunBlock(root, inner));
    };

    private void RunBlock(Block block, PSCmdlet cmdlet)
    {
        if (block.AllTests.All(t => t.Skip))
        {
            foreach (var test in block.AllTests)
            {
                Finish(test, PesterOutcome.Skipped, TimeSpan.Zero, "-Skip");
            }

            return;
        }

        var before = drive.List();
        block.Data?.SetVariables(cmdlet.SessionState);
        if (RunSetup(block, SetupKind.BeforeAll, cmdlet) is { } failed)
        {
            foreach (var test in block.AllTests)
            {
                Finish(test, PesterOutcome.Failed, TimeSpan.Zero, $"BeforeAll of '{block.Name}' failed: {ErrorText.Of(failed)}");
            }
        }
        else
        {
            RunItems(block, cmdlet);
        }

        if (RunSetup(block, SetupKind.AfterAll, cmdlet) is { } late)
        {
            errors.Add($"AfterAll of '{block.Name}' failed: {ErrorText.Of(late)}");
        }

        drive.RemoveAllBut(before);
    }

    private void RunItems(Block block, PSCmdlet cmdlet)
    {
        foreach (var item in block.Items)
        {
            switch (item)
            {
                case Block inner:
                    host.InNewScope(cmdlet, c => RunBlock(inner, c));
                    break;
                case TestCase { Skip: true } skipped:
                    Finish(skipped, PesterOutcome.Skipped, TimeSpan.Zero, "-Skip");
                    break;
                case TestCase test:
                    host.InNewScope(cmdlet, c => RunTest(test, c));
                    break;
            }
        }
    }

    private void RunTest(TestCase test, PSCmdlet cmdlet)
    {
        var start = Stopwatch.GetTimestamp();
        var alreadyWritten = host.WrittenErrors?.Count ?? 0;
        test.Data?.SetVariables(cmdlet.SessionState);
        var chain = test.Block.Chain.ToArray();
        var error = First(chain, b => RunSetup(b, SetupKind.BeforeEach, cmdlet)) ?? RunBody(test, cmdlet);

        // What runs after each test does so however the test ended, and one that fails does not keep the others from running.
        foreach (var block in chain.Reverse())
        {
            var late = RunSetup(block, SetupKind.AfterEach, cmdlet);
            error ??= late;
        }

        var duration = Stopwatch.GetElapsedTime(start);
        switch (error)
        {
            case null:
                Finish(test, PesterOutcome.Passed, duration, "");
                break;
            case { Exception: SkippedException skipped }:
                Finish(test, PesterOutcome.Skipped, duration, skipped.Message);
                break;
            default:
                Finish(test, PesterOutcome.Failed, duration, ErrorText.Of(error) + Written(alreadyWritten));
                break;
        }
    }

    private ErrorRecord? RunBody(TestCase test, PSCmdlet cmdlet)
    {
        var hasParameters = ((System.Management.Automation.Language.ScriptBlockAst)test.Body.Ast).ParamBlock is not null;
        return Timed(test.Test.Name, () => host.RunHere(cmdlet, test.Body, hasParameters ? test.Data?.Table : null));
    }

    private ErrorRecord? RunSetup(Block block, SetupKind kind, PSCmdlet cmdlet) =>
        block.Setup.TryGetValue(kind, out var body) ? Timed($"{kind} of {block.Name}", () => host.RunHere(cmdlet, body)) : null;

    private ErrorRecord? Timed(string step, Func<ErrorRecord?> run)
    {
        timer.Begin(step);
        var error = run();
        timer.End();
        return error;
    }

    private static ErrorRecord? First(IEnumerable<Block> blocks, Func<Block, ErrorRecord?> run) =>
        blocks.Select(run).FirstOrDefault(e => e is not null);

    private string Written(int already)
    {
        var written = host.WrittenErrors?.Skip(already).Select(e => $"{Environment.NewLine}Error that the script wrote: {ErrorText.Of(e)}");
        return string.Concat(written ?? []);
    }

    private void Finish(TestCase test, PesterOutcome outcome, TimeSpan duration, string message)
    {
        test.Result = new PesterTestResult(test.Test, outcome, duration, message);
        finished(test.Result);
    }
}
