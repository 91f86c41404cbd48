using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class SeveralHosts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "House_Done",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(nullable: false),
                    Id = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    Kind = table.Column<string>(maxLength: 200, nullable: false),
                    At = table.Column<DateTime>(nullable: false),
                    Value = table.Column<string>(maxLength: 1000000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_House_Done", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "House_Keys",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    Name = table.Column<string>(maxLength: 200, nullable: false),
                    Value = table.Column<string>(maxLength: 20000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_House_Keys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "House_Stamps",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    Value = table.Column<long>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_House_Stamps", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_House_Done_TenantId_At",
                table: "House_Done",
                columns: new[] { "TenantId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_House_Keys_Name",
                table: "House_Keys",
                column: "Name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "House_Done");

            migrationBuilder.DropTable(
                name: "House_Keys");

            migrationBuilder.DropTable(
                name: "House_Stamps");
        }
    }
}
