using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.DailyReports.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "DailyReports_ContactNames",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    CustomerId = table.Column<Guid>(nullable: false),
                    Name = table.Column<string>(maxLength: 120, nullable: false),
                    Title = table.Column<string>(maxLength: 100, nullable: true),
                    Removed = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DailyReports_ContactNames", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "DailyReports_CustomerNames",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    Name = table.Column<string>(maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DailyReports_CustomerNames", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "DailyReports_Drafts",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    AuthorId = table.Column<Guid>(nullable: false),
                    Date = table.Column<DateOnly>(nullable: false),
                    Form = table.Column<string>(maxLength: 600000, nullable: false),
                    SavedAt = table.Column<DateTime>(nullable: false),
                    Number = table.Column<int>(nullable: false),
                    Tab = table.Column<Guid>(nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DailyReports_Drafts", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "DailyReports_Reports",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    AuthorId = table.Column<Guid>(nullable: false),
                    OwnerId = table.Column<Guid>(nullable: false),
                    Date = table.Column<DateOnly>(nullable: false),
                    State = table.Column<string>(maxLength: 30, nullable: false),
                    Revision = table.Column<int>(nullable: false),
                    WrittenAt = table.Column<DateTime>(nullable: true),
                    Note = table.Column<string>(maxLength: 4000, nullable: true),
                    Recipients = table.Column<string>(maxLength: 2000, nullable: false),
                    SubmittedAt = table.Column<DateTime>(nullable: true),
                    AwaitsApproval = table.Column<int>(nullable: false),
                    ApprovedAt = table.Column<DateTime>(nullable: true),
                    ApprovedBy = table.Column<Guid>(nullable: true),
                    ReturnedAt = table.Column<DateTime>(nullable: true),
                    ReturnedBy = table.Column<Guid>(nullable: true),
                    ReturnReason = table.Column<string>(maxLength: 1000, nullable: true),
                    LeadCustomerId = table.Column<Guid>(nullable: true),
                    LeadCustomer = table.Column<string>(maxLength: 120, nullable: true),
                    Excerpt = table.Column<string>(maxLength: 120, nullable: true),
                    ActivityCount = table.Column<int>(nullable: false),
                    VisitCount = table.Column<int>(nullable: false),
                    CallCount = table.Column<int>(nullable: false),
                    CustomerCount = table.Column<int>(nullable: false),
                    CommentCount = table.Column<int>(nullable: false),
                    LastCommentAt = table.Column<DateTime>(nullable: true),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DailyReports_Reports", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "DailyReports_Activities",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    ReportId = table.Column<Guid>(nullable: false),
                    Date = table.Column<DateOnly>(nullable: false),
                    Position = table.Column<int>(nullable: false),
                    Kind = table.Column<string>(maxLength: 30, nullable: false),
                    CustomerId = table.Column<Guid>(nullable: true),
                    ContactId = table.Column<Guid>(nullable: true),
                    Start = table.Column<TimeOnly>(nullable: true),
                    End = table.Column<TimeOnly>(nullable: true),
                    Purpose = table.Column<string>(maxLength: 30, nullable: true),
                    Result = table.Column<string>(maxLength: 30, nullable: true),
                    Prospect = table.Column<string>(maxLength: 30, nullable: true),
                    NextAction = table.Column<string>(maxLength: 200, nullable: true),
                    NextActionOn = table.Column<DateOnly>(nullable: true),
                    Text = table.Column<string>(maxLength: 4000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DailyReports_Activities", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_DailyReports_Activities_DailyReports_Reports_TenantId_Repor~",
                        columns: x => new { x.TenantId, x.ReportId },
                        principalTable: "DailyReports_Reports",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "DailyReports_Comments",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    ReportId = table.Column<Guid>(nullable: false),
                    ById = table.Column<Guid>(nullable: false),
                    At = table.Column<DateTime>(nullable: false),
                    EditedAt = table.Column<DateTime>(nullable: true),
                    Text = table.Column<string>(maxLength: 2000, nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DailyReports_Comments", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_DailyReports_Comments_DailyReports_Reports_TenantId_ReportId",
                        columns: x => new { x.TenantId, x.ReportId },
                        principalTable: "DailyReports_Reports",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "DailyReports_Inbox",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    Reason = table.Column<string>(maxLength: 30, nullable: false),
                    ReportId = table.Column<Guid>(nullable: false),
                    ById = table.Column<Guid>(nullable: false),
                    CommentId = table.Column<Guid>(nullable: true),
                    Date = table.Column<DateOnly>(nullable: false),
                    At = table.Column<DateTime>(nullable: false),
                    Text = table.Column<string>(maxLength: 120, nullable: true),
                    ReadAt = table.Column<DateTime>(nullable: true),
                    IsUnread = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DailyReports_Inbox", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_DailyReports_Inbox_DailyReports_Reports_TenantId_ReportId",
                        columns: x => new { x.TenantId, x.ReportId },
                        principalTable: "DailyReports_Reports",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "DailyReports_Likes",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    ReportId = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    At = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DailyReports_Likes", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_DailyReports_Likes_DailyReports_Reports_TenantId_ReportId",
                        columns: x => new { x.TenantId, x.ReportId },
                        principalTable: "DailyReports_Reports",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "DailyReports_ReadMarks",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    ReportId = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    At = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DailyReports_ReadMarks", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_DailyReports_ReadMarks_DailyReports_Reports_TenantId_Report~",
                        columns: x => new { x.TenantId, x.ReportId },
                        principalTable: "DailyReports_Reports",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Activities_TenantId_CustomerId_Date_Id",
                table: "DailyReports_Activities",
                columns: new[] { "TenantId", "CustomerId", "Date", "Id" },
                descending: new[] { false, false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Activities_TenantId_ReportId_Position",
                table: "DailyReports_Activities",
                columns: new[] { "TenantId", "ReportId", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Comments_TenantId_ReportId_At",
                table: "DailyReports_Comments",
                columns: new[] { "TenantId", "ReportId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_ContactNames_TenantId_CustomerId",
                table: "DailyReports_ContactNames",
                columns: new[] { "TenantId", "CustomerId" });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Drafts_TenantId_AuthorId_Date",
                table: "DailyReports_Drafts",
                columns: new[] { "TenantId", "AuthorId", "Date" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Inbox_TenantId_ReportId_UserId",
                table: "DailyReports_Inbox",
                columns: new[] { "TenantId", "ReportId", "UserId" });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Inbox_TenantId_UserId_IsUnread_Reason_ReportId",
                table: "DailyReports_Inbox",
                columns: new[] { "TenantId", "UserId", "IsUnread", "Reason", "ReportId" });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Inbox_TenantId_UserId_Reason_Date_Id",
                table: "DailyReports_Inbox",
                columns: new[] { "TenantId", "UserId", "Reason", "Date", "Id" },
                descending: new[] { false, false, false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Likes_TenantId_ReportId_UserId",
                table: "DailyReports_Likes",
                columns: new[] { "TenantId", "ReportId", "UserId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_ReadMarks_TenantId_ReportId_UserId",
                table: "DailyReports_ReadMarks",
                columns: new[] { "TenantId", "ReportId", "UserId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Reports_TenantId_AuthorId_Date",
                table: "DailyReports_Reports",
                columns: new[] { "TenantId", "AuthorId", "Date" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Reports_TenantId_AuthorId_State_Date_Id",
                table: "DailyReports_Reports",
                columns: new[] { "TenantId", "AuthorId", "State", "Date", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Reports_TenantId_AwaitsApproval_Date_Id",
                table: "DailyReports_Reports",
                columns: new[] { "TenantId", "AwaitsApproval", "Date", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Reports_TenantId_Date_Id",
                table: "DailyReports_Reports",
                columns: new[] { "TenantId", "Date", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Reports_TenantId_State_Date_Id",
                table: "DailyReports_Reports",
                columns: new[] { "TenantId", "State", "Date", "Id" },
                descending: new[] { false, false, true, true });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DailyReports_Activities");

            migrationBuilder.DropTable(
                name: "DailyReports_Comments");

            migrationBuilder.DropTable(
                name: "DailyReports_ContactNames");

            migrationBuilder.DropTable(
                name: "DailyReports_CustomerNames");

            migrationBuilder.DropTable(
                name: "DailyReports_Drafts");

            migrationBuilder.DropTable(
                name: "DailyReports_Inbox");

            migrationBuilder.DropTable(
                name: "DailyReports_Likes");

            migrationBuilder.DropTable(
                name: "DailyReports_ReadMarks");

            migrationBuilder.DropTable(
                name: "DailyReports_Reports");
        }
    }
}
