using System.Globalization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Samples;

/// <summary>Invents days of salespeople.</summary>
internal sealed class SampleWriter(SampleMember member, Random random)
{
    private static readonly VisitPurpose[] UsualPurposes =
    [
        VisitPurpose.RegularVisit, VisitPurpose.RegularVisit, VisitPurpose.RegularVisit, VisitPurpose.FollowUp, VisitPurpose.FollowUp, VisitPurpose.Proposal, VisitPurpose.Proposal,
        VisitPurpose.Quotation, VisitPurpose.Quotation, VisitPurpose.Negotiation, VisitPurpose.Negotiation, VisitPurpose.NewBusiness, VisitPurpose.Delivery, VisitPurpose.Complaint,
        VisitPurpose.Collection, VisitPurpose.Greeting, VisitPurpose.Other,
    ];

    private readonly Dictionary<Guid, SampleCustomer[]> own = member.MadeCustomers.GroupBy(c => c.OwnerId).ToDictionary(g => g.Key, g => g.ToArray());

    /// <summary>One person's day.</summary>
    internal sealed record Story(DateOnly Date, WrittenReport Written, Standing Standing, IReadOnlyList<(Guid By, string Text, DateTimeOffset At)> Comments, IReadOnlyList<(Guid By, DateTimeOffset At)> Readers);

    /// <param name="person">Whose.</param>
    /// <param name="date">The day.</param>
    /// <param name="age">Business days before today.</param>
    public Story Write(SamplePerson person, DateOnly date, int age)
    {
        var superior = person.Superior >= 0 ? member.People[person.Superior].Id : (Guid?)null;
        var activities = Day(person, date);
        var written = new WrittenReport(random.Next(3) == 0 ? Any(SampleSentences.Notes) : null, superior is { } s ? [s] : [], activities);
        var sent = date.At(new TimeOnly(17, 20).AddMinutes(random.Next(130)));
        var state = StateAt(age);
        if (state == ReportState.Draft)
        {
            return new Story(date, written, new Standing(state, date.At(new TimeOnly(12, 40))), [], []);
        }

        var decided = Morning(date.AddDays(1), random.Next(110));
        var comments = Comments(person, superior, date, age, sent, decided);
        var readers = Readers(person, superior, age, decided, state);
        var standing = new Standing(
            superior is null && state != ReportState.Submitted ? ReportState.Submitted : state,
            sent,
            sent,
            AwaitsApproval: superior is not null && state == ReportState.Submitted,
            superior,
            decided,
            Any(SampleSentences.Reasons),
            comments.Count,
            comments.Count == 0 ? null : comments[^1].At);
        return new Story(date, written, standing, comments, readers);
    }

    private ReportState StateAt(int age) => age switch
    {
        0 => ReportState.Draft,        // today's evening has not come yet
        1 => random.Next(8) == 0 ? ReportState.Draft : ReportState.Submitted,
        <= 3 => random.Next(6) switch { 0 => ReportState.Returned, <= 2 => ReportState.Submitted, _ => ReportState.Approved },
        <= 8 => random.Next(12) == 0 ? ReportState.Returned : ReportState.Approved,
        _ => ReportState.Approved,
    };

    private List<WrittenActivity> Day(SamplePerson person, DateOnly date)
    {
        var activities = new List<WrittenActivity>();
        var count = 1 + Math.Min(random.Next(5), random.Next(6));
        var time = new TimeOnly(9, 0).AddMinutes(15 * random.Next(5));
        for (var i = 0; i < count; i++)
        {
            var minutes = 20 + (10 * random.Next(6));
            activities.Add(One(person, date, time, time.AddMinutes(minutes)));
            time = time.AddMinutes(minutes + 20 + (15 * random.Next(4)));
            time = time.Hour == 12 ? new TimeOnly(13, 0) : time;
        }

        return activities;
    }

    private WrittenActivity One(SamplePerson person, DateOnly date, TimeOnly start, TimeOnly end)
    {
        var customer = Customer(person);
        var contact = customer is { Contacts.Count: > 0 } && random.Next(10) > 0 ? customer.Contacts[random.Next(customer.Contacts.Count)].Id : (Guid?)null;
        WrittenActivity With(ActivityKind kind, string text) => new(null, kind, customer?.Id, customer?.Name, contact, start, end, Text: Filled(text));
        switch (random.Next(20))
        {
            case < 11:
                return Visit(With(ActivityKind.Visit, ""), date);
            case < 14:
                return With(ActivityKind.Call, Any(SampleSentences.Calls)) with { End = start.AddMinutes(10) };
            case < 16:
                return Talk(With(ActivityKind.OnlineMeeting, Any(SampleSentences.Meetings)), date);
            case < 18:
                return With(ActivityKind.Mail, Any(SampleSentences.Mails)) with { Start = null, End = null };
            default:
                return new WrittenActivity(null, ActivityKind.InOffice, Start: start, End: end, Text: Filled(Any(SampleSentences.Office)));
        }
    }

    private WrittenActivity Visit(WrittenActivity visit, DateOnly date)
    {
        var purpose = UsualPurposes[random.Next(UsualPurposes.Length)];
        // Nobody there: then nothing was said either.
        if (random.Next(25) == 0)
        {
            return visit with { Purpose = purpose, Result = TalkResult.Absent, ContactId = null, Text = Any(SampleSentences.Outcomes[TalkResult.Absent]) };
        }

        var result = ResultOf(purpose);
        var text = Filled(Any(SampleSentences.Occasions[purpose]));
        return Next(visit with { Purpose = purpose, Result = result, Prospect = ProspectOf(purpose, result), Text = result is { } r ? text + Any(SampleSentences.Outcomes[r]) : text }, date);
    }

