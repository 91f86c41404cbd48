using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.GroupwareSync.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "GroupwareSync_Accounts",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    Name = table.Column<string>(maxLength: 254, nullable: true),
                    Secret = table.Column<string>(maxLength: 2000, nullable: true),
                    Fault = table.Column<string>(maxLength: 100, nullable: true),
                    FaultDetail = table.Column<string>(maxLength: 500, nullable: true),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GroupwareSync_Accounts", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "GroupwareSync_CompareRuns",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    At = table.Column<DateTime>(nullable: false),
                    Calendars = table.Column<int>(nullable: false),
                    Compared = table.Column<int>(nullable: false),
                    Decided = table.Column<int>(nullable: false),
                    Differing = table.Column<int>(nullable: false),
                    Unread = table.Column<int>(nullable: false),
                    Why = table.Column<string>(maxLength: 100, nullable: true),
                    Detail = table.Column<string>(maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GroupwareSync_CompareRuns", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "GroupwareSync_Copies",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    EntryId = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    Uid = table.Column<string>(maxLength: 60, nullable: false),
                    IsWanted = table.Column<int>(nullable: false),
                    EntryVersion = table.Column<int>(nullable: false),
                    Title = table.Column<string>(maxLength: 200, nullable: true),
                    Date = table.Column<DateOnly>(nullable: false),
                    State = table.Column<string>(maxLength: 30, nullable: false),
                    Why = table.Column<string>(maxLength: 100, nullable: true),
                    Detail = table.Column<string>(maxLength: 500, nullable: true),
                    Href = table.Column<string>(maxLength: 1000, nullable: true),
                    Target = table.Column<string>(maxLength: 64, nullable: true),
                    SentVersion = table.Column<int>(nullable: true),
                    ETag = table.Column<string>(maxLength: 300, nullable: true),
                    Print = table.Column<string>(maxLength: 64, nullable: true),
                    SentAt = table.Column<DateTime>(nullable: true),
                    ChangedByUserAt = table.Column<DateTime>(nullable: true),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GroupwareSync_Copies", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "GroupwareSync_Groupwares",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    IsOn = table.Column<int>(nullable: false),
                    Since = table.Column<DateOnly>(nullable: true),
                    Address = table.Column<string>(maxLength: 500, nullable: false),
                    Access = table.Column<string>(maxLength: 30, nullable: false),
                    AccountNames = table.Column<string>(maxLength: 200, nullable: false),
                    ServiceName = table.Column<string>(maxLength: 254, nullable: true),
                    ServiceSecret = table.Column<string>(maxLength: 2000, nullable: true),
                    Fault = table.Column<string>(maxLength: 100, nullable: true),
                    FaultDetail = table.Column<string>(maxLength: 500, nullable: true),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GroupwareSync_Groupwares", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_GroupwareSync_Accounts_TenantId_UserId",
                table: "GroupwareSync_Accounts",
                columns: new[] { "TenantId", "UserId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_GroupwareSync_Copies_TenantId_EntryId_UserId",
                table: "GroupwareSync_Copies",
                columns: new[] { "TenantId", "EntryId", "UserId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_GroupwareSync_Copies_TenantId_State_Id",
                table: "GroupwareSync_Copies",
                columns: new[] { "TenantId", "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_GroupwareSync_Copies_TenantId_UserId_Id",
                table: "GroupwareSync_Copies",
                columns: new[] { "TenantId", "UserId", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "GroupwareSync_Accounts");

            migrationBuilder.DropTable(
                name: "GroupwareSync_CompareRuns");

            migrationBuilder.DropTable(
                name: "GroupwareSync_Copies");

            migrationBuilder.DropTable(
                name: "GroupwareSync_Groupwares");
        }
    }
}
