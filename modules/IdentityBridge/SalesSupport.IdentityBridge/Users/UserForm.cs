using System.ComponentModel.DataAnnotations;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>What an administrator may change of a user. Name and reading come from the portal.</summary>
internal sealed class UserForm
{
    public int Version { get; set; }

    [Required]
    [EnumDataType(typeof(UserLevel), ErrorMessage = "ValueInvalid")]
    public UserLevel? Level { get; set; }

    public Guid? DepartmentId { get; set; }

    public Guid? SuperiorId { get; set; }

    public Guid? DeputyId { get; set; }

    public static UserForm Of(User user) => new() { Version = user.Version, Level = user.Level, DepartmentId = user.DepartmentId, SuperiorId = user.SuperiorId, DeputyId = user.DeputyId };
}

/// <summary>A user in words, for the conflict screen; the properties' names are keys of texts.</summary>
internal sealed record ShownUser(string Level, string? Department, string? Superior, string? Deputy);

/// <summary>A user's page.</summary>
internal sealed record UserEdit(User User, UserForm Form, PeopleBook Book, int OpenSessions);
