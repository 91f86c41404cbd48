using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Customers.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class OrderedIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_Sites_TenantId_CompanyId",
                table: "Customers_Sites");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Contacts_TenantId_CompanyId",
                table: "Customers_Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Companies_TenantId_NameKey",
                table: "Customers_Companies");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Sites_TenantId_CompanyId_Id",
                table: "Customers_Sites",
                columns: new[] { "TenantId", "CompanyId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Contacts_TenantId_CompanyId_Id",
                table: "Customers_Contacts",
                columns: new[] { "TenantId", "CompanyId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Companies_TenantId_NameKey_Id",
                table: "Customers_Companies",
                columns: new[] { "TenantId", "NameKey", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_Sites_TenantId_CompanyId_Id",
                table: "Customers_Sites");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Contacts_TenantId_CompanyId_Id",
                table: "Customers_Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Companies_TenantId_NameKey_Id",
                table: "Customers_Companies");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Sites_TenantId_CompanyId",
                table: "Customers_Sites",
                columns: new[] { "TenantId", "CompanyId" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Contacts_TenantId_CompanyId",
                table: "Customers_Contacts",
                columns: new[] { "TenantId", "CompanyId" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Companies_TenantId_NameKey",
                table: "Customers_Companies",
                columns: new[] { "TenantId", "NameKey" });
        }
    }
}
