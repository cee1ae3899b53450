namespace Limpet.Load.Kbus;

/// <summary>The names of the messages that are sent.</summary>
internal static class Names
{
    /// <summary>What announcements are called.</summary>
    public const string Announced = "$.Load.Announced";

    /// <summary>What Requests are called.</summary>
    public const string Asked = "$.Load.Asked";

    /// <summary>Names that nobody sends.</summary>
    public static string Other(int number) => $"$.Other.N{number}";

    /// <summary>What a Limpet is told to pass on that shall pass nothing on.</summary>
    public const string Nothing = "$.Nothing.IsSent";
}
