using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Imports;

/// <summary>What a column of a file can be, in the order of the page. Words: those of the report's form.</summary>
internal enum ImportField
{
    Date,
    Author,
    Customer,
    Contact,
    Kind,
    Start,
    End,
    Purpose,
    Result,
    Prospect,
    Text,
    NextAction,
    NextActionOn,
    Note,
}

/// <summary>What other systems call their columns and what they write in them.</summary>
internal static class ImportColumns
{
    // The likeliest first; a heading that begins with one of them counts when none is the same.
    private static readonly (ImportField Field, string[] Names)[] Names =
    [
        (ImportField.Date, ["日付", "年月日", "報告日", "日報日", "対象日", "日報日付", "活動日", "訪問日", "業務日", "作業日", "実施日", "日時", "開始日時", "訪問日時", "活動日時", "date", "report date", "day"]),
        (ImportField.Author, ["作成者", "報告者", "氏名", "名前", "社員名", "書いた人", "記入者", "登録者", "投稿者", "提出者", "ユーザー名", "ユーザ名", "担当者", "担当者名", "担当", "営業担当", "社員", "author", "reporter", "name", "user"]),
        (ImportField.Customer, ["顧客", "顧客名", "会社名", "取引先", "取引先名", "得意先", "得意先名", "訪問先", "訪問先名", "客先", "お客様", "お客様名", "相手先", "企業名", "会社", "customer", "company", "account", "client"]),
        (ImportField.Contact, ["先方担当者", "先方担当", "面談者", "面会者", "面談相手", "相手担当者", "顧客担当者", "お客様担当者", "商談相手", "相手", "contact", "contact person"]),
        (ImportField.Kind, ["種類", "種別", "活動種別", "活動区分", "区分", "業務区分", "活動種類", "分類", "kind", "type", "activity type"]),
        (ImportField.Start, ["開始", "開始時刻", "開始時間", "訪問時刻", "訪問時間", "時刻", "開始日時", "start", "start time", "from"]),
        (ImportField.End, ["終了", "終了時刻", "終了時間", "終了日時", "end", "end time", "to"]),
        (ImportField.Purpose, ["目的", "訪問目的", "商談目的", "活動目的", "用件", "purpose"]),
        (ImportField.Result, ["結果", "商談結果", "訪問結果", "活動結果", "成果", "result", "outcome"]),
        (ImportField.Prospect, ["見込度", "見込み度", "見込", "確度", "受注確度", "prospect", "probability"]),
        (ImportField.Text, ["内容", "報告内容", "活動内容", "商談内容", "訪問内容", "業務内容", "作業内容", "日報内容", "本文", "詳細", "報告", "text", "content", "description", "body", "report"]),
        (ImportField.NextAction, ["次の行動", "次回行動", "次回予定", "次回アクション", "次のアクション", "次回", "ネクストアクション", "next action", "next step"]),
        (ImportField.NextActionOn, ["次の行動の期日", "次回予定日", "次回訪問日", "次回行動日", "次回日付", "次回日", "期日", "期限", "next action date", "next action on", "next date", "due"]),
        (ImportField.Note, ["所感", "感想", "まとめ", "コメント", "備考", "メモ", "note", "notes", "remarks", "comment"]),
    ];

    private static readonly Dictionary<string, ActivityKind> Kinds = Words<ActivityKind>(
        ("訪問", ActivityKind.Visit), ("来訪", ActivityKind.Visit), ("外出", ActivityKind.Visit), ("商談", ActivityKind.Visit), ("往訪", ActivityKind.Visit),
        ("電話", ActivityKind.Call), ("架電", ActivityKind.Call), ("tel", ActivityKind.Call), ("phone", ActivityKind.Call),
        ("オンライン", ActivityKind.OnlineMeeting), ("web会議", ActivityKind.OnlineMeeting), ("オンライン会議", ActivityKind.OnlineMeeting), ("オンライン商談", ActivityKind.OnlineMeeting), ("web商談", ActivityKind.OnlineMeeting), ("online", ActivityKind.OnlineMeeting),
        ("メール", ActivityKind.Mail), ("eメール", ActivityKind.Mail), ("email", ActivityKind.Mail), ("e-mail", ActivityKind.Mail),
        ("社内", ActivityKind.InOffice), ("社内業務", ActivityKind.InOffice), ("内勤", ActivityKind.InOffice), ("事務", ActivityKind.InOffice), ("会議", ActivityKind.InOffice), ("社内会議", ActivityKind.InOffice), ("office", ActivityKind.InOffice));

