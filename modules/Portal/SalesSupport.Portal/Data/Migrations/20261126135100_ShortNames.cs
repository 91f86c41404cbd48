using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.Portal.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class ShortNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameIndex(
                name: "IX_Portal_OpenIddictAuthorizations_ApplicationId_Status_Subject_Type",
                table: "Portal_OpenIddictAuthorizations",
                newName: "IX_Portal_OpenIddictAuthorizations_ApplicationId_Status_Subjec~");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameIndex(
                name: "IX_Portal_OpenIddictAuthorizations_ApplicationId_Status_Subjec~",
                table: "Portal_OpenIddictAuthorizations",
                newName: "IX_Portal_OpenIddictAuthorizations_ApplicationId_Status_Subject_Type");
        }
    }
}
