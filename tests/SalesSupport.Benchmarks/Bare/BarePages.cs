using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Data.Sqlite;

namespace SalesSupport.Benchmarks.Bare;

/// <summary>The same rows as the product's pages, read by hand-written SQL and written into a string. What surrounds a page is the product's own, kept as it was answered once.</summary>
internal sealed class BarePages(BareConnections connections, Guid tenant, Guid me, Shells shells)
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly Dictionary<Guid, string> names = Names(connections, tenant);

    public string ReportList()
    {
        var connection = connections.Rent();
        var page = new StringBuilder(32_000).Append(shells.ReportList.Before);
        Badge(connection, page);
        page.Append("<div class=\"page-head\"><h1>日報</h1></div><table class=\"list\"><thead><tr><th scope=\"col\">日付</th><th scope=\"col\">氏名</th><th scope=\"col\">訪問先</th><th scope=\"col\">内容</th><th scope=\"col\">コメント</th><th scope=\"col\">状態</th></tr></thead><tbody>");
        using (var rows = connection.Command(
            """
            SELECT r.Id, r.AuthorId, r.Date, r.State, r.SubmittedAt, r.LeadCustomer, r.CustomerCount, r.VisitCount, r.CommentCount, r.Excerpt,
                   EXISTS (SELECT 1 FROM DailyReports_Inbox i WHERE i.TenantId = $tenant AND i.ReportId = r.Id AND i.UserId = $me AND i.IsUnread)
            FROM DailyReports_Reports r WHERE r.TenantId = $tenant AND (r.State <> 'Draft' OR r.OwnerId = $me) ORDER BY r.Date DESC, r.Id DESC LIMIT 41
            """,
            ("$tenant", tenant),
            ("$me", me)).ExecuteReader())
        {
            var last = "";
            for (var shown = 0; rows.Read(); shown++)
            {
                var id = rows.GetGuid(0).ToString();
                if (shown == 40)
                {
                    page.Append("</tbody></table><p><a class=\"btn\" href=\"/reports?after=").Append(last).Append("\">続きを見る</a></p>");
                    break;
                }

                last = $"{rows.GetString(2)}_{id}";
                page.Append("<tr data-href=\"/reports/").Append(id).Append(rows.GetBoolean(10) ? "\" class=\"unread\">" : "\">");
                page.Append("<td data-label=\"日付\"><time datetime=\"").Append(rows.GetString(2)).Append("\">").Append(Day(rows.GetString(2))).Append("</time></td>");
                page.Append("<td data-label=\"氏名\">");
                Face(page, rows.GetGuid(1));
                page.Append("</td><td data-label=\"訪問先\"><a href=\"/reports/").Append(id).Append("\">");
                Text(page, rows, 5);
                if (rows.GetInt32(6) > 1)
                {
                    page.Append(" ほか").Append(rows.GetInt32(6) - 1).Append('件');
                }

                page.Append("</a><small>訪問").Append(rows.GetInt32(7)).Append("件</small></td><td data-label=\"内容\">");
                Text(page, rows, 9);
                page.Append("</td><td data-label=\"コメント\" class=\"num\">").Append(rows.GetInt32(8)).Append("</td><td data-label=\"状態\">");
                Chip(page, rows.GetString(3));
                page.Append("</td></tr>");
            }
        }

        connections.Return(connection);
        return page.Append(shells.ReportList.After).ToString();
    }

    /// <returns>Null when there is none that this user may see.</returns>
    public string? Report(Guid id)
    {
        var connection = connections.Rent();
        try
        {
            var page = new StringBuilder(32_000).Append(shells.Report.Before);
            Badge(connection, page);
            string date;
            int comments;
            using (var report = connection.Command(
                "SELECT AuthorId, Date, State, Note, SubmittedAt, ApprovedAt, ApprovedBy, ReturnReason, CommentCount, VisitCount, CallCount, Recipients FROM DailyReports_Reports WHERE TenantId = $tenant AND Id = $id AND (State <> 'Draft' OR OwnerId = $me)",
                ("$tenant", tenant),
                ("$id", id),
                ("$me", me)).ExecuteReader())
            {
                if (!report.Read())
                {
                    return null;
                }

                date = report.GetString(1);
                comments = report.GetInt32(8);
                page.Append("<div class=\"page-head\"><h1>").Append(Day(date)).Append(' ');
                Face(page, report.GetGuid(0));
                page.Append("</h1>");
                Chip(page, report.GetString(2));
                page.Append("</div><p>訪問").Append(report.GetInt32(9)).Append("件 電話").Append(report.GetInt32(10)).Append("件</p><section class=\"card\"><h2>所感</h2><p class=\"text\">");
                Text(page, report, 3);
                page.Append("</p></section>");
            }

            Activities(connection, page, id);
            if (comments > 0)
            {
                Comments(connection, page, id);
            }

            Marks(connection, page, id);
            LeftList(connection, page, id, date);
            return page.Append(shells.Report.After).ToString();
        }
        finally
        {
            connections.Return(connection);
        }
    }

    public string CustomerList()
    {
        var connection = connections.Rent();
        var page = new StringBuilder(32_000).Append(shells.CustomerList.Before);
        Badge(connection, page);
        var count = connection.Command("SELECT COUNT(*) FROM (SELECT 1 FROM Customers_Companies WHERE TenantId = $tenant LIMIT 1001)", ("$tenant", tenant)).ExecuteScalar();
        page.Append("<div class=\"page-head\"><h1>顧客</h1></div><p class=\"count\" role=\"status\">").Append(count).Append("件</p><table class=\"list\"><thead><tr><th scope=\"col\">顧客名</th><th scope=\"col\">ランク</th><th scope=\"col\">自社担当</th><th scope=\"col\">最終活動日</th><th scope=\"col\">業種</th></tr></thead><tbody>");
        using (var rows = connection.Command(
            "SELECT Id, Name, Kana, Rank, OwnerId, LastActivityOn, Industry, SortKey, UpdatedAt FROM Customers_Companies WHERE TenantId = $tenant ORDER BY SortKey, Id LIMIT 51",
            ("$tenant", tenant)).ExecuteReader())
        {
            var last = "";
            for (var shown = 0; rows.Read(); shown++)
            {
                var id = rows.GetGuid(0).ToString();
                if (shown == 50)
                {
                    page.Append("<tr id=\"more\" class=\"more\"><td colspan=\"5\"><a class=\"btn btn-sm\" href=\"/customers?after=").Append(last).Append("\">続きを見る</a></td></tr>");
                    break;
                }

                last = id;
                page.Append("<tr data-href=\"/customers/").Append(id).Append("\"><td data-label=\"顧客名\"><a href=\"/customers/").Append(id).Append("\">");
                Text(page, rows, 1);
                page.Append("</a><small class=\"kana\">");
                Text(page, rows, 2);
                page.Append("</small></td><td data-label=\"ランク\">").Append(rows.GetString(3)).Append("</td><td data-label=\"自社担当\">");
                page.Append(rows.IsDBNull(4) ? "担当なし" : names.GetValueOrDefault(rows.GetGuid(4), "—"));
                page.Append("</td><td data-label=\"最終活動日\" class=\"num\">").Append(Day(rows.GetString(5))).Append("</td><td data-label=\"業種\">");
                Text(page, rows, 6);
                page.Append("</td></tr>");
            }
        }

        connections.Return(connection);
        return page.Append("</tbody></table>").Append(shells.CustomerList.After).ToString();
    }

    private static Dictionary<Guid, string> Names(BareConnections connections, Guid tenant)
    {
        var connection = connections.Rent();
        using var rows = connection.Command("SELECT Id, Name FROM IdentityBridge_Users WHERE TenantId = $tenant", ("$tenant", tenant)).ExecuteReader();
        var found = new Dictionary<Guid, string>();
        while (rows.Read())
        {
            found.Add(rows.GetGuid(0), Html.Encode(rows.GetString(1)));
        }

        connections.Return(connection);
        return found;
    }

    private static void Text(StringBuilder page, SqliteDataReader row, int column)
    {
        if (!row.IsDBNull(column))
        {
            page.Append(Html.Encode(row.GetString(column)));
        }
    }

    private static string Day(string date) =>
        DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("M/d(ddd)", CultureInfo.GetCultureInfo("ja-JP"));

    private static void Chip(StringBuilder page, string state) =>
        page.Append("<span class=\"chip chip-").Append(state).Append("\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"/icons.svg#").Append(state).Append("\"></use></svg>").Append(state).Append("</span>");

    // The layout's number of unread things, which every page of the product reads.
    private void Badge(BareConnection connection, StringBuilder page) =>
        page.Append("<span class=\"count\">").Append(connection.Command("SELECT COUNT(*) FROM DailyReports_Inbox WHERE TenantId = $tenant AND UserId = $me AND IsUnread", ("$tenant", tenant), ("$me", me)).ExecuteScalar()).Append("</span>");

    private void Face(StringBuilder page, Guid person)
    {
        var name = names.GetValueOrDefault(person, "—");
        page.Append("<span class=\"face\" aria-hidden=\"true\">").Append(name[0]).Append("</span>").Append(name);
    }

    private void Activities(BareConnection connection, StringBuilder page, Guid report)
    {
        using var rows = connection.Command(
            """
            SELECT a.Kind, c.Name, p.Name, p.Title, a.Start, a.End, a.Purpose, a.Result, a.Prospect, a.NextAction, a.NextActionOn, a.Text, a.CustomerId
            FROM DailyReports_Activities a
            LEFT JOIN DailyReports_CustomerNames c ON c.TenantId = $tenant AND c.Id = a.CustomerId
            LEFT JOIN DailyReports_ContactNames p ON p.TenantId = $tenant AND p.Id = a.ContactId
            WHERE a.TenantId = $tenant AND a.ReportId = $id ORDER BY a.Position
            """,
            ("$tenant", tenant),
            ("$id", report)).ExecuteReader();
        while (rows.Read())
        {
            page.Append("<section class=\"card activity\"><h2>");
            Text(page, rows, 0);
            page.Append(' ');
            if (!rows.IsDBNull(12))
            {
                page.Append("<a href=\"/customers/").Append(rows.GetGuid(12)).Append("\">");
                Text(page, rows, 1);
                page.Append("</a>");
            }

            page.Append("</h2><dl>");
            for (var column = 2; column <= 10; column++)
            {
                if (!rows.IsDBNull(column))
                {
                    page.Append("<dt>").Append(rows.GetName(column)).Append("</dt><dd>");
                    Text(page, rows, column);
                    page.Append("</dd>");
                }
            }

            page.Append("</dl><p class=\"text\">");
            Text(page, rows, 11);
            page.Append("</p></section>");
        }
    }

    private void Comments(BareConnection connection, StringBuilder page, Guid report)
    {
        using var rows = connection.Command("SELECT Id, ById, At, Text, Version FROM DailyReports_Comments WHERE TenantId = $tenant AND ReportId = $id ORDER BY At, Id", ("$tenant", tenant), ("$id", report)).ExecuteReader();
        while (rows.Read())
        {
            page.Append("<article class=\"comment\">");
            Face(page, rows.GetGuid(1));
            page.Append("<time>").Append(rows.GetString(2)).Append("</time><p class=\"text\">");
            Text(page, rows, 3);
            page.Append("</p></article>");
        }
    }

    private void Marks(BareConnection connection, StringBuilder page, Guid report)
    {
        using var rows = connection.Command(
            """
            SELECT 0, UserId, At FROM DailyReports_ReadMarks WHERE TenantId = $tenant AND ReportId = $id
            UNION ALL SELECT 1, UserId, At FROM DailyReports_Likes WHERE TenantId = $tenant AND ReportId = $id
            UNION ALL SELECT 2, UserId, At FROM DailyReports_Inbox WHERE TenantId = $tenant AND ReportId = $id AND UserId = $me AND IsUnread
            """,
            ("$tenant", tenant),
            ("$id", report),
            ("$me", me)).ExecuteReader();
        page.Append("<p class=\"readers\">");
        while (rows.Read())
        {
            Face(page, rows.GetGuid(1));
        }

        page.Append("</p>");
    }

    private void LeftList(BareConnection connection, StringBuilder page, Guid report, string date)
    {
        const string Columns = "r.Id, r.AuthorId, r.Date, r.State, r.LeadCustomer, r.CustomerCount, r.Excerpt, EXISTS (SELECT 1 FROM DailyReports_Inbox i WHERE i.TenantId = $tenant AND i.ReportId = r.Id AND i.UserId = $me AND i.IsUnread)";
        page.Append("<nav class=\"left\"><ul>");
        foreach (var sql in new[]
        {
            $"SELECT {Columns} FROM DailyReports_Reports r WHERE r.TenantId = $tenant AND (r.State <> 'Draft' OR r.OwnerId = $me) AND (r.Date, r.Id) > ($date, $id) ORDER BY r.Date, r.Id LIMIT 8",
            $"SELECT {Columns} FROM DailyReports_Reports r WHERE r.TenantId = $tenant AND (r.State <> 'Draft' OR r.OwnerId = $me) AND (r.Date, r.Id) < ($date, $id) ORDER BY r.Date DESC, r.Id DESC LIMIT 20",
        })
        {
            using var rows = connection.Command(sql, ("$tenant", tenant), ("$me", me), ("$date", date), ("$id", report)).ExecuteReader();
            while (rows.Read())
            {
                page.Append("<li><a href=\"/reports/").Append(rows.GetGuid(0)).Append("\">").Append(Day(rows.GetString(2)));
                Face(page, rows.GetGuid(1));
                Chip(page, rows.GetString(3));
                Text(page, rows, 4);
                Text(page, rows, 6);
                page.Append("</a></li>");
            }
        }

        page.Append("</ul></nav>");
    }
}
