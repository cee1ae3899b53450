using System.Text;
using Limpet.Core.Limpets.Configuration;

namespace Limpet.Core.Tests.Limpets.Configuration;

/// <summary>All that can be wrong with a config: each is told, with its path, its place, what was found and what is expected.</summary>
public sealed class ConfigErrorTests
{
    private const string Good = "'kbus': 0, 'listen': '/tmp/l0'";
    private const string Client = "'kbus': 0, 'connect': '/tmp/l0'";
    private const string Tls = "'tls': {'certificate': '/c.pem'}";

    [Theory]
    [InlineData("", LimpetConfigFault.Syntax, "$", "no JSON from here on")]
    [InlineData("{", LimpetConfigFault.Syntax, "$", "no JSON from here on")]
    [InlineData("{'limpets': [,]}", LimpetConfigFault.Syntax, "$", "no JSON from here on")]
    [InlineData("{} {}", LimpetConfigFault.Syntax, "$", "no JSON from here on")]
    [InlineData(@"{'limpets': '\ud800'}", LimpetConfigFault.Syntax, "$", "stands for no character")]
    [InlineData(@"{'\ud800': 1}", LimpetConfigFault.Syntax, "$", "stands for no character")]
    [InlineData("[]", LimpetConfigFault.WrongType, "$", "$ is a list of 0; expected an object with the property 'limpets'.")]
    [InlineData("{}", LimpetConfigFault.Missing, "$.limpets", "$ has no 'limpets'; expected a list of one or more Limpets.")]
    [InlineData("{'limpets': {}}", LimpetConfigFault.WrongType, "$.limpets", "is an object; expected a list of one or more Limpets.")]
    [InlineData("{'limpets': []}", LimpetConfigFault.OutOfRange, "$.limpets", "is a list of 0; expected a list of one or more Limpets.")]
    [InlineData("{'limpets': [7]}", LimpetConfigFault.WrongType, "$.limpets[0]", "$.limpets[0] is 7; expected an object that describes a Limpet.")]
    [InlineData("{'limpets': null}", LimpetConfigFault.WrongType, "$.limpets", "$.limpets is null; expected a list")]
    [InlineData("{'limpet': [], 'limpets': [{" + Good + "}]}", LimpetConfigFault.UnknownProperty, "$.limpet", "$.limpet is no property that there is; is 'limpets' meant?")]
    [InlineData("{'$schema': 1, 'limpets': [{" + Good + "}]}", LimpetConfigFault.WrongType, "$.$schema", "is 1; expected the address or path of this schema.")]
    public void What_is_wrong_with_the_file(string json, LimpetConfigFault fault, string path, string sentence) => Expect(json, fault, path, sentence);

