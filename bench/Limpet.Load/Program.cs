using System.CommandLine;
using Limpet.Load;
using Spectre.Console;

if (args is ["role", var role, .. var rest])
{
    Roles.Play(role, rest);
    return 0;
}

var messages = new Option<int>("--messages") { Description = "Announcements to send.", DefaultValueFactory = _ => 1_000_000 };
var rounds = new Option<int>("--rounds") { Description = "Requests to ask, and ping-pongs to play.", DefaultValueFactory = _ => 20_000 };
var size = new Option<int>("--size") { Description = "Bytes of data in an announcement.", DefaultValueFactory = _ => 64 };
var transport = new Option<string>("--transport") { Description = "What joins the buses: unix or tcp.", DefaultValueFactory = _ => "unix" };
transport.AcceptOnlyFromAmong("unix", "tcp");
var scenarios = new Option<string[]>("--scenario") { Description = "What to measure; everything unless told.", DefaultValueFactory = _ => ["engine", "pair", "request", "rest", "device"], AllowMultipleArgumentsPerToken = true };
scenarios.AcceptOnlyFromAmong("engine", "pair", "request", "rest", "device");
var command = new RootCommand("Measures the bus, and a pair of Limpets between two processes. Build it with -c Release.") { messages, rounds, size, transport, scenarios };
command.SetAction(parsed =>
{
    var table = new Table().AddColumns("What", "Measured", "Target");
    var (count, asked, bytes, scheme) = (parsed.GetValue(messages), parsed.GetValue(rounds), parsed.GetValue(size), parsed.GetValue(transport)!);

    foreach (var scenario in parsed.GetValue(scenarios)!)
    {
        switch (scenario)
        {
            case "engine":
                var engine = EngineScenario.Run(2 * count, bytes, bindings: 0);
                table.AddRow("Bus engine, one listener", $"{engine.PerSecond:N0} a second, {engine.BytesAllocated:N0} bytes allocated a message", "1,000,000");
                var crowded = EngineScenario.Run(2 * count, bytes, bindings: 10_000);
                table.AddRow("The same among 10,000 bindings", $"{crowded.PerSecond:N0} a second", "the same");
                break;
            case "pair":
                var pair = PairScenarios.Announce(scheme, count, bytes);
                table.AddRow($"Bus to bus over {scheme}, none lost", $"{pair.PerSecond:N0} a second", "150,000");
                break;
            case "request":
                var floor = PingPongScenario.Run(asked);
                var request = PairScenarios.Ask(scheme, asked);
                table.AddRow("Bare Unix-socket ping-pong", $"p50 {floor.Microseconds(50):N1} us, p99 {floor.Microseconds(99):N1} us", "");
                table.AddRow(
                    $"Request and Reply through the pair over {scheme}",
                    $"p50 {request.Microseconds(50):N1} us, p99 {request.Microseconds(99):N1} us; p50 is {request.Microseconds(50) / floor.Microseconds(50):N2} ping-pongs",
                    "4 ping-pongs");
                break;
            case "rest":
                var (near, far) = PairScenarios.Rest();
                table.AddRow("A pair at rest", $"{(near + far) / 1048576.0:N1} MB resident ({near / 1048576.0:N1} and {far / 1048576.0:N1})", "100 MB");
                break;
            case "device" when DeviceScenario.WhatIsMissing() is { } missing:
                table.AddRow("Announcements on /dev/kbusN", $"not measured: there is no {missing} (packages user-mode-linux, kmod, gcc)", "1,000");
                break;
            case "device":
                const int EachRun = 3000;
                var inProcess = EngineScenario.Run(count, bytes, bindings: 0);
                var (device, between) = DeviceScenario.Run(EachRun);
                table.AddRow("In-process bus, beside the device", $"{inProcess.PerSecond:N0} a second", "");
                table.AddRow(
                    $"One C program to another on /dev/kbus0, user-mode-linux, {device.Runs.Count} runs",
                    $"{device.Median:N0} a second ({device.Least:N0} to {device.Most:N0}), {device.RequestsEach:N2} requests of the kernel a message",
                    "1,000");
                table.AddRow(
                    "The same through a pair of Limpets to /dev/kbus1, none lost",
                    $"{between.Median:N0} a second ({between.Least:N0} to {between.Most:N0}), {between.RequestsEach:N2} requests of the kernel a message",
                    "500");
                break;
        }
    }

    AnsiConsole.Write(table);
    return 0;
});
return command.Parse(args).Invoke();
