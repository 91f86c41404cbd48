using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Customers.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Customers_Companies",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    Name = table.Column<string>(maxLength: 120, nullable: false),
                    Kana = table.Column<string>(maxLength: 120, nullable: false),
                    Rank = table.Column<string>(maxLength: 30, nullable: false),
                    Industry = table.Column<string>(maxLength: 40, nullable: false),
                    OwnerId = table.Column<Guid>(nullable: true),
                    PostalCode = table.Column<string>(maxLength: 10, nullable: false),
                    Address = table.Column<string>(maxLength: 200, nullable: false),
                    Phone = table.Column<string>(maxLength: 30, nullable: false),
                    Website = table.Column<string>(maxLength: 200, nullable: false),
                    Note = table.Column<string>(maxLength: 4000, nullable: false),
                    LastActivityOn = table.Column<DateOnly>(nullable: false),
                    NameKey = table.Column<string>(maxLength: 240, nullable: false),
                    SortKey = table.Column<string>(maxLength: 60, nullable: false),
                    CreatedAt = table.Column<DateTime>(nullable: false),
                    UpdatedAt = table.Column<DateTime>(nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Customers_Companies", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Customers_Contacts",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    CompanyId = table.Column<Guid>(nullable: false),
                    Name = table.Column<string>(maxLength: 60, nullable: false),
                    Kana = table.Column<string>(maxLength: 60, nullable: false),
                    Department = table.Column<string>(maxLength: 60, nullable: false),
                    Title = table.Column<string>(maxLength: 60, nullable: false),
                    Phone = table.Column<string>(maxLength: 30, nullable: false),
                    Mobile = table.Column<string>(maxLength: 30, nullable: false),
                    Email = table.Column<string>(maxLength: 254, nullable: false),
                    Note = table.Column<string>(maxLength: 1000, nullable: false),
                    Left = table.Column<int>(nullable: false),
                    SearchKey = table.Column<string>(maxLength: 240, nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Customers_Contacts", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_Customers_Contacts_Customers_Companies_TenantId_CompanyId",
                        columns: x => new { x.TenantId, x.CompanyId },
                        principalTable: "Customers_Companies",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Customers_SearchTerms",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    CompanyId = table.Column<Guid>(nullable: false),
                    Term = table.Column<string>(maxLength: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Customers_SearchTerms", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_Customers_SearchTerms_Customers_Companies_TenantId_CompanyId",
                        columns: x => new { x.TenantId, x.CompanyId },
                        principalTable: "Customers_Companies",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Customers_SearchTexts",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    Text = table.Column<string>(maxLength: 20000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Customers_SearchTexts", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_Customers_SearchTexts_Customers_Companies_TenantId_Id",
                        columns: x => new { x.TenantId, x.Id },
                        principalTable: "Customers_Companies",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Customers_Sites",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    CompanyId = table.Column<Guid>(nullable: false),
                    Name = table.Column<string>(maxLength: 60, nullable: false),
                    PostalCode = table.Column<string>(maxLength: 10, nullable: false),
                    Address = table.Column<string>(maxLength: 200, nullable: false),
                    Phone = table.Column<string>(maxLength: 30, nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Customers_Sites", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_Customers_Sites_Customers_Companies_TenantId_CompanyId",
                        columns: x => new { x.TenantId, x.CompanyId },
                        principalTable: "Customers_Companies",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Customers_Tags",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    CompanyId = table.Column<Guid>(nullable: false),
                    Name = table.Column<string>(maxLength: 30, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Customers_Tags", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_Customers_Tags_Customers_Companies_TenantId_CompanyId",
                        columns: x => new { x.TenantId, x.CompanyId },
                        principalTable: "Customers_Companies",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Companies_TenantId_Industry_SortKey_Id",
                table: "Customers_Companies",
                columns: new[] { "TenantId", "Industry", "SortKey", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Companies_TenantId_LastActivityOn_Id",
                table: "Customers_Companies",
                columns: new[] { "TenantId", "LastActivityOn", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Companies_TenantId_NameKey",
                table: "Customers_Companies",
                columns: new[] { "TenantId", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Companies_TenantId_OwnerId_LastActivityOn_Id",
                table: "Customers_Companies",
                columns: new[] { "TenantId", "OwnerId", "LastActivityOn", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Companies_TenantId_Rank_SortKey_Id",
                table: "Customers_Companies",
                columns: new[] { "TenantId", "Rank", "SortKey", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Companies_TenantId_SortKey_Id",
                table: "Customers_Companies",
                columns: new[] { "TenantId", "SortKey", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Companies_TenantId_UpdatedAt_Id",
                table: "Customers_Companies",
                columns: new[] { "TenantId", "UpdatedAt", "Id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Contacts_TenantId_CompanyId",
                table: "Customers_Contacts",
                columns: new[] { "TenantId", "CompanyId" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_SearchTerms_TenantId_CompanyId",
                table: "Customers_SearchTerms",
                columns: new[] { "TenantId", "CompanyId" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_SearchTerms_TenantId_Term_CompanyId",
                table: "Customers_SearchTerms",
                columns: new[] { "TenantId", "Term", "CompanyId" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Sites_TenantId_CompanyId",
                table: "Customers_Sites",
                columns: new[] { "TenantId", "CompanyId" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Tags_TenantId_CompanyId",
                table: "Customers_Tags",
                columns: new[] { "TenantId", "CompanyId" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Tags_TenantId_Name_CompanyId",
                table: "Customers_Tags",
                columns: new[] { "TenantId", "Name", "CompanyId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Customers_Contacts");

            migrationBuilder.DropTable(
                name: "Customers_SearchTerms");

            migrationBuilder.DropTable(
                name: "Customers_SearchTexts");

            migrationBuilder.DropTable(
                name: "Customers_Sites");

            migrationBuilder.DropTable(
                name: "Customers_Tags");

            migrationBuilder.DropTable(
                name: "Customers_Companies");
        }
    }
}
