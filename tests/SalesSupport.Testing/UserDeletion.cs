namespace SalesSupport.Testing;

/// <summary>ユーザの削除 as an administrator does it.</summary>
public static class UserDeletion
{
    /// <summary>Opens the page that counts what the user has, chooses who takes over, and deletes.</summary>
    public static async Task<Page> DeleteUserAsync(this Browser administrator, Guid user, Guid? successor = null)
    {
        var page = await administrator.GetAsync($"/settings/users/{user}/deletion");
        return await administrator.SubmitAsync(page, page.MainForm, ("Form.SuccessorId", successor?.ToString() ?? ""));
    }
}
