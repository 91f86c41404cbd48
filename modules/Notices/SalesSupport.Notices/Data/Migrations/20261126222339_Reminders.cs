using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Notices.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Reminders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Reminds",
                table: "Notices_Destinations",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "Notices_Reminders",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    LetterId = table.Column<Guid>(nullable: false),
                    EntryId = table.Column<Guid>(nullable: false),
                    OriginalAt = table.Column<DateTime>(nullable: true),
                    Title = table.Column<string>(maxLength: 200, nullable: false),
                    StartsAt = table.Column<DateTime>(nullable: false),
                    AllDay = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices_Reminders", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Notices_Reminders_TenantId_LetterId",
                table: "Notices_Reminders",
                columns: new[] { "TenantId", "LetterId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Notices_Reminders_TenantId_StartsAt",
                table: "Notices_Reminders",
                columns: new[] { "TenantId", "StartsAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Notices_Reminders");

            migrationBuilder.DropColumn(
                name: "Reminds",
                table: "Notices_Destinations");
        }
    }
}
