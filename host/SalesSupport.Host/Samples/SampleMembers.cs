using SalesSupport.Abstractions;

namespace SalesSupport.Host.Samples;

/// <summary>The sample members: a demo company in which every screen has something to show, and a second one, to see that they are apart.</summary>
internal static class SampleMembers
{
    public const string Password = "tsubame-no-su";

    private static readonly string[] Departments = ["東日本営業部", "西日本営業部", "業務推進部"];

    // Login, name, kana, department, superior, administrator, salesperson
    public static readonly IReadOnlyList<(string Login, string Name, string Kana, int Department, int Superior, bool Administrator, bool Salesperson)> DemoPeople =
    [
        ("morita", "森田 和也", "モリタ カズヤ", 2, -1, true, false),
        ("okabe", "岡部 正樹", "オカベ マサキ", 0, 0, false, false),
        ("nishino", "西野 由紀", "ニシノ ユキ", 1, 0, false, false),
        ("sato", "佐藤 美咲", "サトウ ミサキ", 0, 1, false, true),
        ("takahashi", "高橋 健", "タカハシ ケン", 0, 1, false, true),
        ("ito", "伊藤 あゆみ", "イトウ アユミ", 0, 1, false, true),
        ("watanabe", "渡辺 大輔", "ワタナベ ダイスケ", 0, 1, false, true),
        ("kobayashi", "小林 直人", "コバヤシ ナオト", 0, 1, false, true),
        ("nakamura", "中村 恵", "ナカムラ メグミ", 1, 2, false, true),
        ("kato", "加藤 翔太", "カトウ ショウタ", 1, 2, false, true),
        ("yoshida", "吉田 沙織", "ヨシダ サオリ", 1, 2, false, true),
        ("yamada", "山田 浩二", "ヤマダ コウジ", 1, 2, false, true),
    ];

    /// <summary>Makes both members.</summary>
    /// <param name="services">The container.</param>
    /// <param name="reports">How many reports the demo member gets; 0 for half a year's worth. Customers follow: 300, or 5,000 from 100,000 reports on.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Lines with the accounts.</returns>
    public static async Task<IReadOnlyList<string>> MakeAsync(IServiceProvider services, int reports, CancellationToken cancel)
    {
        var run = services.GetRequiredService<SampleRun>();
        var today = services.GetRequiredService<TimeProvider>().Today();
        await run.AddAsync(Plan("demo", "つばさ商会株式会社", reports == 0 ? 1100 : reports, reports >= 100_000 ? 5000 : 300, DemoPeople, today), cancel);
        await run.AddAsync(Plan("minato", "みなと機工株式会社", 40, 20, [.. DemoPeople.Take(4)], today), cancel);
        return
        [
            "  sign on with member ID / user ID / password   会員ID / ユーザID / パスワード",
            $"  salesperson 営業:    demo / sato / {Password}",
            $"  manager 上長:        demo / okabe / {Password}",
            $"  administrator 管理者: demo / morita / {Password}",
            $"  another member 別会員: minato / morita / {Password}",
        ];
    }

    public static SampleMember Plan(string memberId, string name, int reports, int customers, IReadOnlyList<(string Login, string Name, string Kana, int Department, int Superior, bool Administrator, bool Salesperson)> people, DateOnly today)
    {
        var tenant = TenantScope.IdOf("portal", memberId);
        return new SampleMember
        {
            MemberId = memberId,
            Name = name,
            TenantId = tenant,
            Reports = reports,
            Customers = customers,
            Today = today,
            Password = Password,
            DepartmentNames = Departments,
            People = [.. people.Select(p => new SamplePerson(TenantScope.IdOf($"sample-{memberId}", p.Login), p.Login, p.Name, p.Kana, p.Department, p.Superior < people.Count ? p.Superior : -1, p.Administrator, p.Salesperson))],
        };
    }
}