    [Theory]
    [InlineData("'listen': '/tmp/l0'", LimpetConfigFault.Missing, "kbus", "$.limpets[0] has no 'kbus'; expected a whole number from 0 to 255.")]
    [InlineData("'kbus': 0", LimpetConfigFault.Missing, "", "$.limpets[0] has neither 'listen' nor 'connect'; expected one of them.")]
    [InlineData(Good + ", 'connect': '/tmp/l1'", LimpetConfigFault.Conflict, "connect", "either listens or connects, and 'listen' is there too")]
    [InlineData(Good + ", 'kbus': 1", LimpetConfigFault.DuplicateProperty, "kbus", "stands there twice; expected each property once.")]
    [InlineData("'kbus': 256, 'listen': '/tmp/l0'", LimpetConfigFault.OutOfRange, "kbus", "is 256; expected a whole number from 0 to 255.")]
    [InlineData("'kbus': -1, 'listen': '/tmp/l0'", LimpetConfigFault.OutOfRange, "kbus", "is -1; expected")]
    [InlineData("'kbus': 0.5, 'listen': '/tmp/l0'", LimpetConfigFault.OutOfRange, "kbus", "is 0.5; expected")]
    [InlineData("'kbus': 1e999, 'listen': '/tmp/l0'", LimpetConfigFault.OutOfRange, "kbus", "is 1e999; expected")]
    [InlineData("'kbus': '0', 'listen': '/tmp/l0'", LimpetConfigFault.WrongType, "kbus", "is the text '0'; expected a whole number")]
    [InlineData("'kbus': null, 'listen': '/tmp/l0'", LimpetConfigFault.WrongType, "kbus", "is null; expected")]
    [InlineData("'kbus': true, 'listen': '/tmp/l0'", LimpetConfigFault.WrongType, "kbus", "is true; expected")]
    [InlineData("'kbus': 0, 'listen': 5000", LimpetConfigFault.WrongType, "listen", "is 5000; expected an endpoint")]
    [InlineData("'kbus': 0, 'listen': 'nowhere'", LimpetConfigFault.BadValue, "listen", "'nowhere' is no endpoint")]
    [InlineData("'kbus': 0, 'listen': ''", LimpetConfigFault.BadValue, "listen", "The endpoint is empty")]
    [InlineData("'kbus': 0, 'listen': 'tcp:host:99999'", LimpetConfigFault.BadValue, "listen", "expected 1 to 65535")]
    [InlineData("'kbus': 0, 'listen': 'unix:~/l0'", LimpetConfigFault.BadValue, "listen", "~ stands for no folder")]
    [InlineData("'kbus': 0, 'connect': 'tcp:*:5000'", LimpetConfigFault.BadValue, "connect", "can be listened on and not connected to")]
    [InlineData(Good + ", 'backend': 'embeded'", LimpetConfigFault.BadValue, "backend", "is the text 'embeded'; expected 'auto' or 'device' or 'embedded'.")]
    [InlineData(Good + ", 'networkId': 0", LimpetConfigFault.OutOfRange, "networkId", "is 0; expected a whole number from 1 to 4294967295.")]
    [InlineData(Good + ", 'networkId': 4294967296", LimpetConfigFault.OutOfRange, "networkId", "is 4294967296; expected")]
    [InlineData(Good + ", 'once': 'yes'", LimpetConfigFault.WrongType, "once", "is the text 'yes'; expected true or false.")]
    [InlineData(Good + ", 'messageName': 'Fred'", LimpetConfigFault.BadValue, "messageName", "'Fred' is no message name: it must begin with $.")]
    [InlineData(Good + ", 'terminationMessage': '$.End.*'", LimpetConfigFault.BadValue, "terminationMessage", "is the text '$.End.*'; expected a message name")]
    [InlineData(Good + ", 'export': []", LimpetConfigFault.OutOfRange, "export", "expected a list of one or more name patterns.")]
    [InlineData(Good + ", 'export': '$.A'", LimpetConfigFault.WrongType, "export", "is the text '$.A'; expected a list")]
    [InlineData(Good + ", 'export': ['$.A', '!']", LimpetConfigFault.BadValue, "export[1]", "The name pattern '!' excepts nothing")]
    [InlineData(Good + ", 'import': ['$.A', 3]", LimpetConfigFault.WrongType, "import[1]", "is 3; expected a message name or a wildcard")]
    [InlineData(Good + ", 'exportPrefix': '$.Kitchen'", LimpetConfigFault.BadValue, "exportPrefix", "begins with '$'")]
    [InlineData(Good + ", 'maxPeers': 0", LimpetConfigFault.OutOfRange, "maxPeers", "is 0; expected a whole number from 1 to 2147483647.")]
    [InlineData(Good + ", 'maxMessages': 4294967296", LimpetConfigFault.OutOfRange, "maxMessages", "expected a whole number from 1 to 4294967295.")]
    [InlineData(Good + ", 'maxRequests': 0", LimpetConfigFault.OutOfRange, "maxRequests", "is 0; expected")]
    [InlineData(Good + ", 'maxBindings': 0", LimpetConfigFault.OutOfRange, "maxBindings", "is 0; expected")]
    [InlineData(Good + ", 'maxMessageSize': 99", LimpetConfigFault.OutOfRange, "maxMessageSize", "is 99; expected a whole number from 100 to 2147483647, or 0 for the limit of the bus alone.")]
    [InlineData(Good + ", 'rateLimit': -1", LimpetConfigFault.OutOfRange, "rateLimit", "is -1; expected a whole number from 0 to 2147483647, 0 for any number.")]
    [InlineData(Good + ", 'sendBuffer': 0", LimpetConfigFault.OutOfRange, "sendBuffer", "is 0; expected")]
    [InlineData(Good + ", 'timeout': 0", LimpetConfigFault.OutOfRange, "timeout", "is 0; expected seconds, from 0.001 to 1000000, or the text 'infinite'.")]
    [InlineData(Good + ", 'timeout': '5 s'", LimpetConfigFault.BadValue, "timeout", "is the text '5 s'; expected seconds")]
    [InlineData(Good + ", 'messageTimeout': true", LimpetConfigFault.WrongType, "messageTimeout", "is true; expected seconds")]
    [InlineData(Good + ", 'stallTimeout': 1000001", LimpetConfigFault.OutOfRange, "stallTimeout", "is 1000001; expected")]
    [InlineData(Client + ", 'firstRetry': 'infinite'", LimpetConfigFault.WrongType, "firstRetry", "expected seconds, from 0.001 to 1000000.")]
    [InlineData(Client + ", 'firstRetry': 5, 'longestRetry': 1", LimpetConfigFault.Conflict, "longestRetry", "The longest wait is shorter than the first")]
    [InlineData(Client + ", 'firstRetry': 60", LimpetConfigFault.Conflict, "firstRetry", "The longest wait is shorter than the first")]
    [InlineData(Client + ", 'maxAttempts': -1", LimpetConfigFault.OutOfRange, "maxAttempts", "is -1; expected")]
    [InlineData(Good + ", 'socketMode': 660", LimpetConfigFault.WrongType, "socketMode", "is 660; expected the mode of a socket file as three octal digits, such as '0660'.")]
    [InlineData(Good + ", 'socketMode': '0680'", LimpetConfigFault.BadValue, "socketMode", "is the text '0680'; expected the mode")]
    [InlineData(Good + ", 'socketGroup': ''", LimpetConfigFault.BadValue, "socketGroup", "expected the name or number of a group.")]
    [InlineData(Good + ", 'allowUid': ['root']", LimpetConfigFault.WrongType, "allowUid[0]", "is the text 'root'; expected a whole number")]
    [InlineData(Good + ", 'verbosity': 3", LimpetConfigFault.OutOfRange, "verbosity", "is 3; expected a whole number from 0 to 2.")]
    [InlineData(Good + ", 'logPath': ''", LimpetConfigFault.BadValue, "logPath", "expected the path of a log")]
    [InlineData(Good + ", 'logPath': '~/x.log'", LimpetConfigFault.BadValue, "logPath", "~ stands for no folder")]
    [InlineData(Good + ", 'lissten': '/x'", LimpetConfigFault.UnknownProperty, "lissten", "is no property that there is; is 'listen' meant?")]
    [InlineData(Good + ", 'Kbus': 1", LimpetConfigFault.UnknownProperty, "Kbus", "is 'kbus' meant?")]
    [InlineData(Good + ", 'timeoutSec': 1", LimpetConfigFault.UnknownProperty, "timeoutSec", "is 'timeout' meant?")]
    [InlineData(Good + ", 'colour': 1", LimpetConfigFault.UnknownProperty, "colour", "expected one of kbus, backend, listen, connect")]
    [InlineData(Good + ", 'a b': 1", LimpetConfigFault.UnknownProperty, "['a b']", "$.limpets[0]['a b'] is no property that there is")]
    public void What_is_wrong_with_a_property(string entry, LimpetConfigFault fault, string property, string sentence)
        => Expect($"{{'limpets': [{{{entry}}}]}}", fault, "$.limpets[0]" + (property.Length == 0 || property[0] == '[' ? property : "." + property), sentence);

