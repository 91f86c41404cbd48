using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.DailyReports.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class EntriesInReports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "EntryId",
                table: "DailyReports_Activities",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "EntryOriginalAt",
                table: "DailyReports_Activities",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "EntryId",
                table: "DailyReports_Activities");

            migrationBuilder.DropColumn(
                name: "EntryOriginalAt",
                table: "DailyReports_Activities");
        }
    }
}
