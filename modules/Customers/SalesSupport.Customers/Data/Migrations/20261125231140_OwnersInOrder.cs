using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Customers.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class OwnersInOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Customers_Companies_TenantId_OwnerId_SortKey_Id",
                table: "Customers_Companies",
                columns: new[] { "TenantId", "OwnerId", "SortKey", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_Companies_TenantId_OwnerId_SortKey_Id",
                table: "Customers_Companies");
        }
    }
}
