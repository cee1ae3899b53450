using BenchmarkDotNet.Running;
using Limpet.Parts;

// With no arguments it runs them all; BenchmarkDotNet's own options choose some, such as --filter '*Wire*', or --list flat.
var arguments = args.Length == 0 ? ["--filter", "*"] : args;
BenchmarkSwitcher.FromAssembly(typeof(PartsConfig).Assembly).Run(arguments, new PartsConfig());
