using System.Globalization;
using SalesSupport.Customers.Companies;

namespace SalesSupport.Customers.ForOthers;

/// <summary>Names, addresses and people for sample customers; all invented, all the same for the same index. Telephone numbers are of a range that is never given out.</summary>
internal static class SampleNames
{
    private static readonly string[] Stems =
    [
        "つばめ", "みなも", "ひばり", "こもれび", "しおり", "いわお", "そよぎ", "せせらぎ", "ひだまり", "ゆらぎ",
        "みちしお", "うたかた", "こはく", "あさつゆ", "つゆくさ", "すずかけ", "くるみ", "かりん", "やまぼうし", "のぎく",
        "はまなす", "ささふね", "ほたる", "かわせみ", "せきれい", "うぐいす", "めじろ", "こまどり", "みさご", "ちどり",
        "しらさぎ", "あまつぶ", "ゆうなぎ", "あさなぎ", "おぼろ", "こがらし", "そらまめ", "ひいらぎ", "うみべ", "つきみ",
        "さざなみ", "しぐれ", "はるかぜ", "いかだ", "とまりぎ", "あぜみち", "わたぐも", "いわしぐも", "ゆきわり", "かざぐるま",
        "てまり", "おりづる", "たけとんぼ", "みずかがみ", "なのはな", "れんげ", "どんぐり", "まつかさ", "ふうりん", "あかとんぼ",
    ];

    private static readonly (string Name, string Kana, string Industry)[] Kinds =
    [
        ("精機", "セイキ", "製造"), ("食品", "ショクヒン", "食品"), ("運輸", "ウンユ", "運輸"), ("商事", "ショウジ", "商社"), ("印刷", "インサツ", "印刷"), ("建材", "ケンザイ", "建設"),
        ("メディカル", "メディカル", "医療"), ("電機", "デンキ", "製造"), ("工務店", "コウムテン", "建設"), ("薬局", "ヤッキョク", "医療"), ("酒造", "シュゾウ", "食品"), ("製菓", "セイカ", "食品"),
        ("倉庫", "ソウコ", "運輸"), ("不動産", "フドウサン", "不動産"), ("設計", "セッケイ", "建設"), ("システム", "システム", "情報"), ("ソフト", "ソフト", "情報"), ("通信", "ツウシン", "情報"),
        ("化成", "カセイ", "化学"), ("樹脂", "ジュシ", "化学"), ("金属", "キンゾク", "製造"), ("工業", "コウギョウ", "製造"), ("紙業", "シギョウ", "印刷"), ("繊維", "センイ", "繊維"),
        ("家具", "カグ", "小売"), ("農園", "ノウエン", "農業"), ("水産", "スイサン", "食品"), ("観光", "カンコウ", "サービス"), ("警備", "ケイビ", "サービス"), ("人材", "ジンザイ", "サービス"),
    ];

    private static readonly (string Name, string Kana)[] Regions =
    [
        ("", ""), ("東北", "トウホク"), ("九州", "キュウシュウ"), ("北陸", "ホクリク"), ("四国", "シコク"), ("関西", "カンサイ"), ("中部", "チュウブ"), ("関東", "カントウ"),
        ("北海", "ホッカイ"), ("山陰", "サンイン"), ("瀬戸内", "セトウチ"), ("信越", "シンエツ"),
    ];

    private static readonly (string Address, string Phone)[] Towns =
    [
        ("東京都千代田区見本町", "03-0000"), ("東京都品川区南見本", "03-0000"), ("大阪府大阪市北区見本筋", "06-0000"), ("愛知県名古屋市中区見本", "052-000"), ("神奈川県横浜市西区見本台", "045-000"),
        ("福岡県福岡市博多区見本町", "092-000"), ("北海道札幌市中央区見本通", "011-000"), ("宮城県仙台市青葉区見本", "022-000"), ("広島県広島市中区見本町", "082-000"), ("埼玉県さいたま市大宮区見本町", "048-000"),
        ("千葉県千葉市美浜区見本", "043-000"), ("新潟県新潟市中央区見本町", "025-000"),
    ];

    private static readonly (string Name, string Kana)[] Families =
    [
        ("青木", "アオキ"), ("石川", "イシカワ"), ("上田", "ウエダ"), ("遠藤", "エンドウ"), ("大野", "オオノ"), ("加藤", "カトウ"), ("木村", "キムラ"), ("久保", "クボ"), ("小林", "コバヤシ"), ("斎藤", "サイトウ"),
        ("清水", "シミズ"), ("鈴木", "スズキ"), ("関", "セキ"), ("高田", "タカダ"), ("千葉", "チバ"), ("土屋", "ツチヤ"), ("寺田", "テラダ"), ("中島", "ナカジマ"), ("西村", "ニシムラ"), ("野口", "ノグチ"),
        ("長谷川", "ハセガワ"), ("平野", "ヒラノ"), ("福田", "フクダ"), ("星野", "ホシノ"), ("前田", "マエダ"), ("三浦", "ミウラ"), ("村上", "ムラカミ"), ("森", "モリ"), ("山口", "ヤマグチ"), ("吉田", "ヨシダ"), ("和田", "ワダ"),
    ];

