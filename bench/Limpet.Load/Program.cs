using Limpet.Load;
for (var i = 0; i < 3; i++) foreach (var n in new[]{0,10000,100000}) { var m = EngineScenario.Run(2_000_000, 64, n); Console.WriteLine($"{n} {m}"); }
