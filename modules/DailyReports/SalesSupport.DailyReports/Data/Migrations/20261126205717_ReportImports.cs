using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.DailyReports.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class ReportImports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "ImportId",
                table: "DailyReports_Reports",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DailyReports_Imports",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    ById = table.Column<Guid>(nullable: false),
                    Date = table.Column<DateOnly>(nullable: false),
                    At = table.Column<DateTime>(nullable: false),
                    FileName = table.Column<string>(maxLength: 200, nullable: false),
                    State = table.Column<string>(maxLength: 30, nullable: false),
                    StepAt = table.Column<DateTime>(nullable: false),
                    Choices = table.Column<string>(maxLength: 200000, nullable: false),
                    Total = table.Column<int>(nullable: false),
                    Dealt = table.Column<int>(nullable: false),
                    Imported = table.Column<int>(nullable: false),
                    LeftOut = table.Column<int>(nullable: false),
                    BadRows = table.Column<int>(nullable: false),
                    NewCustomers = table.Column<int>(nullable: false),
                    TakenOut = table.Column<int>(nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DailyReports_Imports", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "DailyReports_ImportFiles",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    Packed = table.Column<byte[]>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DailyReports_ImportFiles", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_DailyReports_ImportFiles_DailyReports_Imports_TenantId_Id",
                        columns: x => new { x.TenantId, x.Id },
                        principalTable: "DailyReports_Imports",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Reports_TenantId_ImportId_Id",
                table: "DailyReports_Reports",
                columns: new[] { "TenantId", "ImportId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Imports_TenantId_Date_Id",
                table: "DailyReports_Imports",
                columns: new[] { "TenantId", "Date", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_DailyReports_Imports_TenantId_State_StepAt",
                table: "DailyReports_Imports",
                columns: new[] { "TenantId", "State", "StepAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DailyReports_ImportFiles");

            migrationBuilder.DropTable(
                name: "DailyReports_Imports");

            migrationBuilder.DropIndex(
                name: "IX_DailyReports_Reports_TenantId_ImportId_Id",
                table: "DailyReports_Reports");

            migrationBuilder.DropColumn(
                name: "ImportId",
                table: "DailyReports_Reports");
        }
    }
}