    private static readonly (string Name, string Kana)[] Givens =
    [
        ("明", "アキラ"), ("葵", "アオイ"), ("和也", "カズヤ"), ("京子", "キョウコ"), ("恵子", "ケイコ"), ("浩二", "コウジ"), ("早苗", "サナエ"), ("修", "オサム"), ("誠", "マコト"), ("千尋", "チヒロ"),
        ("哲也", "テツヤ"), ("智子", "トモコ"), ("直樹", "ナオキ"), ("典子", "ノリコ"), ("春香", "ハルカ"), ("博", "ヒロシ"), ("文香", "フミカ"), ("真由美", "マユミ"), ("洋平", "ヨウヘイ"), ("亮", "リョウ"), ("由紀", "ユキ"), ("健太", "ケンタ"), ("沙織", "サオリ"),
    ];

    private static readonly string[] Departments = ["営業部", "購買部", "総務部", "製造部", "情報システム部", "経営企画室", "資材課", "品質管理課", ""];

    private static readonly string[] Titles = ["部長", "課長", "係長", "主任", "代表取締役", "工場長", "", ""];

    private static readonly string[] TagWords = ["重点", "展示会", "紹介", "保守契約", "休眠", "新規開拓", "値上げ交渉中", "共同提案"];

    private static readonly string[] Notes =
    [
        "受付は10時から。訪問の前日までに電話で連絡する。", "見積は必ず紙でも1部お渡しする。", "駐車場は建物の裏側に2台分。", "毎月第2火曜日は定例会議のため不在。", "支払いは月末締め翌々月10日。",
    ];

    public static CompanyDetails Company(int index, Guid? owner)
    {
        var (kind, region) = (Kinds[((index / Stems.Length) + (index * 7)) % Kinds.Length], Regions[index / (Stems.Length * Kinds.Length) % Regions.Length]);
        var stem = Stems[index % Stems.Length];
        var core = $"{region.Name}{stem}{kind.Name}";
        var (address, phone) = Towns[index * 5 % Towns.Length];
        return new CompanyDetails(
            (index % 7) switch { 4 or 5 => $"株式会社{core}", 6 => $"有限会社{core}", _ => $"{core}株式会社" },
            $"{region.Kana}{CompanyName.Kana(stem)}{kind.Kana}",
            (index * 11 % 20) switch { < 3 => CompanyRank.A, < 9 => CompanyRank.B, < 16 => CompanyRank.C, < 18 => CompanyRank.D, _ => CompanyRank.None },
            kind.Industry,
            owner,
            string.Create(CultureInfo.InvariantCulture, $"000-{index % 10000:0000}"),
            string.Create(CultureInfo.InvariantCulture, $"{address}{(index % 5) + 1}-{(index % 23) + 1}-{(index % 17) + 1}"),
            string.Create(CultureInfo.InvariantCulture, $"{phone}-{index % 10000:0000}"),
            index % 3 == 0 ? string.Create(CultureInfo.InvariantCulture, $"https://www.customer{index}.example/") : null,
            index % 4 == 0 ? Notes[index / 4 % Notes.Length] : null,
            index % 2 == 0 ? null : index % 5 == 0 ? $"{TagWords[index % 8]},{TagWords[(index + 3) % 8]}" : TagWords[index % 8]);
    }

    public static Contacts.ContactDetails Contact(int company, int index)
    {
        var seed = (company * 13) + (index * 29);
        var (family, given) = (Families[seed % Families.Length], Givens[(seed + company) % Givens.Length]);
        var (_, phone) = Towns[company * 5 % Towns.Length];
        return new Contacts.ContactDetails(
            $"{family.Name} {given.Name}",
            $"{family.Kana} {given.Kana}",
            Departments[seed % Departments.Length],
            Titles[(seed / 3) % Titles.Length],
            string.Create(CultureInfo.InvariantCulture, $"{phone}-{(company + index) % 10000:0000}"),
            index == 0 ? string.Create(CultureInfo.InvariantCulture, $"090-0000-{company % 10000:0000}") : null,
            string.Create(CultureInfo.InvariantCulture, $"contact{index + 1}@customer{company}.example"),
            Left: index == 2 && company % 4 == 0);
    }

    public static Sites.SiteDetails Site(int company)
    {
        var (address, phone) = Towns[((company * 5) + 3) % Towns.Length];
        return new Sites.SiteDetails(
            (company % 3) switch { 0 => "支店", 1 => "工場", _ => "物流センター" },
            string.Create(CultureInfo.InvariantCulture, $"000-{(company + 500) % 10000:0000}"),
            string.Create(CultureInfo.InvariantCulture, $"{address}{(company % 9) + 1}-{(company % 11) + 1}"),
            string.Create(CultureInfo.InvariantCulture, $"{phone}-{(company + 5000) % 10000:0000}"));
    }
}