    [Theory]
    [InlineData(Client + ", 'maxPeers': 2", "maxPeers", "It is for Limpets that listen, and this one has 'connect'")]
    [InlineData(Client + ", 'socketMode': '0660'", "socketMode", "It is for Limpets that listen")]
    [InlineData(Client + ", 'socketGroup': 'kbus'", "socketGroup", "It is for Limpets that listen")]
    [InlineData(Good + ", 'maxAttempts': 2", "maxAttempts", "It is for Limpets that connect, and this one has 'listen'")]
    [InlineData(Good + ", 'firstRetry': 2", "firstRetry", "It is for Limpets that connect")]
    [InlineData(Good + ", 'longestRetry': 2", "longestRetry", "It is for Limpets that connect")]
    [InlineData(Good + ", 'once': true, 'maxPeers': 2", "maxPeers", "There is one link and no other with 'once'")]
    [InlineData(Client + ", 'once': true, 'maxAttempts': 2", "maxAttempts", "There is one link and no other with 'once'")]
    [InlineData(Client + ", 'once': true, 'firstRetry': 2", "firstRetry", "There is one link and no other with 'once'")]
    [InlineData(Client + ", 'once': true, 'longestRetry': 60", "longestRetry", "There is one link and no other with 'once'")]
    [InlineData("'kbus': 0, 'listen': 'tcp:localhost:5000', 'socketGroup': 'kbus'", "socketGroup", "It is for Unix sockets")]
    [InlineData("'kbus': 0, 'listen': 'tcp:localhost:5000', 'socketMode': '0660'", "socketMode", "It is for Unix sockets, and the endpoint is tcp:localhost:5000")]
    [InlineData("'kbus': 0, 'connect': 'localhost:5000', 'allowUid': [1]", "allowUid", "It is for Unix sockets")]
    [InlineData(Good + ", " + Tls, "tls", "Certificates are for a tls: endpoint, and this one is unix:/tmp/l0")]
    public void An_option_that_means_nothing_there_is_refused(string entry, string property, string sentence)
        => Expect($"{{'limpets': [{{{entry}}}]}}", LimpetConfigFault.NotApplicable, $"$.limpets[0].{property}", sentence);

