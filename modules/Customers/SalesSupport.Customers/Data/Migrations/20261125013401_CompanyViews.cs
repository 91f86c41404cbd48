using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Customers.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class CompanyViews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Customers_ColumnChoices",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    Columns = table.Column<string>(maxLength: 200, nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Customers_ColumnChoices", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Customers_Views",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    Name = table.Column<string>(maxLength: 40, nullable: false),
                    Filter = table.Column<string>(maxLength: 2000, nullable: false),
                    Columns = table.Column<string>(maxLength: 200, nullable: false),
                    IsFirst = table.Column<int>(nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Customers_Views", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Views_TenantId_UserId_Name",
                table: "Customers_Views",
                columns: new[] { "TenantId", "UserId", "Name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Customers_ColumnChoices");

            migrationBuilder.DropTable(
                name: "Customers_Views");
        }
    }
}
