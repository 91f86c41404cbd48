using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Notices.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Alerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Notices_Alerts",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    Key = table.Column<string>(maxLength: 200, nullable: false),
                    Since = table.Column<DateTime>(nullable: false),
                    OverSince = table.Column<DateTime>(nullable: true),
                    Detail = table.Column<string>(maxLength: 500, nullable: false),
                    Mail = table.Column<string>(maxLength: 30, nullable: false),
                    Hook = table.Column<string>(maxLength: 30, nullable: false),
                    TakenUntil = table.Column<DateTime>(nullable: true),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices_Alerts", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Notices_Alerts_Key",
                table: "Notices_Alerts",
                column: "Key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Notices_Alerts");
        }
    }
}
