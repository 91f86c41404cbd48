using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Contacts;
using SalesSupport.Customers.ForOthers;
using SalesSupport.Customers.Search;

namespace SalesSupport.Customers.Tests;

public sealed class RuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("?q=%E5%95%86%E4%BA%8B%20%26&owner=me&industry=%E9%A3%9F%E5%93%81&tag=a,b&quiet=30&sort=Updated&rank=A&rank=None")]
    [InlineData("?sort=Kana")]
    [InlineData("?owner=none")]
    public void A_filter_is_read_from_its_query_as_it_was_written(string query) => Assert.Equal(query, CompanyFilter.Parse(query).Query);

    [Theory]
    [InlineData(null)]
    [InlineData("?rank=Z&rank=9&sort=Nonsense&quiet=abc&owner=xyz&view=x")]
    [InlineData("?q=%20&tag=")]
    public void A_mangled_query_asks_for_nothing(string? query) => Assert.Equal("?sort=Kana", CompanyFilter.Parse(query).Query);

    [Theory]
    [InlineData("㈱つばめ精機")]
    [InlineData("（株）つばめ精機")]
    [InlineData("つばめ精機 株式会社")]
    [InlineData("ﾂﾊﾞﾒ精機㍿")]
    public void One_company_has_one_key_however_its_name_is_written(string name) => Assert.Equal("ツバメ精機", CompanyName.Key(name));

    [Fact]
    public void A_name_that_is_a_legal_form_alone_keeps_it() => Assert.Equal("株式会社", CompanyName.Key("㈱"));

    [Theory]
    [InlineData("０３－１２３４－５６７８", "03-1234-5678")]
    [InlineData("03ー1234ー5678", "03-1234-5678")]
    [InlineData("03-1234-5678(内線 12)", "03-1234-5678(内線 12)")]
    [InlineData(null, "")]
    public void Phone_numbers_become_narrow(string? typed, string kept) => Assert.Equal(kept, TypedNumber.Phone(typed));

    [Theory]
    [InlineData("〒１０００００１", "100-0001")]
    [InlineData("100-0001", "100-0001")]
    [InlineData("SW1A 1AA", "SW1A 1AA")]
    public void Postal_codes_get_their_form(string typed, string kept) => Assert.Equal(kept, TypedNumber.PostalCode(typed));

    [Theory]
    [InlineData("03-1234-5678(内線 12)", "0312345678")]
    [InlineData("+81 3-1234-5678", "+81312345678")]
    public void A_phone_dials_the_first_number_only(string phone, string dialled) => Assert.Equal(dialled, TypedNumber.Dial(phone)[..dialled.Length]);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JavaScript://example.jp/%0aalert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("//evil.example\"onclick=x y")]
    [InlineData("https://user:pass@example.jp/")]
    [InlineData("ftp://example.jp/")]
    [InlineData("localhost")]
    public void An_address_that_is_no_web_site_is_refused(string typed) => Assert.Equal("WebsiteInvalid", Assert.Throws<RuleBroken>(() => WebAddress.Of(typed)).Key);

    [Theory]
    [InlineData("www.example.jp", "https://www.example.jp")]
    [InlineData("http://example.jp/a?b=c", "http://example.jp/a?b=c")]
    public void A_web_site_is_kept_with_its_scheme(string typed, string kept) => Assert.Equal(kept, WebAddress.Of(typed));

    [Fact]
    public void Typed_words_are_looked_up_each_and_phones_as_digits()
    {
        Assert.Equal(["ツバメ", "佐藤"], SearchWords.Parse(" つばめ　佐藤 ")!.Words);
        Assert.Equal(["0312"], SearchWords.Parse("03-12")!.Words);
        Assert.All("-‐‑‒–—―−ー─﹣－ｰ", hyphen => Assert.Equal(["0312345678"], SearchWords.Parse($"０３{hyphen}１２３４{hyphen}５６７８")!.Words));
        Assert.Equal(["ツバメ"], SearchWords.Parse("㈱つばめ")!.Words);
        Assert.Null(SearchWords.Parse("　 "));
        Assert.True(SearchWords.Parse(string.Concat(Enumerable.Range(0x4e00, 500).Select(c => (char)c)))!.Terms.Count <= 8);
    }

    [Fact]
    public void A_short_word_is_looked_up_however_long_the_others_are()
    {
        Assert.Equal(["東京"], SearchWords.Parse("インターナショナル 東京")!.Terms.Take(1));
        Assert.Equal(["東京", "森"], SearchWords.Parse("インターナショナル 森 東京")!.Terms.Take(2).Order(StringComparer.Ordinal));
        Assert.Equal(8, SearchWords.Parse("インターナショナル 東京")!.Terms.Count);
    }

    [Fact]
    public void No_index_term_holds_half_a_character() =>
        Assert.All(SearchWords.TermsOf(["𠮷野家", "a𠮷"]), t => Assert.Null(PlainTextAttribute.Fault(t, 2, lines: false)));

    [Fact]
    public void A_refused_change_changes_nothing()
    {
        var company = Company.Register(Guid.CreateVersion7(), new CompanyDetails("つばめ精機", Tags: "重点、展示会"), Now);
        Assert.Equal("Website", Assert.Throws<RuleBroken>(() => company.Change(new CompanyDetails("別の名前", Website: "javascript:x"), Now)).Field);
        Assert.Equal("Phone", Assert.Throws<RuleBroken>(() => company.Change(new CompanyDetails("別の名前", Phone: "なし"), Now)).Field);
        Assert.Equal("Tags", Assert.Throws<RuleBroken>(() => company.Change(new CompanyDetails("別の名前", Tags: "1,2,3,4,5,6,7,8,9,10,11"), Now)).Field);
        Assert.Equal(("つばめ精機", 2), (company.Name, company.Tags.Count));
    }

    [Fact]
    public void A_folded_name_that_grows_still_fits_its_column() =>
        Assert.InRange(Company.Register(Guid.CreateVersion7(), new CompanyDetails(new string('㍿', 60) + new string('ﷺ', 60)), Now).NameKey.Length, 1, 240);

    [Theory]
    [InlineData("tanaka")]
    [InlineData("@example.jp")]
    [InlineData("a b@example.jp")]
    public void An_e_mail_address_needs_its_form(string typed) => Assert.Equal("Email", Assert.Throws<RuleBroken>(() => Contact.Register(Guid.CreateVersion7(), Guid.CreateVersion7(), new ContactDetails("田中", Email: typed))).Field);

    [Fact]
    public void Sample_companies_have_different_names_and_keep_their_own_rules()
    {
        var names = Enumerable.Range(0, 20000).Select(i => SampleNames.Company(i, null)).ToArray();
        Assert.Equal(names.Length, names.Select(n => CompanyName.Key(n.Name)).Distinct().Count());
        Assert.All(names.Take(300), n => Company.Register(Guid.CreateVersion7(), n, Now));
        Assert.Equal("ツバメセイキ", names[0].Kana);
    }
}
