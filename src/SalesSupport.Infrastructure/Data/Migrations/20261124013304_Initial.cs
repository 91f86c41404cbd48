using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "House_Audit",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    Date = table.Column<DateOnly>(nullable: false),
                    At = table.Column<DateTime>(nullable: false),
                    ActorId = table.Column<Guid>(nullable: false),
                    Actor = table.Column<string>(maxLength: 200, nullable: false),
                    Address = table.Column<string>(maxLength: 60, nullable: true),
                    Action = table.Column<string>(maxLength: 100, nullable: false),
                    Subject = table.Column<string>(maxLength: 100, nullable: false),
                    Changes = table.Column<string>(maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_House_Audit", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "House_Operators",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    Login = table.Column<string>(maxLength: 60, nullable: false),
                    Name = table.Column<string>(maxLength: 100, nullable: false),
                    PasswordHash = table.Column<string>(maxLength: 300, nullable: false),
                    FailedSignOns = table.Column<int>(nullable: false),
                    LockedUntil = table.Column<DateTime>(nullable: true),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_House_Operators", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "House_Settings",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    Name = table.Column<string>(maxLength: 200, nullable: false),
                    Value = table.Column<string>(maxLength: 20000, nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_House_Settings", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_House_Audit_TenantId_Date_Id",
                table: "House_Audit",
                columns: new[] { "TenantId", "Date", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_House_Operators_Login",
                table: "House_Operators",
                column: "Login",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_House_Settings_TenantId_Name",
                table: "House_Settings",
                columns: new[] { "TenantId", "Name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "House_Audit");

            migrationBuilder.DropTable(
                name: "House_Operators");

            migrationBuilder.DropTable(
                name: "House_Settings");
        }
    }
}