    [Theory]
    [InlineData("'tls': {}", LimpetConfigFault.Missing, ".certificate", "$.limpets[0].tls has no 'certificate'; expected the path of a certificate")]
    [InlineData("'tls': '/c.pem'", LimpetConfigFault.WrongType, "", "is the text '/c.pem'; expected an object that says where the certificates are")]
    [InlineData("'tls': {'certificate': '/c', 'password': 'x'}", LimpetConfigFault.UnknownProperty, ".password", "is 'passwordFile' meant?")]
    [InlineData("'tls': {'certificate': '/c', 'key': 7}", LimpetConfigFault.WrongType, ".key", "is 7; expected the path of a private key in PEM")]
    [InlineData("'tls': {'certificate': '/c', 'trustedCa': []}", LimpetConfigFault.OutOfRange, ".trustedCa", "expected a list of one or more files of CA certificates")]
    [InlineData("'tls': {'certificate': '/c', 'peerName': ['a', '']}", LimpetConfigFault.BadValue, ".peerName[1]", "expected a name that a certificate may bear")]
    [InlineData("'once': false", LimpetConfigFault.Missing, "", "$.limpets[0] has no 'tls', and its endpoint is tls:host:5000")]
    public void What_is_wrong_with_tls(string tls, LimpetConfigFault fault, string path, string sentence)
        => Expect($"{{'limpets': [{{'kbus': 0, 'connect': 'tls:host:5000', {tls}}}]}}", fault, "$.limpets[0].tls" + path, sentence);

    [Theory]
    [InlineData("'kbus': 0, 'listen': '/tmp/l0'", "'kbus': 1, 'listen': 'unix:/tmp/../tmp/l0'", "listen", "Two Limpets cannot listen on unix:/tmp/l0, with $.limpets[0]")]
    [InlineData("'kbus': 0, 'listen': 'tcp:*:5000'", "'kbus': 1, 'listen': 'tcp::5000'", "listen", "Two Limpets cannot listen on")]
    [InlineData("'kbus': 0, 'listen': 'localhost:5000'", "'kbus': 1, 'listen': '127.0.0.1:5000'", "listen", "Two Limpets cannot listen on")]
    [InlineData("'kbus': 0, 'connect': '/tmp/l0'", "'kbus': 0, 'connect': '/tmp/l0', 'networkId': 5", "connect", "Two links from bus 0 to unix:/tmp/l0 form a loop")]
    [InlineData("'kbus': 0, 'listen': '/tmp/l0'", "'kbus': 0, 'connect': '/tmp/l0'", "kbus", "Bus 0 would be joined with itself")]
    [InlineData("'kbus': 0, 'listen': '/tmp/l0', 'networkId': 5", "'kbus': 1, 'connect': '/tmp/l0', 'networkId': 5", "networkId", "Both ends of the link by unix:/tmp/l0 have the network id 5")]
    [InlineData("'kbus': 0, 'connect': '/tmp/l0'", "'kbus': 1, 'connect': '/tmp/l0', 'networkId': 1", "networkId", "would take both for one, as both have the network id 1")]
    public void Two_entries_that_cannot_be_together(string first, string second, string property, string sentence)
        => Expect($"{{'limpets': [{{{first}}}, {{{second}}}]}}", LimpetConfigFault.Conflict, $"$.limpets[1].{property}", sentence);