    private static readonly Dictionary<string, VisitPurpose> Purposes = Words<VisitPurpose>(
        ("定期訪問", VisitPurpose.RegularVisit), ("ルート営業", VisitPurpose.RegularVisit), ("定期", VisitPurpose.RegularVisit), ("新規開拓", VisitPurpose.NewBusiness), ("新規", VisitPurpose.NewBusiness), ("新規営業", VisitPurpose.NewBusiness),
        ("提案", VisitPurpose.Proposal), ("見積", VisitPurpose.Quotation), ("見積提出", VisitPurpose.Quotation), ("見積もり", VisitPurpose.Quotation), ("商談", VisitPurpose.Negotiation), ("打ち合わせ", VisitPurpose.Negotiation), ("打合せ", VisitPurpose.Negotiation),
        ("納品", VisitPurpose.Delivery), ("フォロー", VisitPurpose.FollowUp), ("アフターフォロー", VisitPurpose.FollowUp), ("クレーム対応", VisitPurpose.Complaint), ("クレーム", VisitPurpose.Complaint),
        ("集金", VisitPurpose.Collection), ("集金・請求", VisitPurpose.Collection), ("請求", VisitPurpose.Collection), ("あいさつ", VisitPurpose.Greeting), ("挨拶", VisitPurpose.Greeting), ("その他", VisitPurpose.Other));

    private static readonly Dictionary<string, TalkResult> Results = Words<TalkResult>(
        ("前進", TalkResult.Advanced), ("変化なし", TalkResult.Unchanged), ("継続", TalkResult.Unchanged), ("現状維持", TalkResult.Unchanged), ("検討中", TalkResult.Pending), ("保留", TalkResult.Pending), ("受注", TalkResult.Won), ("成約", TalkResult.Won),
        ("失注", TalkResult.Lost), ("後退", TalkResult.Setback), ("不在", TalkResult.Absent));

    /// <summary>Which column is probably what, by its heading. A column may serve two fields: 開始日時 holds both the day and the time.</summary>
    public static IReadOnlyDictionary<ImportField, int> Guess(IReadOnlyList<string> headers)
    {
        var folded = headers.Select(SearchText.Fold).ToList();
        var found = new Dictionary<ImportField, int>();
        foreach (var (field, names) in Names)
        {
            if (names.Select(n => folded.IndexOf(SearchText.Fold(n))).Where(i => i >= 0).Select(i => (int?)i).FirstOrDefault() is { } column)
            {
                found[field] = column;
            }
        }

        // 報告内容(自由記述) and the like, unless the column has found its field already.
        foreach (var (field, names) in Names.Where(n => !found.ContainsKey(n.Field)))
        {
            var begun = names.Select(SearchText.Fold).Where(n => n.Length > 1).SelectMany(n => Enumerable.Range(0, folded.Count).Where(i => folded[i].StartsWith(n, StringComparison.Ordinal) && !found.ContainsValue(i)));
            if (begun.Select(i => (int?)i).FirstOrDefault() is { } column)
            {
                found[field] = column;
            }
        }

        return found;
    }

    public static ActivityKind? Kind(string text) => Kinds.TryGetValue(SearchText.Fold(text), out var kind) ? kind : null;

    public static VisitPurpose? Purpose(string text) => Purposes.TryGetValue(SearchText.Fold(text), out var purpose) ? purpose : null;

    public static TalkResult? Result(string text) => Results.TryGetValue(SearchText.Fold(text), out var result) ? result : null;

    public static ProspectLevel? Prospect(string text) => SearchText.Fold(text) switch { "a" => ProspectLevel.A, "b" => ProspectLevel.B, "c" => ProspectLevel.C, "d" => ProspectLevel.D, _ => null };

    // The names in the code are the English words, and what our own export would write.
    private static Dictionary<string, T> Words<T>(params (string Word, T Value)[] words)
        where T : struct, Enum =>
        words.Concat(Enum.GetValues<T>().Select(v => (v.ToString(), v))).GroupBy(w => SearchText.Fold(w.Item1)).ToDictionary(g => g.Key, g => g.First().Item2, StringComparer.Ordinal);
}
