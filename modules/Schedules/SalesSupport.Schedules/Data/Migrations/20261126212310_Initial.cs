using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Schedules.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Schedules_Entries",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    Kind = table.Column<string>(maxLength: 30, nullable: false),
                    Title = table.Column<string>(maxLength: 200, nullable: false),
                    StartsAt = table.Column<DateTime>(nullable: false),
                    EndsAt = table.Column<DateTime>(nullable: false),
                    AllDay = table.Column<int>(nullable: false),
                    Rule = table.Column<string>(maxLength: 200, nullable: true),
                    People = table.Column<string>(maxLength: 2100, nullable: false),
                    CustomerId = table.Column<Guid>(nullable: true),
                    CustomerName = table.Column<string>(maxLength: 120, nullable: true),
                    ContactId = table.Column<Guid>(nullable: true),
                    ContactName = table.Column<string>(maxLength: 120, nullable: true),
                    Place = table.Column<string>(maxLength: 200, nullable: true),
                    MeetingUrl = table.Column<string>(maxLength: 500, nullable: true),
                    Notes = table.Column<string>(maxLength: 4000, nullable: true),
                    Private = table.Column<int>(nullable: false),
                    RemindMinutes = table.Column<int>(nullable: true),
                    OwnerId = table.Column<Guid>(nullable: false),
                    SourceUid = table.Column<string>(maxLength: 255, nullable: true),
                    Spans = table.Column<int>(nullable: false),
                    FromAt = table.Column<DateTime>(nullable: false),
                    LastAt = table.Column<DateTime>(nullable: false),
                    On = table.Column<DateOnly>(nullable: false),
                    SearchKey = table.Column<string>(maxLength: 500, nullable: false),
                    Revision = table.Column<int>(nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Schedules_Entries", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Schedules_Feeds",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    Hash = table.Column<string>(maxLength: 64, nullable: false),
                    Hidden = table.Column<string>(maxLength: 500, nullable: false),
                    MadeAt = table.Column<DateTime>(nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Schedules_Feeds", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Schedules_Reminders",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    EntryId = table.Column<Guid>(nullable: false),
                    DueAt = table.Column<DateTime>(nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Schedules_Reminders", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Schedules_Occurrences",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    EntryId = table.Column<Guid>(nullable: false),
                    OriginalAt = table.Column<DateTime>(nullable: false),
                    Cancelled = table.Column<int>(nullable: false),
                    AllDay = table.Column<int>(nullable: false),
                    StartsAt = table.Column<DateTime>(nullable: false),
                    EndsAt = table.Column<DateTime>(nullable: false),
                    Title = table.Column<string>(maxLength: 200, nullable: false),
                    CustomerId = table.Column<Guid>(nullable: true),
                    CustomerName = table.Column<string>(maxLength: 120, nullable: true),
                    ContactId = table.Column<Guid>(nullable: true),
                    ContactName = table.Column<string>(maxLength: 120, nullable: true),
                    Place = table.Column<string>(maxLength: 200, nullable: true),
                    MeetingUrl = table.Column<string>(maxLength: 500, nullable: true),
                    Notes = table.Column<string>(maxLength: 4000, nullable: true),
                    Private = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Schedules_Occurrences", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_Schedules_Occurrences_Schedules_Entries_TenantId_EntryId",
                        columns: x => new { x.TenantId, x.EntryId },
                        principalTable: "Schedules_Entries",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Schedules_Places",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    EntryId = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    Spans = table.Column<int>(nullable: false),
                    FromAt = table.Column<DateTime>(nullable: false),
                    LastAt = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Schedules_Places", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_Schedules_Places_Schedules_Entries_TenantId_EntryId",
                        columns: x => new { x.TenantId, x.EntryId },
                        principalTable: "Schedules_Entries",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Entries_TenantId_ContactId",
                table: "Schedules_Entries",
                columns: new[] { "TenantId", "ContactId" });

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Entries_TenantId_CustomerId_Spans_On_Id",
                table: "Schedules_Entries",
                columns: new[] { "TenantId", "CustomerId", "Spans", "On", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Entries_TenantId_Kind_LastAt_Id",
                table: "Schedules_Entries",
                columns: new[] { "TenantId", "Kind", "LastAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Entries_TenantId_OwnerId_SourceUid",
                table: "Schedules_Entries",
                columns: new[] { "TenantId", "OwnerId", "SourceUid" });

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Entries_TenantId_Spans_FromAt_Id",
                table: "Schedules_Entries",
                columns: new[] { "TenantId", "Spans", "FromAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Entries_TenantId_Spans_LastAt_Id",
                table: "Schedules_Entries",
                columns: new[] { "TenantId", "Spans", "LastAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Feeds_TenantId_Hash",
                table: "Schedules_Feeds",
                columns: new[] { "TenantId", "Hash" });

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Feeds_TenantId_UserId",
                table: "Schedules_Feeds",
                columns: new[] { "TenantId", "UserId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Occurrences_TenantId_ContactId",
                table: "Schedules_Occurrences",
                columns: new[] { "TenantId", "ContactId" });

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Occurrences_TenantId_CustomerId",
                table: "Schedules_Occurrences",
                columns: new[] { "TenantId", "CustomerId" });

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Occurrences_TenantId_EntryId_OriginalAt",
                table: "Schedules_Occurrences",
                columns: new[] { "TenantId", "EntryId", "OriginalAt" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Places_TenantId_EntryId_UserId",
                table: "Schedules_Places",
                columns: new[] { "TenantId", "EntryId", "UserId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Places_TenantId_UserId_Spans_FromAt",
                table: "Schedules_Places",
                columns: new[] { "TenantId", "UserId", "Spans", "FromAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Places_TenantId_UserId_Spans_LastAt",
                table: "Schedules_Places",
                columns: new[] { "TenantId", "UserId", "Spans", "LastAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Reminders_TenantId_DueAt",
                table: "Schedules_Reminders",
                columns: new[] { "TenantId", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_Reminders_TenantId_EntryId",
                table: "Schedules_Reminders",
                columns: new[] { "TenantId", "EntryId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Schedules_Feeds");

            migrationBuilder.DropTable(
                name: "Schedules_Occurrences");

            migrationBuilder.DropTable(
                name: "Schedules_Places");

            migrationBuilder.DropTable(
                name: "Schedules_Reminders");

            migrationBuilder.DropTable(
                name: "Schedules_Entries");
        }
    }
}
