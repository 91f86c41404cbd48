using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SalesSupport.Benchmarks.Bare;

/// <summary>Saving a report by hand: the same form read, the same rows looked up and written, one at a time behind a gate like the product's.</summary>
internal sealed class BareSave(BareConnections connections, Guid tenant, Guid me)
{
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <returns>False when the form was made from an older text.</returns>
    public async Task<bool> SaveAsync(string day, IFormCollection form)
    {
        var activities = Activities(form);
        var connection = connections.Rent();
        try
        {
            var known = Known(connection, activities);
            if (known.Count == 0 || Find(connection, day) is not { } report || report.Revision != int.Parse(form["Revision"]!, CultureInfo.InvariantCulture) || HasDraft(connection, day))
            {
                return false;
            }

            var stored = Texts(connection, report.Id);
            await gate.WaitAsync();
            try
            {
                connection.Execute("BEGIN IMMEDIATE");
                Write(connection, report, form["Note"], activities, stored);
                connection.Execute("COMMIT");
            }
            finally
            {
                gate.Release();
            }

            return true;
        }
        finally
        {
            connections.Return(connection);
        }
    }

    private static List<(Guid Id, Guid Customer, string Text)> Activities(IFormCollection form)
    {
        var found = new List<(Guid, Guid, string)>();
        for (var i = 0; form.TryGetValue($"Activities[{i.ToString(CultureInfo.InvariantCulture)}].Id", out var id) && Guid.TryParse(id, out var activity); i++)
        {
            var at = $"Activities[{i.ToString(CultureInfo.InvariantCulture)}].";
            found.Add((activity, Guid.TryParse(form[at + "CustomerId"], out var customer) ? customer : Guid.Empty, form[at + "Text"].ToString()));
        }

        return found;
    }

    private Dictionary<Guid, string> Known(BareConnection connection, List<(Guid Id, Guid Customer, string Text)> activities)
    {
        var found = new Dictionary<Guid, string>();
        foreach (var customer in activities.Select(a => a.Customer).Distinct())
        {
            if (connection.Command("SELECT Name FROM DailyReports_CustomerNames WHERE TenantId = $tenant AND Id = $id", ("$tenant", tenant), ("$id", customer)).ExecuteScalar() is string name)
            {
                found.Add(customer, name);
            }
        }

        return found;
    }

    private (Guid Id, int Revision, int Version)? Find(BareConnection connection, string day)
    {
        using var row = connection.Command("SELECT Id, Revision, Version, State, Note, Recipients FROM DailyReports_Reports WHERE TenantId = $tenant AND AuthorId = $me AND Date = $date", ("$tenant", tenant), ("$me", me), ("$date", day)).ExecuteReader();
        return row.Read() && row.GetString(3) is "Draft" or "Returned" ? (row.GetGuid(0), row.GetInt32(1), row.GetInt32(2)) : null;
    }

    private bool HasDraft(BareConnection connection, string day) =>
        connection.Command("SELECT Form FROM DailyReports_Drafts WHERE TenantId = $tenant AND AuthorId = $me AND Date = $date", ("$tenant", tenant), ("$me", me), ("$date", day)).ExecuteScalar() is not null;

    private Dictionary<Guid, string> Texts(BareConnection connection, Guid report)
    {
        using var rows = connection.Command("SELECT Id, Text, Kind, CustomerId, ContactId, Start, End, Purpose, Result, Prospect, NextAction, NextActionOn FROM DailyReports_Activities WHERE TenantId = $tenant AND ReportId = $id ORDER BY Position", ("$tenant", tenant), ("$id", report)).ExecuteReader();
        var found = new Dictionary<Guid, string>();
        while (rows.Read())
        {
            found.Add(rows.GetGuid(0), rows.IsDBNull(1) ? "" : rows.GetString(1));
        }

        return found;
    }

    private void Write(BareConnection connection, (Guid Id, int Revision, int Version) report, string? note, List<(Guid Id, Guid Customer, string Text)> activities, Dictionary<Guid, string> stored)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        connection.Execute(
            "UPDATE DailyReports_Reports SET Note = $note, WrittenAt = $now, Revision = Revision + 1, Version = Version + 1 WHERE TenantId = $tenant AND Id = $id AND Version = $version",
            ("$note", note),
            ("$now", now),
            ("$tenant", tenant),
            ("$id", report.Id),
            ("$version", report.Version));
        foreach (var (id, _, text) in activities.Where(a => stored.TryGetValue(a.Id, out var before) && before != a.Text))
        {
            connection.Execute("UPDATE DailyReports_Activities SET Text = $text WHERE TenantId = $tenant AND Id = $id", ("$text", text), ("$tenant", tenant), ("$id", id));
        }

        connection.Execute(
            "INSERT INTO House_Audit (Id, TenantId, Date, At, ActorId, Actor, Address, Action, Subject, Changes) VALUES ($id, $tenant, $date, $now, $me, '佐藤 美咲', '127.0.0.1', 'DailyReport.Changed', $report, $changes)",
            ("$id", Guid.CreateVersion7()),
            ("$tenant", tenant),
            ("$date", DateOnly.FromDateTime(now.AddHours(9))),
            ("$now", now),
            ("$me", me),
            ("$report", report.Id.ToString()),
            ("$changes", $"Note, Revision {report.Revision.ToString(CultureInfo.InvariantCulture)} → {(report.Revision + 1).ToString(CultureInfo.InvariantCulture)}"));
    }
}
