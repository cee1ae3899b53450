using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Limpet.Load.Charts;

/// <summary>Draws charts as SVG.</summary>
internal static class SvgChart
{
    private const int Width = 720;
    private const int Height = 400;
    private const float RoomForLastLabel = 40;
    private const double Headroom = 1.15;

    public static void Save(Chart chart, string folder)
    {
        using var plot = new Plot();
        plot.Title(chart.Title);
        plot.XLabel(chart.X);
        plot.YLabel(chart.Y);
        foreach (var line in chart.Lines)
        {
            var scatter = plot.Add.Scatter(
                line.Points.Select(point => chart.IsLinear ? point.X : Math.Log10(point.X)).ToArray(), line.Points.Select(point => chart.IsLogarithmicUp ? Math.Log10(point.Y) : point.Y).ToArray());
            if (chart.Lines.Count > 1)
            {
                scatter.LegendText = line.Name;
            }
        }

        plot.Axes.Bottom.TickGenerator = chart.IsLinear ? new NumericAutomatic { IntegerTicksOnly = true } : Powers();
        plot.Axes.Right.MinimumSize = RoomForLastLabel;

        if (chart.IsLogarithmicUp)
        {
            plot.Axes.Left.TickGenerator = Powers();
        }
        else
        {
            plot.Axes.SetLimitsY(0, Headroom * chart.Lines.SelectMany(line => line.Points).Max(point => point.Y));
        }

        if (chart.Lines.Count > 1)
        {
            plot.ShowLegend(Alignment.UpperLeft);
        }

        plot.SaveSvg(Path.Combine(folder, chart.File), Width, Height);
    }

    private static NumericAutomatic Powers() => new()
    {
        IntegerTicksOnly = true,
        MinorTickGenerator = new LogMinorTickGenerator(),
        LabelFormatter = exponent => Math.Pow(10, exponent).ToString("N0", CultureInfo.InvariantCulture),
    };
}
