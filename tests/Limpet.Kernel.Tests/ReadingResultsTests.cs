namespace Limpet.Kernel.Tests;

/// <summary>What is said inside is read outside, also where it breaks off.</summary>
public sealed class ReadingResultsTests
{
    [Fact]
    public void A_C_test_that_is_not_ok_has_what_was_said_before_it()
    {
        var results = CProgram.ReadResults("1..3\n# 64-bit\nok 1 - one\n# a.c:7: x is 1; expected 2\nnot ok 2 - two\n# ended by sig");
        Assert.Equal(["one", "two"], results.Keys);
        Assert.Null(results["one"]);
        Assert.Contains("a.c:7: x is 1; expected 2", results["two"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_inside_counts_as_ended_when_its_result_was_printed()
    {
        var results = InsideTests.ReadResults("""
            noise
            {"$type":"test-starting","TestUniqueID":"1","TestDisplayName":"A.passes"}
            {"$type":"test-starting","TestUniqueID":"2","TestDisplayName":"A.fails"}
            {"$type":"test-passed","TestUniqueID":"1","Output":""}
            {"$type":"test-failed","TestUniqueID":"2","Output":"said","Messages":["expected 1"],"StackTraces":["at A"]}
            {"$type":"test-starting","TestUniqueID":"3","TestDisplayName":"A.is_skipped"}
            {"$type":"test-skipped","TestUniqueID":"3","Output":"","Reason":"none"}
            {"$type":"test-starting","TestUniqueID":"4","TestDisplayName":"A.never_ends"}
            {"$type":"test-passed","TestUniqueID":"4","Out
            """);
        Assert.Equal(["A.passes", "A.fails", "A.is_skipped"], results.Keys);
        Assert.Null(results["A.passes"]);
        Assert.Equal("expected 1\nat A\nsaid", results["A.fails"]);
        Assert.Equal("It was not run inside (test-skipped).", results["A.is_skipped"]);
    }
}