    [Fact]
    public void Every_error_is_told_with_its_line_and_column_in_the_order_of_the_file()
    {
        var json = """
            // café, and a comment
            {
              "limpets": [
                { "kbus": 300, "listen": "nowhere" },
                {
                  "näme": "é", "kbus": "x",
                  "connect": "/tmp/l0", "maxPeers": 3,
                },
              ],
              "more": 1
            }
            """;

        var failure = Assert.Throws<LimpetConfigException>(() => ConfigFile.Parse(Encoding.UTF8.GetBytes(json), "/etc", "/etc/limpet.json"));

        Assert.Equal(
            [
                ("$.limpets[0].kbus", 4, 15, "300", LimpetConfigFault.OutOfRange),
                ("$.limpets[0].listen", 4, 30, "the text 'nowhere'", LimpetConfigFault.BadValue),
                ("$.limpets[1]['näme']", 6, 7, "'näme'", LimpetConfigFault.UnknownProperty),
                ("$.limpets[1].kbus", 6, 28, "the text 'x'", LimpetConfigFault.WrongType),
                ("$.limpets[1].maxPeers", 7, 41, "3", LimpetConfigFault.NotApplicable),
                ("$.more", 10, 3, "'more'", LimpetConfigFault.UnknownProperty),
            ],
            failure.Errors.Select(error => (error.Path, error.Line, error.Column, error.Found, error.Fault)));
        Assert.StartsWith("'/etc/limpet.json' has 6 errors:\n  line 4, column 15: $.limpets[0].kbus is 300; expected a whole number from 0 to 255.\n", failure.Message);
        Assert.All(failure.Errors, error => Assert.NotEqual("", error.Expected));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_named_with_their_place()
    {
        byte[] json = [.. "{\n  \"limpets\": \""u8, 0xC3, 0x28, .. "\"}"u8];
        var error = Assert.Single(Assert.Throws<LimpetConfigException>(() => ConfigFile.Parse(json, "/", "")).Errors);
        Assert.Equal((LimpetConfigFault.NotUtf8, 2, 15), (error.Fault, error.Line, error.Column));
        Assert.Contains("0xC3", error.Sentence);
    }

    [Fact]
    public void What_would_steer_a_terminal_or_fill_it_is_not_shown()
    {
        var failure = Assert.Throws<LimpetConfigException>(() => ConfigFile.Parse($$"""{"limpets": [{"kbus": 0, "listen": "\u001b[2Jx{{new string('y', 5000)}}", "a\u0007{{new string('b', 3000)}}": 1}]}""", "/"));
        Assert.DoesNotContain(failure.Message, c => char.IsControl(c) && c != '\n');
        Assert.All(failure.Errors, error => Assert.InRange(error.Sentence.Length, 10, 1500));
    }

    private static void Expect(string json, LimpetConfigFault fault, string path, string sentence)
    {
        var failure = Assert.Throws<LimpetConfigException>(() => ConfigFile.Parse(json.Replace('\'', '"'), "/etc"));
        var error = Assert.Single(failure.Errors);
        Assert.Equal((fault, path), (error.Fault, error.Path));
        Assert.Contains(sentence, error.Sentence);
        Assert.True(error.Line > 0 && error.Column > 0 && error.Found.Length > 0 && error.Expected.Length > 0);
    }
}
