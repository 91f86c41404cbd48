using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Notices.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Notices_Destinations",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    Channel = table.Column<string>(maxLength: 30, nullable: false),
                    Address = table.Column<string>(maxLength: 254, nullable: false),
                    Service = table.Column<string>(maxLength: 30, nullable: true),
                    Secret = table.Column<string>(maxLength: 2000, nullable: true),
                    Returned = table.Column<string>(maxLength: 30, nullable: false),
                    Approved = table.Column<string>(maxLength: 30, nullable: false),
                    Commented = table.Column<string>(maxLength: 30, nullable: false),
                    Mentioned = table.Column<string>(maxLength: 30, nullable: false),
                    Language = table.Column<string>(maxLength: 10, nullable: false),
                    IsConfirmed = table.Column<int>(nullable: false),
                    Code = table.Column<string>(maxLength: 6, nullable: true),
                    CodeUntil = table.Column<DateTime>(nullable: true),
                    CodeTries = table.Column<int>(nullable: false),
                    Fault = table.Column<string>(maxLength: 100, nullable: true),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices_Destinations", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Notices_Letters",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    Channel = table.Column<string>(maxLength: 30, nullable: false),
                    Kind = table.Column<string>(maxLength: 30, nullable: false),
                    MadeAt = table.Column<DateTime>(nullable: false),
                    SentAt = table.Column<DateTime>(nullable: true),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices_Letters", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Notices_Notices",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    Channel = table.Column<string>(maxLength: 30, nullable: false),
                    Kind = table.Column<string>(maxLength: 30, nullable: false),
                    ReportId = table.Column<Guid>(nullable: false),
                    AuthorId = table.Column<Guid>(nullable: false),
                    ReportDate = table.Column<DateOnly>(nullable: false),
                    ById = table.Column<Guid>(nullable: false),
                    CommentId = table.Column<Guid>(nullable: true),
                    At = table.Column<DateTime>(nullable: false),
                    LetterId = table.Column<Guid>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices_Notices", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Notices_Destinations_TenantId_UserId_Channel",
                table: "Notices_Destinations",
                columns: new[] { "TenantId", "UserId", "Channel" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Notices_Letters_TenantId_MadeAt",
                table: "Notices_Letters",
                columns: new[] { "TenantId", "MadeAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Notices_Notices_TenantId_LetterId",
                table: "Notices_Notices",
                columns: new[] { "TenantId", "LetterId" });

            migrationBuilder.CreateIndex(
                name: "IX_Notices_Notices_TenantId_ReportId",
                table: "Notices_Notices",
                columns: new[] { "TenantId", "ReportId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Notices_Destinations");

            migrationBuilder.DropTable(
                name: "Notices_Letters");

            migrationBuilder.DropTable(
                name: "Notices_Notices");
        }
    }
}
