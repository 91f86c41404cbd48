using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Web;

namespace SalesSupport.Benchmarks;

/// <summary>A report's form, encoded once; each save differs from the one before by the revision that the form goes on from, by its note and by its first activity's text.</summary>
internal sealed class SavedForm
{
    public const string RevisionField = "Revision";
    private const string NoteField = "Note";
    private const string ActivityField = "Activities[0].Text";
    private static readonly MediaTypeHeaderValue Type = new("application/x-www-form-urlencoded");
    private readonly string others;
    private readonly string note;
    private readonly string activity;
    private int revision;

    public SavedForm(SentReport form)
    {
        Action = form.Action;
        others = string.Join('&', form.Fields.Where(f => f.Name is not RevisionField and not NoteField and not ActivityField).Select(f => $"{HttpUtility.UrlEncode(f.Name)}={HttpUtility.UrlEncode(f.Value)}"));
        note = HttpUtility.UrlEncode(form.Fields.First(f => f.Name == NoteField).Value);
        activity = HttpUtility.UrlEncode(form.Fields.First(f => f.Name == ActivityField).Value);
        revision = int.Parse(form.Fields.First(f => f.Name == RevisionField).Value, CultureInfo.InvariantCulture);
    }

    public string Action { get; }

    public HttpContent Next()
    {
        var number = (revision++).ToString(CultureInfo.InvariantCulture);
        return new ByteArrayContent(Encoding.ASCII.GetBytes($"{others}&{RevisionField}={number}&{NoteField}={note}+{number}&{ActivityField}={activity}+{number}")) { Headers = { ContentType = Type } };
    }
}