    private WrittenActivity Talk(WrittenActivity meeting, DateOnly date)
    {
        var result = random.Next(2) == 0 ? TalkResult.Pending : TalkResult.Advanced;
        return Next(meeting with { Purpose = VisitPurpose.Negotiation, Result = result, Prospect = ProspectOf(VisitPurpose.Negotiation, result), Text = meeting.Text + Any(SampleSentences.Outcomes[result]) }, date);
    }

    private WrittenActivity Next(WrittenActivity activity, DateOnly date) => activity.Result is TalkResult.Advanced or TalkResult.Pending or TalkResult.Won && random.Next(3) > 0
        ? activity with { NextAction = Any(activity.Result == TalkResult.Won ? SampleSentences.ActionsAfterOrder : SampleSentences.NextActions), NextActionOn = Weekday(date.AddDays(2 + random.Next(12))) }
        : activity;

    private TalkResult? ResultOf(VisitPurpose purpose) => purpose switch
    {
        VisitPurpose.Complaint or VisitPurpose.Collection or VisitPurpose.Other => null,
        VisitPurpose.Delivery or VisitPurpose.Greeting => random.Next(3) == 0 ? TalkResult.Unchanged : null,
        VisitPurpose.RegularVisit => random.Next(4) == 0 ? TalkResult.Advanced : TalkResult.Unchanged,
        VisitPurpose.NewBusiness => random.Next(3) switch { 0 => TalkResult.Advanced, 1 => TalkResult.Pending, _ => TalkResult.Unchanged },
        _ => random.Next(12) switch { < 4 => TalkResult.Advanced, < 8 => TalkResult.Pending, 8 or 9 => TalkResult.Won, 10 => TalkResult.Lost, _ => TalkResult.Setback },
    };

    private ProspectLevel? ProspectOf(VisitPurpose purpose, TalkResult? result) => (purpose, result) switch
    {
        (_, TalkResult.Won) => ProspectLevel.A,
        (_, TalkResult.Lost or TalkResult.Setback) => ProspectLevel.D,
        (VisitPurpose.Proposal or VisitPurpose.Quotation or VisitPurpose.Negotiation, _) => random.Next(2) == 0 ? ProspectLevel.B : ProspectLevel.C,
        (_, TalkResult.Advanced) => ProspectLevel.B,
        _ => null,
    };

    private List<(Guid By, string Text, DateTimeOffset At)> Comments(SamplePerson person, Guid? superior, DateOnly date, int age, DateTimeOffset sent, DateTimeOffset decided)
    {
        var comments = new List<(Guid, string, DateTimeOffset)>();
        if (age <= 1 || random.Next(5) > 0)
        {
            return comments;
        }

        var colleague = member.People[random.Next(member.People.Count)].Id;
        if (superior is { } manager && random.Next(4) > 0)
        {
            comments.Add((manager, Any(SampleSentences.ManagerComments), decided.AddMinutes(-3)));
            if (random.Next(2) == 0)
            {
                comments.Add((person.Id, Any(SampleSentences.Answers), decided.AddMinutes(20 + random.Next(60))));
            }
        }
        else if (colleague != person.Id && colleague != superior)
        {
            comments.Add((colleague, Any(SampleSentences.ColleagueComments), Morning(date.AddDays(1), random.Next(200))));
        }

        return comments;
    }

    private List<(Guid By, DateTimeOffset At)> Readers(SamplePerson person, Guid? superior, int age, DateTimeOffset decided, ReportState state)
    {
        var readers = new List<(Guid, DateTimeOffset)>();
        if (age >= 260)
        {
            return readers;        // who read what years ago, nobody asks
        }

        if (superior is { } manager && (state != ReportState.Submitted || (age > 1 && random.Next(2) == 0)))
        {
            readers.Add((manager, decided.AddMinutes(-5)));
        }

        if (age is > 1 and < 130)
        {
            foreach (var colleague in member.People.Where(p => p.Id != person.Id && p.Id != superior && random.Next(6) == 0))
            {
                readers.Add((colleague.Id, decided.AddMinutes(random.Next(300))));
            }
        }

        return readers;
    }

    private SampleCustomer? Customer(SamplePerson person)
    {
        var all = member.MadeCustomers;
        return all.Count == 0 ? null
            : own.TryGetValue(person.Id, out var mine) && random.Next(8) > 0 ? mine[random.Next(mine.Length)]
            : all[random.Next(all.Count)];
    }

    private string Any(string[] sentences) => sentences[random.Next(sentences.Length)];

    private string Filled(string sentence) => string.Format(CultureInfo.InvariantCulture, sentence, Any(SampleSentences.Products));

    private static DateTimeOffset Morning(DateOnly date, int minutes) => Weekday(date).At(new TimeOnly(8, 10).AddMinutes(minutes));

    private static DateOnly Weekday(DateOnly date) => date.DayOfWeek switch { DayOfWeek.Saturday => date.AddDays(2), DayOfWeek.Sunday => date.AddDays(1), _ => date };
}
