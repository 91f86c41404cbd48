using System.Data.Common;

namespace SalesSupport.Infrastructure;

/// <summary>A statement of the house's own about one member, beside EF Core.</summary>
internal static class MemberCommand
{
    /// <summary>A command with one parameter, <c>@member</c>.</summary>
    public static DbCommand Of(DbConnection connection, string text, Guid member)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The house's own text.
        command.CommandText = text;
#pragma warning restore CA2100
        var parameter = command.CreateParameter();
        parameter.ParameterName = "member";
        parameter.Value = member;
        command.Parameters.Add(parameter);
        return command;
    }
}
