namespace SalesSupport.DailyReports.Reports;

/// <summary>Where a report stands. Words on screen: <c>State.Draft</c> and so on.</summary>
internal enum ReportState
{
    /// <summary>下書き: private to its owner.</summary>
    Draft,

    /// <summary>提出済.</summary>
    Submitted,

    /// <summary>差戻: the author may change it and submit it again.</summary>
    Returned,

    /// <summary>承認済: nobody changes it any more.</summary>
    Approved,
}

/// <summary>What kind of work an activity was. Words: <c>Kind.Visit</c> and so on.</summary>
internal enum ActivityKind
{
    Visit,
    Call,
    OnlineMeeting,
    Mail,
    InOffice,
}

/// <summary>訪問目的. Words: <c>Purpose.RegularVisit</c> and so on.</summary>
internal enum VisitPurpose
{
    RegularVisit,
    NewBusiness,
    Proposal,
    Quotation,
    Negotiation,
    Delivery,
    FollowUp,
    Complaint,
    Collection,
    Greeting,
    Other,
}

/// <summary>商談結果. Words: <c>Result.Advanced</c> and so on.</summary>
internal enum TalkResult
{
    Advanced,
    Unchanged,
    Pending,
    Won,
    Lost,
    Setback,
    Absent,
}

/// <summary>見込度, from A (will order) to D (unlikely).</summary>
internal enum ProspectLevel
{
    A,
    B,
    C,
    D,
}
