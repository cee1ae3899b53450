namespace Limpet.Load.Roles;

/// <summary>The repository that this program was built from.</summary>
internal static class Checkout
{
    private const string Solution = "Limpet.slnx";

    /// <summary>Its root.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file in it.</summary>
    public static string At(params string[] path) => Path.Combine([Root, .. path]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"There is no {Solution} in '{AppContext.BaseDirectory}' or above.");
    }
}
