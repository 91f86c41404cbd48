using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Outbox : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "House_Outbox",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    Subscriber = table.Column<string>(maxLength: 200, nullable: false),
                    Subject = table.Column<string>(maxLength: 200, nullable: false),
                    Fact = table.Column<string>(maxLength: 20000, nullable: false),
                    Version = table.Column<int>(nullable: false),
                    State = table.Column<string>(maxLength: 30, nullable: false),
                    Since = table.Column<DateTime>(nullable: false),
                    Attempts = table.Column<int>(nullable: false),
                    NextAt = table.Column<DateTime>(nullable: true),
                    LeasedBy = table.Column<Guid>(nullable: true),
                    LeasedUntil = table.Column<DateTime>(nullable: true),
                    Why = table.Column<string>(maxLength: 100, nullable: true),
                    Detail = table.Column<string>(maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_House_Outbox", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_House_Outbox_TenantId_Since_Id",
                table: "House_Outbox",
                columns: new[] { "TenantId", "Since", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_House_Outbox_TenantId_Subscriber_Subject",
                table: "House_Outbox",
                columns: new[] { "TenantId", "Subscriber", "Subject" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "House_Outbox");
        }
    }
}
