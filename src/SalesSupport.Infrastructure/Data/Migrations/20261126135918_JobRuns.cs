using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class JobRuns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "House_JobRuns",
                columns: table => new
                {
                    Job = table.Column<string>(maxLength: 200, nullable: false),
                    Number = table.Column<int>(nullable: false),
                    Host = table.Column<string>(maxLength: 200, nullable: false),
                    StartedAt = table.Column<DateTime>(nullable: false),
                    EndedAt = table.Column<DateTime>(nullable: true),
                    Milliseconds = table.Column<long>(nullable: true),
                    Outcome = table.Column<string>(maxLength: 30, nullable: false),
                    Error = table.Column<string>(maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_House_JobRuns", x => new { x.Job, x.Number });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "House_JobRuns");
        }
    }
}
